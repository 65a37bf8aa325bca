import * as z from 'zod/mini';
import type { Stage } from '../../model/configuration.ts';
import { accountGlob, regionGlob } from '../alerts-schema.ts';
import {
  flag,
  lenient,
  list,
  listOf,
  nonEmptyList,
  section,
  text,
  whole,
} from '../schema-kinds.ts';
import { routedStage } from '../values.ts';

/* Up to where the watchdog may request increases of quotas by itself. */

/** https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_RequestServiceQuotaIncrease.html (DesiredValue) */
const MOST_DESIRED = 10_000_000_000;
const LEAST_FACTOR = 1.01;
const MOST_FACTOR = 10;

const limit = text(
  /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/,
  'the id of a limit such as iam-roles, or of a quota by its code such as ec2-l-1216c47a',
  'Id of a limit whose quota AWS increases.',
  ['iam-roles', 's3-buckets'],
);
const mode = z
  .enum(['dry', 'ask'], { error: () => 'dry or ask' })
  .check(
    z.describe(
      'dry: nothing is requested, and alerts and reports say what would be. ask: increases are requested. Default: dry.',
    ),
  );
const ceiling = whole(1, MOST_DESIRED).check(z.describe('The most that is ever requested.'));
const step = whole(1, MOST_DESIRED).check(
  z.describe('How much more than the applied value is requested at a time.'),
);
const factorError = () => `a number from ${LEAST_FACTOR} to ${MOST_FACTOR}`;
const factor = z
  .number({ error: factorError })
  .check(
    z.gte(LEAST_FACTOR, { error: factorError }),
    z.lte(MOST_FACTOR, { error: factorError }),
    z.describe('The multiple of the applied value that is requested at a time, instead of step.'),
  );

/** `increases` of watchdog.yml. */
export const increasesSchema = section(
  {
    mode: z.optional(mode),
    rules: nonEmptyList(
      section(
        {
          limit,
          ceiling,
          step: z.optional(step),
          factor: z.optional(factor),
          supportCase: z.optional(
            flag(
              'AWS may open a support case for what it does not grant by itself. Default: false; AWS then refuses it.',
            ),
          ),
          accounts: z.optional(list(accountGlob, 'a list of accounts such as [dev, payments-*]')),
          stages: z.optional(list(routedStage, 'a list of stages such as [prod]')),
          regions: z.optional(list(regionGlob, 'a list of Regions such as [eu-west-1, us-*]')),
        },
        'a map with limit, ceiling, and step or factor',
      ),
      'a list of at least one rule, each with limit, ceiling, and step or factor',
    ).check(z.describe('The first rule that fits an account, Region and limit counts.')),
  },
  'a map with rules, and mode',
).check(
  z.describe(
    'Quotas whose increase the watchdog requests by itself, each up to a ceiling. Needs the increase role in the accounts. Default: none.',
  ),
);

export type WrittenIncreases = z.output<typeof increasesSchema>;

/** A rule read leniently. */
export interface DraftIncrease {
  readonly limit?: string | undefined;
  readonly step?: number | undefined;
  readonly factor?: number | undefined;
  readonly accounts?: readonly (string | undefined)[] | undefined;
  readonly stages?: readonly (Stage | undefined)[] | undefined;
  readonly regions?: readonly (string | undefined)[] | undefined;
}

export const increasesDraft = lenient(
  z.object({
    rules: listOf(
      z.object({
        limit: lenient(limit),
        step: lenient(step),
        factor: lenient(factor),
        accounts: listOf(accountGlob),
        stages: listOf(routedStage),
        regions: listOf(regionGlob),
      }),
    ),
  }),
);
