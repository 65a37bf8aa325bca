import type { Arbitrary } from 'fast-check';
import { array, boolean, constant, constantFrom, integer, oneof, record } from 'fast-check';

import type { AlertSettings } from '../../../src/model/configuration.ts';
import type { Finding } from '../../../src/model/finding.ts';
import type { Instant } from '../../../src/model/time.ts';
import { DAY_MS, HOUR_MS, instant, SECOND_MS } from '../../../src/model/time.ts';
import type { Publication, Setup } from './simulation.ts';
import {
  accountOf,
  blind,
  BUCKETS,
  definition,
  DEV,
  judged,
  mute,
  NOON,
  PROD,
  settings,
  STORAGE,
  unknown,
  type Where,
} from './world.ts';

/** The reading of one limit: its usage, of a quota of 1,000, or why there is none. */
type Reading = number | 'denied' | 'throttled' | 'unknown' | 'not-enabled';

/** The readings of one run. */
export interface Step {
  readonly dev: Reading;
  readonly prod: Reading;
  readonly buckets: Reading;
  /** Whether the configuration contains the production account. */
  readonly hasProd: boolean;
  readonly publication: Publication;
  readonly lateSeconds: number;
}

const LIMITS = [definition(STORAGE), definition(BUCKETS)];

export const MUTED: AlertSettings = settings({
  mutes: [
    mute({ accounts: ['shop-dev'], regions: ['us-*'], until: instant(NOON + 8 * DAY_MS) }),
    mute({ limits: ['s3-*'], until: instant(NOON + 5 * DAY_MS) }),
  ],
});

const reading: Arbitrary<Reading> = oneof(
  { weight: 6, arbitrary: integer({ min: 0, max: 1_200 }) },
  { weight: 4, arbitrary: constantFrom(770, 771, 800, 870, 871, 900, 950) },
  { weight: 2, arbitrary: constantFrom<Reading>('denied', 'throttled', 'unknown', 'not-enabled') },
);

/** Several runs without a change, so that alerts stay open long enough for a reminder. */
const stretch = record({
  dev: reading,
  prod: reading,
  buckets: reading,
  hasProd: oneof({ weight: 6, arbitrary: constant(true) }, { weight: 1, arbitrary: boolean() }),
  length: integer({ min: 1, max: 32 }),
  growth: constantFrom(0, 0, 1, 5, -5, 30),
});

export const always = constant<Publication>('accepted');
export const atRandom = oneof(
  { weight: 3, arbitrary: always },
  { weight: 1, arbitrary: constantFrom<Publication>('refused', 'lost') },
);

/** Random runs every six hours, for up to 40 days. */
export function timelines(publications: Arbitrary<Publication>): Arbitrary<readonly Step[]> {
  const chance = record({ publication: publications, lateSeconds: integer({ min: 0, max: 600 }) });
  const stretches = array(stretch, { minLength: 1, maxLength: 5 });
  return stretches.chain((found) => {
    const runs = found.flatMap(({ length, growth, ...sights }) =>
      Array.from({ length }, (_, run) => ({
        ...sights,
        dev: grown(sights.dev, run * growth),
        prod: grown(sights.prod, run * growth),
      })),
    );
    const chances = array(chance, { minLength: runs.length, maxLength: runs.length });
    return chances.map((each) => each.flatMap((how, at) => ({ ...runs[at]!, ...how })));
  });
}

function grown(from: Reading, by: number): Reading {
  return typeof from === 'number' ? Math.max(0, from + by) : from;
}

export function timeOf({ lateSeconds }: Step, run: number): Instant {
  return instant(NOON + run * 6 * HOUR_MS + lateSeconds * SECOND_MS);
}

export function findingsOf({ dev, prod, buckets, hasProd }: Step): readonly Finding[] {
  const inDev = [findingOf(dev, {}), findingOf(dev, { region: 'us-east-1' })];
  if (!hasProd) return inDev;
  const inProd = [
    findingOf(prod, { account: PROD }),
    findingOf(buckets, { account: PROD, limit: BUCKETS }),
  ];
  return [...inDev, ...inProd];
}

function findingOf(reading: Reading, where: Where): Finding {
  switch (reading) {
    case 'denied':
    case 'throttled':
      return blind({ ...where, reason: reading });
    case 'unknown':
      return unknown({ ...where, used: 100 });
    case 'not-enabled':
      return blind({ ...where, state: 'not-enabled', reason: 'not-enabled' });
    default:
      return judged({ ...where, used: reading });
  }
}

export function setupOf({ hasProd }: Step, alerts: AlertSettings): Setup {
  const dev = accountOf(DEV, ['eu-west-1', 'us-east-1']);
  const prod = accountOf(PROD, ['eu-west-1'], [STORAGE, BUCKETS]);
  return { alerts, limits: LIMITS, accounts: hasProd ? [dev, prod] : [dev] };
}
