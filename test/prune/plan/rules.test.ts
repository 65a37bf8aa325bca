import { describe, expect, it } from 'vitest';

import { listingReasons } from '../../../src/prune/plan/in-use-listing.ts';
import { unreadChecks } from './unread-checks.ts';
import type { VersionRetention } from '../../../src/model/configuration.ts';
import type { EvidenceCheck, EvidenceScope } from '../../../src/prune/model/evidence.ts';
import { EVERY_VERSION } from '../../../src/prune/model/evidence.ts';
import { EVIDENCE_CHECKS } from '../../../src/prune/evidence/callers.ts';
import type {
  Alias,
  InventoriedFunction,
  PruneInventory,
  VersionFacts,
} from '../../../src/prune/model/inventory.ts';
import type { KeepReason } from '../../../src/prune/model/reason.ts';
import {
  alias,
  basisOf,
  daysAgo,
  deleted,
  evidenceOf,
  failure,
  fn,
  inIreland,
  inventory,
  IRELAND,
  NOW,
  numbered,
  planOf,
  readingsAt,
  RETENTION,
  undated,
  verdicts,
  version,
  VIRGINIA,
} from './build.ts';

/** Of versions 1 to 12 the newest three are always kept, and the others exactly as a rule says. */
const NEWEST: KeepReason = { code: 'newest', keepNewest: 3 };

function keptBelowTheNewest(
  all: PruneInventory,
  retention: Partial<VersionRetention> = {},
): Record<string, readonly KeepReason[]> {
  const settings = basisOf(all).settings;
  const plan = planOf(all, {
    settings: { ...settings, retention: { ...RETENTION, ...retention } },
  });
  return Object.fromEntries(
    [...verdicts(plan).values()].flatMap((one) =>
      one.verdict === 'keep' && !one.reasons.some(({ code }) => code === 'newest')
        ? [[one.version, one.reasons]]
        : [],
    ),
  );
}

function withVersion5(five: VersionFacts): readonly VersionFacts[] {
  return [...numbered(1, 4), five, ...numbered(6, 12)];
}

describe('the listing and the aliases, each rule of which keeps exactly one version', () => {
  it('keeps the newest three and nothing else of a function without references', () => {
    const plan = planOf(inIreland(fn('orders', numbered(1, 12))));
    expect(deleted(plan)).toHaveLength(9);
    expect(verdicts(plan).get('eu-west-1/orders:10')).toMatchObject({ reasons: [NEWEST] });
  });

  const rows: readonly (readonly [
    string,
    readonly VersionFacts[],
    readonly Alias[],
    Record<string, readonly KeepReason[]>,
  ])[] = [
    [
      'the version that an alias points at',
      numbered(1, 12),
      [alias('live', 5)],
      { 5: [{ code: 'alias-target', alias: 'live' }] },
    ],
    [
      'the version that an alias weights',
      numbered(1, 12),
      [alias('live', 12, { '5': 0.1 })],
      { 5: [{ code: 'alias-weight', alias: 'live' }] },
    ],
    [
      'a version that is too young',
      withVersion5(version(5, { modifiedAt: daysAgo(6.999) })),
      [],
      { 5: [{ code: 'too-young', minimumAgeDays: 7 }] },
    ],
    [
      'a version of a day to come',
      withVersion5(version(5, { modifiedAt: daysAgo(-3) })),
      [],
      { 5: [{ code: 'too-young', minimumAgeDays: 7 }] },
    ],
    ['a version without a date', withVersion5(undated(5)), [], { 5: [{ code: 'undated' }] }],
    [
      'a Lambda@Edge replica',
      withVersion5(version(5, { traits: ['edge-replica'] })),
      [],
      { 5: [{ code: 'edge-replica' }] },
    ],
    [
      'a version with a capacity provider',
      withVersion5(version(5, { traits: ['capacity-provider'] })),
      [],
      { 5: [{ code: 'capacity-provider' }] },
    ],
    [
      '$LATEST',
      [...numbered(1, 12), version('$LATEST')],
      [],
      { $LATEST: [{ code: 'not-a-version' }] },
    ],
    [
      'a number too large to be exact',
      [...numbered(1, 12), version('9007199254740993')],
      [],
      { '9007199254740993': [{ code: 'not-a-version' }] },
    ],
  ];

  it.each(rows)('%s', (_, versions, aliases, kept) => {
    const all = inIreland(fn('orders', versions, aliases));
    expect(keptBelowTheNewest(all, { keepBelowAlias: 0 })).toEqual(kept);
  });

  it('keeps the next lower version below an aliased one, across missing numbers', () => {
    const versions = [...numbered(1, 3), ...numbered(6, 12)];
    const all = inIreland(fn('orders', versions, [alias('live', 6)]));
    expect(keptBelowTheNewest(all)).toEqual({
      6: [{ code: 'alias-target', alias: 'live' }],
      3: [{ code: 'rollback-target', alias: 'live', of: '6' }],
    });
  });

  it('keeps the next lower version below a weighted one', () => {
    const all = inIreland(fn('orders', numbered(1, 12), [alias('live', 12, { '5': 0.1 })]));
    expect(Object.keys(keptBelowTheNewest(all))).toEqual(['4', '5']);
  });

  it('gives every reason of a version that several aliases refer to', () => {
    const aliases = [alias('live', 5), alias('next', 5), alias('beta', 6)];
    const all = inIreland(fn('orders', numbered(1, 12), aliases));
    expect(keptBelowTheNewest(all)[5]).toEqual([
      { code: 'alias-target', alias: 'live' },
      { code: 'alias-target', alias: 'next' },
      { code: 'rollback-target', alias: 'beta', of: '6' },
    ]);
  });

  it.each(['$LATEST', '0', '01', '9007199254740993'])(
    'keeps %s, which is not the number of a published version',
    (number) => {
      const fact = version(number);
      const reasonsOf = listingReasons(
        fn('orders', [fact, ...numbered(1, 5)]),
        RETENTION,
        basisOf(inIreland()).now,
      );
      expect(reasonsOf(fact)).toContainEqual({ code: 'not-a-version' });
    },
  );

  it('says when its evidence was read, and has no list of unclear callers when there are none', () => {
    const all = inIreland(fn('orders', numbered(1, 4)));
    const readings = readingsAt(all, NOW);
    expect(planOf(all, { readings }).evidenceReadAt).toHaveLength(readings.length);
    expect(planOf(all)).not.toHaveProperty('evidenceReadAt');
    expect(planOf(all)).not.toHaveProperty('couldNotTell');
  });

  it('sorts the newest versions by number, not as text', () => {
    const kept = planOf(inIreland(fn('orders', [version(9), version(10), version(100)])), {
      settings: { retention: { ...RETENTION, keepNewest: 2 }, capLiftedBy: [] },
    });
    expect(deleted(kept)).toEqual(['eu-west-1/orders:9']);
  });

  it('keeps versions younger than a day, whatever the configured age', () => {
    const versions = withVersion5(version(5, { modifiedAt: daysAgo(0.5) }));
    expect(keptBelowTheNewest(inIreland(fn('orders', versions)), { minimumAgeDays: 0 })).toEqual({
      5: [{ code: 'too-young', minimumAgeDays: 1 }],
    });
  });

  it('keeps all versions of a function that the configuration names', () => {
    const all = inIreland(fn('orders', numbered(1, 4)), fn('pay', numbered(1, 4)));
    expect(keptBelowTheNewest(all, { keepFunctions: ['ord*'] })).toEqual({
      1: [{ code: 'opted-out', glob: 'ord*' }],
    });
  });
});

/** A function in us-east-1 that is durable and has an alias, so that every check is read. */
const EVERYTHING_ASKED = inventory({
  region: VIRGINIA,
  functions: [
    fn(
      'orders',
      numbered(1, 12).map((one) => ({ ...one, traits: ['durable'] })),
      [alias('live', 12)],
    ),
  ],
});
const BELOW_NEWEST = 9;

describe('each check', () => {
  it.each(EVIDENCE_CHECKS)('%s keeps exactly the version that it found in use', (check) => {
    const use = { region: VIRGINIA, functionName: 'orders', version: '5', by: 'queue' };
    const evidence = [
      ...evidenceOf(EVERYTHING_ASKED),
      { check, scope: { kind: 'account' }, outcome: { kind: 'read', uses: [use] } } as const,
    ];
    const plan = planOf(EVERYTHING_ASKED, { evidence });
    expect(deleted(plan)).toHaveLength(BELOW_NEWEST - 1);
    expect(verdicts(plan).get('us-east-1/orders:5')).toMatchObject({
      verdict: 'keep',
      reasons: [{ code: 'in-use', check, by: 'queue' }],
    });
  });

  it.each(EVIDENCE_CHECKS)(
    '%s, when it is denied, keeps all that it would have cleared',
    (check) => {
      const evidence = evidenceOf(EVERYTHING_ASKED, {
        [check]: { kind: 'failed', failure: failure('denied') },
      });
      const plan = planOf(EVERYTHING_ASKED, { evidence });
      expect(deleted(plan)).toEqual([]);
      expect(verdicts(plan).get('us-east-1/orders:5')).toMatchObject({
        reasons: [{ code: 'not-checked', check, why: 'denied' }],
      });
      expect(plan.failedChecks.map((failed) => failed.check)).toContain(check);
    },
  );

  it.each(EVIDENCE_CHECKS)('%s, when it was not made, is no "no use"', (check) => {
    const plan = planOf(EVERYTHING_ASKED, {
      evidence: evidenceOf(EVERYTHING_ASKED, { [check]: 'missing' }),
    });
    expect(deleted(plan)).toEqual([]);
    expect(verdicts(plan).get('us-east-1/orders:5')).toMatchObject({
      reasons: [{ code: 'not-checked', check, why: 'not-read' }],
    });
    expect(unreadChecks(plan)).toMatchObject([{ check, functionName: 'orders' }]);
  });

  it('is required for each version by its own traits', () => {
    const versions = numbered(1, 12).map((one) =>
      ['2', '3', '4'].includes(one.version) ? { ...one, traits: ['durable'] as const } : one,
    );
    const all = inIreland(fn('orders', versions));
    const failed = { kind: 'failed', failure: failure() } as const;
    const plan = planOf(all, { evidence: evidenceOf(all, { 'durable-executions': failed }) });
    expect(deleted(plan)).toEqual([1, 5, 6, 7, 8, 9].map((number) => `eu-west-1/orders:${number}`));
  });

  it('keeps everything of a function whose aliases could not be read', () => {
    const aliases = { kind: 'failed', failure: failure('throttled') } as const;
    const all = inIreland({ name: 'orders', versions: numbered(1, 12), aliases });
    const plan = planOf(all);
    expect(deleted(plan)).toEqual([]);
    expect(verdicts(plan).get('eu-west-1/orders:5')).toMatchObject({
      reasons: [{ code: 'not-checked', check: 'aliases', why: 'throttled' }],
    });
  });

  it('keeps everything of a function whose aliases were not read', () => {
    const all: PruneInventory = inIreland({ name: 'orders', versions: numbered(1, 12) });
    expect(deleted(planOf(all))).toEqual([]);
  });

  it('clears nothing when one of several reads failed', () => {
    const scope: EvidenceScope = {
      kind: 'version',
      region: VIRGINIA,
      functionName: 'orders',
      version: '5',
    };
    const failed = { kind: 'failed', failure: failure() } as const;
    const evidence = [
      { check: 'scheduler', scope, outcome: failed } as const,
      ...evidenceOf(EVERYTHING_ASKED),
    ];
    const plan = planOf(EVERYTHING_ASKED, { evidence });
    expect(deleted(plan)).not.toContain('us-east-1/orders:5');
    expect(deleted(plan)).toHaveLength(BELOW_NEWEST - 1);
  });

  it('keeps every version for a use of the whole function, and none of another function', () => {
    const all = inIreland(fn('orders', numbered(1, 12)), fn('orders-2', numbered(1, 12)));
    const use = { region: IRELAND, functionName: 'orders', version: EVERY_VERSION, by: 'd-1' };
    const outcome = { kind: 'read', uses: [use] } as const;
    const plan = planOf(all, { evidence: evidenceOf(all, { 'code-deploy': outcome }) });
    expect(deleted(plan).filter((key) => key.startsWith('eu-west-1/orders:'))).toEqual([]);
    expect(deleted(plan)).toHaveLength(BELOW_NEWEST);
  });

  const unasked: readonly (readonly [EvidenceCheck, string, InventoriedFunction])[] = [
    ['edge-associations', 'outside us-east-1', fn('orders', numbered(1, 12))],
    ['durable-executions', 'of a version that is not durable', fn('orders', numbered(1, 12))],
  ];
  it.each(unasked)('%s is not required for %s', (check, _, one) => {
    const all = inIreland(one);
    const plan = planOf(all, { evidence: evidenceOf(all, { [check]: 'missing' }) });
    expect(deleted(plan)).toHaveLength(BELOW_NEWEST);
  });
});
