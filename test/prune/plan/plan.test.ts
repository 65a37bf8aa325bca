import { describe, expect, it } from 'vitest';

import { deletionsOf } from '../../../src/prune/plan/order.ts';
import { bytes } from '../../../src/model/units.ts';
import { deletableVersion } from '../../../src/prune/model/version.ts';
import type { PruneFilters } from '../../../src/prune/model/prune-plan.ts';
import type { VersionFacts } from '../../../src/prune/model/inventory.ts';
import {
  ALL,
  basisOf,
  daysAgo,
  deleted,
  fn,
  inIreland,
  inventory,
  IRELAND,
  numbered,
  planOf,
  RETENTION,
  verdicts,
  version,
  VIRGINIA,
} from './build.ts';

describe('the number of a version that can be deleted', () => {
  it.each(['1', '12', '9007199254740991'])('can be %s', (text) => {
    expect(deletableVersion(text)).toBe(text);
  });

  it.each([
    '',
    '0',
    '01',
    '-1',
    '1.0',
    '1e3',
    ' 1',
    '1\n',
    '١',
    '$LATEST',
    'live',
    '9007199254740993',
  ])('cannot be %j', (text) => {
    expect(deletableVersion(text)).toBeUndefined();
  });
});

function sized(...sizes: readonly number[]): readonly VersionFacts[] {
  return sizes.map((size, at) => version(at + 1, { packageBytes: bytes(size) }));
}

function order(versions: readonly VersionFacts[], filters: PruneFilters = ALL): readonly string[] {
  const all = inIreland(fn('orders', [...versions, version(90), version(91), version(92)]));
  return deletionsOf(planOf(all, { filters })).map((one) => one.version);
}

describe('the order and the target', () => {
  it('deletes the largest package first, and among equals the lowest number', () => {
    expect(order(sized(5, 80, 80, 7, 300))).toEqual(['5', '2', '3', '4', '1']);
  });

  it('stops when the packages reach the target', () => {
    expect(order(sized(5, 80, 80, 7, 300), { ...ALL, targetBytes: bytes(310) })).toEqual([
      '5',
      '2',
    ]);
  });

  it('deletes nothing for a target of 0 bytes', () => {
    expect(order(sized(5, 80), { ...ALL, targetBytes: bytes(0) })).toEqual([]);
  });

  it('deletes packages that free nothing last, and for a target not at all', () => {
    const versions = [
      version(1, { storage: 'reference', packageBytes: bytes(9_000) }),
      version(2, { storage: 'image', packageBytes: bytes(0) }),
      version(3, { packageBytes: bytes(10) }),
    ];
    expect(order(versions)).toEqual(['3', '1', '2']);
    expect(order(versions, { ...ALL, targetBytes: bytes(9_000) })).toEqual(['3']);
  });

  it('has totals for versions that free nothing, of unknown storage, and with a snapshot', () => {
    const plan = planOf(
      inIreland(
        fn('orders', [
          version(1, { storage: 'reference', packageBytes: bytes(9) }),
          version(2, { storage: 'image', packageBytes: bytes(0) }),
          version(3, { storage: 'unknown', packageBytes: bytes(4) }),
          version(4, { traits: ['snap-start'], packageBytes: bytes(2) }),
          ...numbered(5, 7),
        ]),
      ),
    );
    expect(plan.totals).toEqual({
      listed: { versions: 7, packageBytes: 3015 },
      keep: { versions: 3, packageBytes: 3000 },
      delete: { versions: 4, packageBytes: 15 },
      deleteFreesNothing: { versions: 2, packageBytes: 9 },
      deleteStorageUnknown: { versions: 1, packageBytes: 4 },
      deleteSnapStart: { versions: 1, packageBytes: 2 },
      keptFor: [{ code: 'newest', versions: 3 }],
    });
  });
});

describe('the filters', () => {
  const all = inventory(
    { region: IRELAND, functions: [fn('orders', numbered(1, 4)), fn('pay', numbered(1, 4))] },
    { region: VIRGINIA, functions: [fn('orders', numbered(1, 4))] },
  );

  const cases: readonly (readonly [PruneFilters, readonly string[]])[] = [
    [ALL, ['eu-west-1/orders:1', 'eu-west-1/pay:1', 'us-east-1/orders:1']],
    [{ ...ALL, functions: ['ord*'] }, ['eu-west-1/orders:1', 'us-east-1/orders:1']],
    [{ ...ALL, regions: [IRELAND] }, ['eu-west-1/orders:1', 'eu-west-1/pay:1']],
    [
      { ...ALL, olderThanDays: 100 },
      ['eu-west-1/orders:1', 'eu-west-1/pay:1', 'us-east-1/orders:1'],
    ],
    [{ ...ALL, olderThanDays: 100.1 }, []],
    [{ ...ALL, olderThanDays: Number.NaN }, []],
  ];
  it.each(cases)('with %j the plan deletes %j', (filters, left) => {
    expect(deleted(planOf(all, { filters }))).toEqual(left);
  });
});

describe('the cap', () => {
  const settings = { retention: { ...RETENTION, keepNewest: 1 }, capLiftedBy: [] };

  it('keeps the newest of the versions that exceed 95 % of a function', () => {
    const plan = planOf(
      inIreland(
        fn('orders', numbered(1, 40)),
        fn('pay', numbered(1, 3), []),
        fn('x', numbered(1, 1)),
      ),
      { settings },
    );
    // 95 % of 40 are 38, and 39 would go.
    expect(verdicts(plan).get('eu-west-1/orders:39')).toMatchObject({
      reasons: [{ code: 'cap', of: 'function', percent: 95 }],
    });
    expect(verdicts(plan).get('eu-west-1/orders:38')).toMatchObject({ verdict: 'delete' });
  });

  it('keeps the newest of the versions that exceed 90 % of the account', () => {
    const versions = Array.from({ length: 20 }, (_, at) =>
      version(at + 1, { modifiedAt: daysAgo(200 - at) }),
    );
    const plan = planOf(inIreland(fn('orders', versions)), { settings });
    expect(verdicts(plan).get('eu-west-1/orders:19')).toMatchObject({
      reasons: [{ code: 'cap', of: 'account', percent: 90 }],
    });
    expect(deleted(plan)).toHaveLength(18);
  });

  it.each([
    [[], 18],
    [['configuration'], 18],
    [['request'], 18],
    [['request', 'configuration'], 19],
  ] as const)('is lifted only by both: %j', (capLiftedBy, deletions) => {
    const all = inIreland(fn('orders', numbered(1, 20)));
    const plan = planOf(all, { settings: { ...settings, capLiftedBy } });
    expect(deleted(plan)).toHaveLength(deletions);
  });
});

describe('a setting that is not a number', () => {
  it.each(['keepNewest', 'keepBelowAlias', 'minimumAgeDays'] as const)(
    'is never read as nothing: %s',
    (setting) => {
      const all = inIreland(fn('orders', numbered(1, 12)));
      const { settings } = basisOf(all);
      const retention = { ...RETENTION, [setting]: Number.NaN };
      const plan = planOf(all, { settings: { ...settings, retention } });
      expect(deleted(plan)).toHaveLength(setting === 'keepBelowAlias' ? 9 : 0);
    },
  );

  it.each([0, -5])('keeps at least the newest version: keep %i', (keepNewest) => {
    const all = inIreland(fn('orders', numbered(1, 12)));
    const { settings } = basisOf(all);
    const plan = planOf(all, {
      settings: { ...settings, retention: { ...RETENTION, keepNewest } },
    });
    expect(deleted(plan)).not.toContain('eu-west-1/orders:12');
  });
});
