import * as z from 'zod/mini';
import type { Stage } from '../../model/configuration.ts';
import { LIMIT_SETS, QUOTAS_SET } from '../../model/limit-choice/sets.ts';
import type { LimitDefinition } from '../../model/limit.ts';
import { accountGlob } from '../alerts-schema.ts';
import { lenient, list, listOf, nonEmptyList, section } from '../schema-kinds.ts';
import { routedStage } from '../values.ts';
import { ALL } from './names.ts';

/* Which limits are watched beside those that always are. */

type Definition = Pick<LimitDefinition, 'id' | 'set'>;

/** What a limit is chosen by: its id, its set, or all. Quotas by code are chosen where they are named. */
function choiceName(definitions: readonly Definition[], isForMetrics = false) {
  const ids = definitions.filter(({ set }) => set !== undefined).map(({ id }) => String(id));
  const sets = Object.keys(LIMIT_SETS).filter((set) => isForMetrics || set !== QUOTAS_SET);
  const names = [ALL, ...sets, ...ids];
  return z.enum(names, {
    error: () =>
      `the id of a limit that is not always watched, a set, or ${ALL}: ${names.join(', ')}`,
  });
}

function choiceNames(
  definitions: readonly Definition[],
  description: string,
  isForMetrics = false,
) {
  return nonEmptyList(
    choiceName(definitions, isForMetrics),
    'a list of at least one limit or set, such as [logs, iam-roles]',
  ).check(z.describe(description));
}

/** `watch` of watchdog.yml, for these limits. */
export function watchSchema(definitions: readonly Definition[]) {
  const entry = section(
    {
      limits: choiceNames(definitions, 'Ids of limits, names of sets, or all.'),
      accounts: z.optional(list(accountGlob, 'a list of accounts such as [dev, payments-*]')),
      stages: z.optional(list(routedStage, 'a list of stages such as [prod]')),
    },
    'a map with limits, and accounts or stages where it is not for all, such as { limits: [iam], stages: [prod] }',
  );
  return list(entry, 'a list of entries, each with limits, such as [{ limits: [iam] }]').check(
    z.describe(
      'Further limits that are watched, in all accounts, or in those that are named. Each set needs its parameter of the read role; packaging sets it where `deploy.rolesInStack` has the role made. Default: none.',
    ),
  );
}

/** `metrics.limits` of watchdog.yml, for these limits. */
export function metricLimits(definitions: readonly Definition[]) {
  return choiceNames(
    definitions,
    'Further limits with a metric of their own, each of which CloudWatch bills: ids, sets, or all. Those that are always watched have theirs. Default: none.',
    true,
  );
}

/** An entry of `watch` read leniently. */
export interface DraftChoice {
  readonly limits?: readonly (string | undefined)[] | undefined;
  readonly accounts?: readonly (string | undefined)[] | undefined;
  readonly stages?: readonly (Stage | undefined)[] | undefined;
}

export function choiceDraft(definitions: readonly Definition[]) {
  return z.object({
    limits: listOf(choiceName(definitions)),
    accounts: listOf(accountGlob),
    stages: listOf(routedStage),
  });
}

export function metricsDraft(definitions: readonly Definition[]) {
  return lenient(z.object({ limits: listOf(choiceName(definitions, true)) }));
}
