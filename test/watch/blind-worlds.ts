import * as fc from 'fast-check';

import { emptyState } from '../../src/alerts/state/format.ts';
import { catalogue } from '../../src/limits/catalogue.ts';
import { summarise } from '../../src/limits/summarise-code.ts';
import { accountId, region } from '../../src/model/aws-ids.ts';
import type { AccountConfiguration, Configuration } from '../../src/model/configuration.ts';
import type { FailureReason, ReadFailure } from '../../src/model/failure.ts';
import type { Measurement } from '../../src/model/finding.ts';
import type { LimitDefinition, LimitId } from '../../src/model/limit.ts';
import { isOptIn } from '../../src/model/regions.ts';
import type { Target } from '../../src/model/target.ts';
import { placeOf } from '../../src/model/target.ts';
import { DAY_MS, instant } from '../../src/model/time.ts';
import { bytes, count, quantity } from '../../src/model/units.ts';
import type { WatchState } from '../../src/model/watch-state.ts';
import { accountConfiguration, failure, OLD_VERSIONS } from '../model/make.ts';

/**
 * Random worlds of accounts, Regions and limits with a usage each, and the limits that a run cannot measure.
 * Visible and hidden limits are measured by the same code; only AWS's answers differ.
 */

export const LIMITS: readonly LimitDefinition[] = catalogue.map(({ definition }) => definition);
export const NOW = instant(Date.parse('2026-11-22T06:00:00Z'));
const REGIONS = ['eu-west-1', 'us-east-1', 'af-south-1'];
const HISTORY_DAYS = 12;

/** Why a limit cannot be measured: its usage could not be read, or only its quota. */
type HiddenLimit = { readonly what: 'usage' | 'quota'; readonly why: ReadFailure };

interface Place {
  /** The usage, in per cent of the limit. */
  readonly percent: number;
  /** The growth on the day before, in per cent of the limit. */
  readonly growth: number;
  /** The usage in the previous run, in per cent of the limit. */
  readonly before: number;
  readonly hidden?: HiddenLimit;
}

export interface BlindWorld {
  readonly accounts: readonly AccountConfiguration[];
  readonly places: ReadonlyMap<string, Place>;
  readonly remembers: boolean;
  readonly perRegion: boolean;
}

const REASONS: readonly FailureReason[] = [
  'denied',
  'throttled',
  'absent',
  'unavailable',
  'no-answer',
  'malformed',
  'out-of-time',
  'unexpected',
];
/** Failures that hide a Region which is always enabled. For an opt-in Region they mean that nothing is there. */
const REFUSALS: readonly FailureReason[] = ['credentials', 'not-enabled'];

/** Returns a key of an account, Region and limit. */
export function placeKey(target: Target, limit: LimitId): string {
  return `${target.account.id}/${placeOf(target)}/${limit}`;
}

function hidden(place: string, isQuota: boolean): fc.Arbitrary<HiddenLimit> {
  const isClosable = place !== 'global' && isOptIn(region(place));
  return fc.record({
    what: isQuota ? fc.constantFrom('usage' as const, 'quota' as const) : fc.constant('usage'),
    why: fc
      .constantFrom(...REASONS, ...(isClosable ? [] : REFUSALS))
      .map((reason) => failure(reason, 'Refused')),
  });
}

function place(name: string, isQuota: boolean): fc.Arbitrary<Place> {
  return fc.record(
    {
      percent: fc.oneof(fc.nat(130), fc.constantFrom(0, 79, 80, 89, 90, 100, 123)),
      growth: fc.constantFrom(0, 0, 1, 3, 8),
      before: fc.constantFrom(0, 85, 99),
      hidden: hidden(name, isQuota),
    },
    { requiredKeys: ['percent', 'growth', 'before'], noNullPrototype: true },
  );
}

export const anyBlindWorld: fc.Arbitrary<BlindWorld> = fc
  .record({
    accounts: fc.integer({ min: 1, max: 3 }),
    regions: fc.subarray(REGIONS, { minLength: 1 }),
    stages: fc.array(fc.constantFrom('prod' as const, 'nonprod' as const), {
      minLength: 3,
      maxLength: 3,
    }),
    remembers: fc.boolean(),
    perRegion: fc.boolean(),
  })
  .chain(({ accounts: amount, regions, stages, ...settings }) => {
    const accounts = Array.from({ length: amount }, (_, at) =>
      accountConfiguration({
        id: accountId(String(222_222_222_222 + at)),
        name: `team-${at}`,
        stage: stages[at] ?? 'nonprod',
        regions: regions.map((code) => ({ region: region(code), origin: 'default' })),
      }),
    );
    const keys = accounts.flatMap(({ id }) =>
      LIMITS.flatMap(({ id: limit, scope, source }) =>
        (scope === 'region' ? regions : ['global']).map((name) =>
          fc.tuple(fc.constant(`${id}/${name}/${limit}`), place(name, source.kind === 'quota')),
        ),
      ),
    );
    return fc
      .tuple(...keys)
      .map((places): BlindWorld => ({ accounts, places: new Map(places), ...settings }));
  });

/** Returns the world with every limit visible. */
export function seenWhole(world: BlindWorld): BlindWorld {
  const places = [...world.places].map(
    ([key, { hidden: _hidden, ...seen }]): readonly [string, Place] => [key, seen],
  );
  return { ...world, places: new Map(places) };
}

/** Returns the world of the previous run, in which every limit was visible. */
export function runBefore(world: BlindWorld): BlindWorld {
  const whole = seenWhole(world);
  const places = [...whole.places].map(([key, one]): readonly [string, Place] => [
    key,
    { ...one, percent: one.before },
  ]);
  return { ...whole, places: new Map(places) };
}

/** Returns the number of limits of an account that a run on this world cannot measure. */
export function hiddenIn({ places }: BlindWorld, account: string): number {
  return [...places].filter(([key, one]) => key.startsWith(account) && one.hidden !== undefined)
    .length;
}

const QUOTA = 1_000;

export function measurementOf(definition: LimitDefinition, one: Place): Measurement {
  if (one.hidden?.what === 'usage') return { kind: 'not-measured', failure: one.hidden.why };
  const { unit, id, source } = definition;
  const amount = (one.percent * QUOTA) / 100;
  return {
    kind: 'measured',
    used: quantity(unit, amount),
    limit:
      one.hidden === undefined
        ? {
            known: true,
            value: quantity(unit, QUOTA),
            source: source.kind === 'quota' ? 'account' : 'ceiling',
          }
        : { known: false, failure: one.hidden.why },
    ...(id === OLD_VERSIONS && { inventory: inventoryOf(amount) }),
  };
}

function inventoryOf(old: number) {
  const holding = {
    name: 'billing',
    versions: count(old),
    packageBytes: bytes(old),
    oldVersions: count(old),
    oldPackageBytes: bytes(old),
  };
  const none = { layerVersions: 0, packageBytes: 0 };
  return summarise([holding], none, none);
}

/** Returns the state of earlier runs with one measurement a day; empty when the world has no earlier runs. */
export function rememberedIn({ places, remembers }: BlindWorld): WatchState {
  const state = emptyState('limits-watchdog', NOW);
  if (!remembers) return state;
  const samples = [...places].map(([key, { percent, growth }]) => [
    key,
    Array.from({ length: HISTORY_DAYS }, (_, at) => {
      const daysAgo = HISTORY_DAYS - at;
      return {
        day: new Date(NOW - daysAgo * DAY_MS).toISOString().slice(0, 'yyyy-mm-dd'.length),
        used: Math.max(0, ((percent - daysAgo * growth) * QUOTA) / 100),
      };
    }),
  ]);
  return { ...state, samples: Object.fromEntries(samples) };
}

export function settingsOf(configuration: Configuration, world: BlindWorld): Configuration {
  const { accounts, perRegion } = world;
  return { ...configuration, accounts, metrics: { perRegion } };
}
