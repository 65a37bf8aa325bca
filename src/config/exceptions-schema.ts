import * as z from 'zod/mini';
import type { Stage } from '../model/configuration.ts';
import type { LimitDefinition } from '../model/limit.ts';
import { accountGlob } from './alerts-schema.ts';
import { SENTENCE, SHORT_TEXT } from '../documents/text-patterns.ts';
import { lenient, list, listOf, number, section, text, whole } from './schema-kinds.ts';
import { MOST_GIB, MOST_THINGS, routedStage } from './values.ts';

/* Limits that are left out for accounts or stages, and quotas that are stated because AWS's cannot be read. */

const accounts = list(accountGlob, 'a list of accounts such as [dev, payments-*]');
const stages = list(routedStage, 'a list of stages such as [nonprod]');
const leaveOut = z
  .literal(true, { error: () => 'true; to watch the limit, remove the exception' })
  .check(z.describe('The limit is not measured there. The report says so, with owner and reason.'));
const statedQuota = whole(1, MOST_THINGS).check(
  z.describe(
    "Quota of a limit that counts things. It counts where AWS's own value cannot be read, and every form says that it is stated.",
  ),
);
const statedQuotaGiB = number(
  `a number of GiB above 0 and at most ${MOST_GIB}`,
  MOST_GIB,
  'The same in GiB, of a limit in bytes.',
);
const owner = text(
  SHORT_TEXT,
  '1 to 64 printable characters, such as the name of a team',
  'Who answers for the exception. Shown wherever it shows.',
);
const reason = text(
  SENTENCE,
  '1 to 200 printable characters that say why',
  'Why there is an exception. Shown wherever it shows.',
);

/** One of these limits, by its id. */
function limitName(definitions: readonly Pick<LimitDefinition, 'id'>[]) {
  const ids = definitions.map(({ id }) => String(id));
  return z
    .enum(ids, { error: () => `the id of a limit: ${ids.join(', ')}` })
    .check(z.describe('Id of the limit.'));
}

/** `exceptions` of watchdog.yml, for these limits. */
export function exceptionsSchema(definitions: readonly LimitDefinition[]) {
  const exception = section(
    {
      limit: limitName(definitions),
      accounts: z.optional(accounts),
      stages: z.optional(stages),
      leaveOut: z.optional(leaveOut),
      quota: z.optional(statedQuota),
      quotaGiB: z.optional(statedQuotaGiB),
      owner,
      reason,
    },
    'a map with limit, accounts or stages, leaveOut or quota, owner and reason',
  );
  return list(exception, 'a list of exceptions, each with limit, owner and reason').check(
    z.describe(
      "Limits that are left out for accounts or stages, or whose quota is stated because AWS's cannot be read there. The first that fits an account and limit counts.",
    ),
  );
}

/** An exception read leniently. */
export interface DraftException {
  readonly limit?: string | undefined;
  readonly accounts?: readonly (string | undefined)[] | undefined;
  readonly stages?: readonly (Stage | undefined)[] | undefined;
  readonly leaveOut?: boolean | undefined;
  readonly quota?: number | undefined;
  readonly quotaGiB?: number | undefined;
}

export function exceptionDraft(definitions: readonly LimitDefinition[]) {
  return z.object({
    limit: lenient(limitName(definitions)),
    accounts: listOf(accountGlob),
    stages: listOf(routedStage),
    leaveOut: lenient(leaveOut),
    quota: lenient(statedQuota),
    quotaGiB: lenient(statedQuotaGiB),
  });
}
