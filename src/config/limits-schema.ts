import * as z from 'zod/mini';
import { LIMIT_SETS, QUOTAS_SET } from '../model/limit-choice/sets.ts';
import type { LimitDefinition, LimitId } from '../model/limit.ts';
import { SHORT_TEXT } from '../documents/text-patterns.ts';
import {
  numberBetween,
  choice,
  flag,
  list,
  nonEmptyList,
  onlyTrue,
  optional,
  section,
  text,
  integer,
} from './schema-kinds.ts';
import {
  gibibytes,
  MOST_THINGS,
  owner,
  percentOfQuota,
  reason,
  regionGlobs,
  scope,
} from './values.ts';

type Definition = Pick<LimitDefinition, 'id' | 'set'>;

export const ALL = 'all';

/** The limits that ids, sets or `all` name, in the order of `definitions`. Limits that are always watched are left out. */
export function limitsNamed(
  names: readonly (string | undefined)[],
  definitions: readonly Definition[],
): readonly LimitId[] {
  return definitions
    .filter(({ id, set }) => set !== undefined && [ALL, set, id].some((one) => names.includes(one)))
    .map(({ id }) => id);
}

function choiceNames(
  definitions: readonly Definition[],
  description: string,
  isForMetrics = false,
) {
  const ids = definitions.filter(({ set }) => set !== undefined).map(({ id }) => String(id));
  const sets = Object.keys(LIMIT_SETS).filter((set) => isForMetrics || set !== QUOTAS_SET);
  const names = [ALL, ...sets, ...ids];
  const name = z.enum(names, {
    error: () =>
      `the id of a limit that is not always watched, a set, or ${ALL}: ${names.join(', ')}`,
  });
  const expected = 'a list of at least one limit or set, such as [logs, iam-roles]';
  return nonEmptyList(name, expected, description);
}

export function watchSchema(definitions: readonly Definition[]) {
  return list(
    section(
      {
        limits: choiceNames(definitions, 'Ids of limits, names of sets, or all.'),
        ...scope,
      },
      'a map with limits, and accounts or stages where it is not for all, such as { limits: [iam], stages: [prod] }',
    ),
    'a list of entries, each with limits, such as [{ limits: [iam] }]',
    'Further limits that are watched, in all accounts, or in those that are named. Each set needs its parameter of the read role; packaging sets it where `deploy.rolesInStack` has the role made. Default: none.',
  );
}

export function metricLimits(definitions: readonly Definition[]) {
  return choiceNames(
    definitions,
    'Further limits with a metric of their own, each of which CloudWatch bills: ids, sets, or all. Those that are always watched have theirs. Default: none.',
    true,
  );
}

export const quotasSchema = list(
  section(
    {
      // The service codes of Service Quotas: `ec2`, `access-analyzer`, `AWSCloudMap`.
      service: text(
        /^[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*$/,
        'the code of a service as Service Quotas has it, such as ec2',
        'Code of the service: aws service-quotas list-services shows them.',
        ['ec2', 'cloudformation', 'lambda'],
      ),
      code: text(
        /^L-[0-9A-F]{8}$/,
        'the code of a quota, such as L-1216C47A',
        'Code of the quota. Its page in Service Quotas shows it, and whether it has a usage metric.',
        ['L-1216C47A'],
      ),
      ...optional({
        title: text(
          SHORT_TEXT,
          '1 to 64 printable characters, such as On-Demand vCPUs',
          'What reports and alerts call it. Default: the service and the code.',
        ),
        noun: text(
          SHORT_TEXT,
          '1 to 64 printable characters in the plural, such as vCPUs',
          'What it counts, in the plural. Default: none.',
        ),
        scope: choice(
          ['region', 'account'],
          'Whether it is a quota of each Region, or of the account as a whole. Default: account for services that are global, such as iam; region for all others.',
        ),
        figure: choice(
          ['latest', 'peak'],
          'Which value counts: the latest of the last 24 hours, or the highest since the last run. Default: latest for counts of resources, peak for all others.',
        ),
        silence: choice(
          ['normal', 'unexpected'],
          'What no data means. normal: idle or not reported. unexpected: not measured, where there were some lately and other usage metrics have data. Default: unexpected for the latest value, normal for peaks.',
        ),
        warn: percentOfQuota,
        critical: percentOfQuota,
      }),
      ...scope,
    },
    'a map with service and code',
  ),
  'a list of quotas, each with service and code',
  'Quotas that are watched by their usage metric, in all accounts, or in those that are named. Needs WatchQuotas of the read role. Default: none.',
);

export function exceptionsSchema(definitions: readonly Definition[]) {
  const limits = definitions.map(({ id }) => String(id));
  const exception = section(
    {
      limit: z
        .enum(limits, { error: () => `the id of a limit: ${limits.join(', ')}` })
        .check(z.describe('Id of the limit.')),
      ...scope,
      ...optional({
        leaveOut: onlyTrue(
          'true; to watch the limit, remove the exception',
          'The limit is not measured there. The report says so, with owner and reason.',
        ),
        quota: integer(
          1,
          MOST_THINGS,
          "Quota of a limit that counts things. It counts where AWS's own value cannot be read, and every form says that it is stated.",
        ),
        quotaGiB: gibibytes('The same in GiB, of a limit in bytes.'),
      }),
      owner: owner('Owner of the exception. Shown with it in messages and reports.'),
      reason: reason('Why it is an exception. Shown with it in messages and reports.'),
    },
    'a map with limit, accounts or stages, leaveOut or quota, owner and reason',
  );
  return list(
    exception,
    'a list of exceptions, each with limit, owner and reason',
    "Limits that are left out for accounts or stages, or whose quota is stated because AWS's cannot be read there. The first that fits an account and limit counts.",
  );
}

/** DesiredValue: https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_RequestServiceQuotaIncrease.html */
const MOST_DESIRED = 10_000_000_000;

const increaseRule = section(
  {
    limit: text(
      /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/,
      'the id of a limit such as iam-roles, or of a quota by its code such as ec2-l-1216c47a',
      'Id of a limit whose quota AWS increases.',
      ['iam-roles', 's3-buckets'],
    ),
    ceiling: integer(1, MOST_DESIRED, 'The most that is ever requested.'),
    ...optional({
      step: integer(
        1,
        MOST_DESIRED,
        'How much more than the applied value is requested at a time.',
      ),
      factor: numberBetween(
        1.01,
        10,
        'a number from 1.01 to 10',
        'The multiple of the applied value that is requested at a time, instead of step.',
      ),
      supportCase: flag(
        'AWS may open a support case for what it does not grant by itself. Default: false; AWS then refuses it.',
      ),
    }),
    ...scope,
    ...optional({ regions: regionGlobs }),
  },
  'a map with limit, ceiling, and step or factor',
);

export const increasesSchema = section(
  {
    ...optional({
      mode: choice(
        ['dry', 'ask'],
        'dry: nothing is requested, and alerts and reports say what would be. ask: increases are requested. Default: dry.',
      ),
    }),
    rules: nonEmptyList(
      increaseRule,
      'a list of at least one rule, each with limit, ceiling, and step or factor',
      'The first rule that fits an account, Region and limit counts.',
    ),
  },
  'a map with rules, and mode',
  'Quotas whose increase the watchdog requests by itself, each up to a ceiling. Needs the increase role in the accounts. Default: none.',
);

export type IncreasesSection = z.output<typeof increasesSchema>;
