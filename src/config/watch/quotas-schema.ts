import * as z from 'zod/mini';
import type { Stage } from '../../model/configuration.ts';
import { SHORT_TEXT } from '../../documents/text-patterns.ts';
import { accountGlob } from '../alerts-schema.ts';
import { lenient, list, listOf, section, text } from '../schema-kinds.ts';
import { percentOfQuota, routedStage } from '../values.ts';

/* Quotas that are watched by their usage metric, each by its code. */

/** As Service Quotas names services: `ec2`, `access-analyzer`, `AWSCloudMap`. */
const service = text(
  /^[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*$/,
  'the code of a service as Service Quotas has it, such as ec2',
  'Code of the service: aws service-quotas list-services shows them.',
  ['ec2', 'cloudformation', 'lambda'],
);
const code = text(
  /^L-[0-9A-F]{8}$/,
  'the code of a quota, such as L-1216C47A',
  'Code of the quota. Its page in Service Quotas shows it, and whether it has a usage metric.',
  ['L-1216C47A'],
);
const title = text(
  SHORT_TEXT,
  '1 to 64 printable characters, such as On-Demand vCPUs',
  'What reports and alerts call it. Default: the service and the code.',
);
const noun = text(
  SHORT_TEXT,
  '1 to 64 printable characters in the plural, such as vCPUs',
  'What it counts, in the plural. Default: nothing is said.',
);
const SCOPES = ['region', 'account'] as const;
const FIGURES = ['latest', 'peak'] as const;
const SILENCES = ['normal', 'unexpected'] as const;
const scope = z
  .enum(SCOPES, { error: () => 'region or account' })
  .check(
    z.describe(
      'Whether it is a quota of each Region, or of the account as a whole. Default: account for services that are global, such as iam; region for all others.',
    ),
  );
const figure = z
  .enum(FIGURES, { error: () => 'latest or peak' })
  .check(
    z.describe(
      'Which value counts: the latest of the last 24 hours, or the highest since the last run. Default: latest for counts of resources, peak for all others.',
    ),
  );
const silence = z
  .enum(SILENCES, { error: () => 'normal or unexpected' })
  .check(
    z.describe(
      'What no data means. normal: idle or not reported. unexpected: not measured, where there were some lately and other usage metrics have data. Default: unexpected for the latest value, normal for peaks.',
    ),
  );

/** `quotas` of watchdog.yml. */
export const quotasSchema = list(
  section(
    {
      service,
      code,
      title: z.optional(title),
      noun: z.optional(noun),
      scope: z.optional(scope),
      figure: z.optional(figure),
      silence: z.optional(silence),
      warn: z.optional(percentOfQuota),
      critical: z.optional(percentOfQuota),
      accounts: z.optional(list(accountGlob, 'a list of accounts such as [dev, payments-*]')),
      stages: z.optional(list(routedStage, 'a list of stages such as [prod]')),
    },
    'a map with service and code',
  ),
  'a list of quotas, each with service and code',
).check(
  z.describe(
    'Quotas that are watched by their usage metric, in all accounts, or in those that are named. Needs WatchQuotas of the read role. Default: none.',
  ),
);

/** An entry of `quotas` read leniently. */
export interface DraftQuota {
  readonly service?: string | undefined;
  readonly code?: string | undefined;
  readonly title?: string | undefined;
  readonly noun?: string | undefined;
  readonly scope?: (typeof SCOPES)[number] | undefined;
  readonly figure?: (typeof FIGURES)[number] | undefined;
  readonly silence?: (typeof SILENCES)[number] | undefined;
  readonly warn?: number | undefined;
  readonly critical?: number | undefined;
  readonly accounts?: readonly (string | undefined)[] | undefined;
  readonly stages?: readonly (Stage | undefined)[] | undefined;
}

export const quotasDraft = listOf(
  z.object({
    service: lenient(service),
    code: lenient(code),
    title: lenient(title),
    noun: lenient(noun),
    scope: lenient(scope),
    figure: lenient(figure),
    silence: lenient(silence),
    warn: lenient(percentOfQuota),
    critical: lenient(percentOfQuota),
    accounts: listOf(accountGlob),
    stages: listOf(routedStage),
  }),
);
