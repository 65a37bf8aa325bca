import * as z from 'zod/mini';
import { ACCOUNT_ID, EXTERNAL_ID, REGION, ROLE_NAME, TOPIC_ARN } from '../model/aws-ids.ts';
import type { LimitDefinition } from '../model/limit.ts';
import { KNOWN_REGIONS } from '../model/regions.ts';

/*
 * The shape of watchdog.yml. The message of each schema is not a sentence but what to give instead
 * ("a Region code such as eu-west-1"), and for unknown keys the known ones; `issues.ts` makes the
 * sentences, and the JSON Schema is made from the same values.
 */

const DEPLOYMENT = /^[A-Za-z0-9][A-Za-z0-9-]{0,31}$/;
/** 1 to 64 printable characters, no space at either end. */
const ACCOUNT_NAME = /^[^\p{C}\p{Z}](?:[^\p{C}\p{Zl}\p{Zp}]{0,62}[^\p{C}\p{Z}])?$/u;

const MOST_PERCENT_OF_QUOTA = 100;
const MOST_PERCENT_OF_CEILING = 10_000;
const MOST_GIB = 1_000_000;
const MOST_THINGS = 1_000_000_000;
const MOST_VERSIONS_KEPT = 1000;
/** Never less than a day: asynchronous events wait up to six hours for the version that they were sent to. */
const LEAST_AGE_DAYS = 1;
const MOST_AGE_DAYS = 3650;

export const KEY_SEPARATOR = ' ';

export const deployment = text(
  DEPLOYMENT,
  '1 to 32 letters, digits and hyphens, such as limits-watchdog',
  'Name of this deployment in session names, messages and metrics. Default: limits-watchdog.',
);
export const accountId = text(
  ACCOUNT_ID,
  "the account's 12 digits in quotes, such as '222222222222'",
  'AWS account id: 12 digits, in quotes so that leading zeros are kept.',
);
export const region = text(
  REGION,
  'a Region code such as eu-west-1',
  'AWS Region code.',
  KNOWN_REGIONS,
);
export const roleName = text(
  ROLE_NAME,
  'the name of the read role without its path, such as limits-watchdog-read',
  'Name of the read role in every account. Default: limits-watchdog-read.',
);
export const externalId = text(
  EXTERNAL_ID,
  'the 2 to 1,224 characters that the trust policy of the read role asks for',
  'External id that the trust policy of the read role asks for.',
);
export const topicArn = text(
  TOPIC_ARN,
  'the ARN of a standard SNS topic, such as arn:aws:sns:eu-west-1:111111111111:limits-watchdog-alerts',
  'SNS topic for alerts, in the tooling account and Region.',
);
export const accountName = text(
  ACCOUNT_NAME,
  'a name of 1 to 64 printable characters, without spaces at its ends',
  'Name of the account in messages.',
);
export const stage = z
  .enum(['prod', 'nonprod'], { error: () => 'prod or nonprod' })
  .check(z.describe('prod is never pruned; nonprod may be.'));
export const regions = list(region, 'a list of Region codes such as [eu-west-1, us-east-1]');

export const percentOfQuota = percent(MOST_PERCENT_OF_QUOTA);
export const keptVersions = whole(1, MOST_VERSIONS_KEPT);
export const ageDays = whole(LEAST_AGE_DAYS, MOST_AGE_DAYS);
export const ceiling = whole(1, MOST_THINGS);

const freeGiB = number(
  `a number of GiB above 0 and at most ${MOST_GIB}`,
  MOST_GIB,
  'GiB that must stay free.',
);
const freeCount = whole(1, MOST_THINGS);

/** A threshold of one limit: a percentage, or what must stay free in the limit's own unit. */
export function threshold(definition: LimitDefinition) {
  const fraction = percent(
    definition.source.kind === 'quota' ? MOST_PERCENT_OF_QUOTA : MOST_PERCENT_OF_CEILING,
  );
  const inBytes = definition.unit === 'bytes';
  const example = inBytes ? '{ freeGiB: 20 }' : '{ free: 50 }';
  const expected = `a percentage such as 80, or what must stay free, such as ${example}`;
  const free = inBytes ? section({ freeGiB }, expected) : section({ free: freeCount }, expected);
  return z.union([fraction, free], { error: () => expected });
}

/** The whole file, for these limits. */
export function fileSchema(definitions: readonly LimitDefinition[]) {
  const thresholds = section(
    { warn: z.optional(percentOfQuota), critical: z.optional(percentOfQuota) },
    'a map such as { warn: 80, critical: 90 }',
  ).check(z.describe('In percent of the limit, for every quota. Not for ceilings.'));
  const limits = section(
    Object.fromEntries(definitions.map((limit) => [limit.id, z.optional(limitSchema(limit))])),
    'a map from a limit to its settings',
  );
  const account = section(
    {
      id: accountId,
      name: accountName,
      stage,
      regions: z.optional(regions),
      thresholds: z.optional(thresholds),
      limits: z.optional(limits),
    },
    'a map with id, name and stage',
  );
  return section(
    {
      deployment: z.optional(deployment),
      tooling: section({ account: accountId, region }, 'a map with account and region').check(
        z.describe('The account and Region in which the watchdog runs.'),
      ),
      role: section(
        { name: z.optional(roleName), externalId },
        'a map with externalId, and name if the role is not called limits-watchdog-read',
      ),
      alerts: section({ topicArn }, 'a map with topicArn'),
      regions: z.optional(regions),
      extraRegions: z.optional(regions),
      thresholds: z.optional(thresholds),
      limits: z.optional(limits),
      versions: z.optional(
        section(
          {
            keepNewest: z.optional(keptVersions),
            keepBelowAlias: z.optional(keptVersions),
            minimumAgeDays: z.optional(ageDays),
          },
          'a map with keepNewest, keepBelowAlias or minimumAgeDays',
        ).check(z.describe('Which published versions are not counted as old.')),
      ),
      accounts: list(account, 'a list of at least one account with id, name and stage'),
    },
    'a map',
  );
}

export type WatchdogFile = z.output<ReturnType<typeof fileSchema>>;

function limitSchema(definition: LimitDefinition) {
  const pair = {
    warn: z.optional(threshold(definition)),
    critical: z.optional(threshold(definition)),
  };
  const schema =
    definition.source.kind === 'ceiling'
      ? section({ ceiling: z.optional(ceiling), ...pair }, 'a map with ceiling, warn or critical')
      : section(pair, 'a map with warn or critical');
  return schema.check(z.describe(definition.title));
}

function section<Shape extends z.core.$ZodLooseShape>(shape: Shape, expected: string) {
  const keys = Object.keys(shape).join(KEY_SEPARATOR);
  return z.strictObject(shape, {
    error: ({ code }) => (code === 'unrecognized_keys' ? keys : expected),
  });
}

function list<Item extends z.core.$ZodType>(item: Item, expected: string) {
  return z.array(item, { error: () => expected }).check(z.minLength(1, { error: () => expected }));
}

function text(
  pattern: RegExp,
  expected: string,
  description: string,
  examples?: readonly string[],
) {
  return z
    .string({ error: () => expected })
    .check(z.regex(pattern, { error: () => expected }))
    .check(z.meta({ description, ...(examples === undefined ? {} : { examples: [...examples] }) }));
}

function percent(most: number) {
  return number(
    `a percentage above 0 and at most ${most}`,
    most,
    `Percent of the limit: above 0, at most ${most}.`,
  );
}

function number(expected: string, most: number, description: string) {
  const error = () => expected;
  return z
    .number({ error })
    .check(z.gt(0, { error }), z.lte(most, { error }))
    .check(z.describe(description));
}

function whole(least: number, most: number) {
  const error = () => `a whole number from ${least} to ${most}`;
  return z.int({ error }).check(z.gte(least, { error }), z.lte(most, { error }));
}
