import { describe, expect, it } from 'vitest';

import { EVIDENCE_CHECKS } from '../../../src/prune/evidence/callers.ts';
import { unreadChecks } from './unread-checks.ts';
import { tidyFunctions, tidyVersions } from '../../../src/prune/plan/tidy.ts';
import type { InventoriedFunction, VersionFacts } from '../../../src/prune/model/inventory.ts';
import { bytes } from '../../../src/model/units.ts';
import {
  alias,
  daysAgo,
  deleted,
  failure,
  fn,
  inIreland,
  inventory,
  IRELAND,
  numbered,
  planOf,
  undated,
  version,
} from './build.ts';

function planOfBoth(one: InventoriedFunction, other: InventoriedFunction) {
  return planOf(
    inventory({ region: IRELAND, functions: [one] }, { region: IRELAND, functions: [other] }),
  );
}

describe('a version or function that was listed twice', () => {
  const cases: readonly (readonly [string, VersionFacts, VersionFacts, Partial<VersionFacts>])[] = [
    [
      'the smaller package',
      version(1, { packageBytes: bytes(5) }),
      version(1, { packageBytes: bytes(7) }),
      { packageBytes: bytes(5) },
    ],
    [
      'the later date',
      version(1, { modifiedAt: daysAgo(50) }),
      version(1, { modifiedAt: daysAgo(40) }),
      { modifiedAt: daysAgo(40) },
    ],
    [
      'all traits',
      version(1, { traits: ['snap-start'] }),
      version(1, { traits: ['durable'] }),
      { traits: ['durable', 'snap-start'] },
    ],
    [
      'no storage mode that only one names',
      version(1),
      version(1, { storage: 'image' }),
      { storage: 'unknown' },
    ],
  ];
  it.each(cases)('is one version with %s', (_, one, other, merged) => {
    for (const [first, second] of [
      [one, other],
      [other, one],
    ] as const) {
      const plan = planOfBoth(fn('orders', [first]), fn('orders', [second, ...numbered(7, 9)]));
      expect(plan.functions).toHaveLength(1);
      expect(plan.functions[0]?.versions).toHaveLength(4);
      expect(plan.functions[0]?.versions[0]).toMatchObject(merged);
    }
  });

  it('keeps the storage mode that both name', () => {
    expect(tidyVersions([version(1), version(1)])).toEqual([version(1)]);
  });

  it('is sorted by number, and $LATEST comes last', () => {
    const all = [version('$LATEST'), version(10), version(9), version('$LATEST')];
    expect(tidyVersions(all).map((one) => one.version)).toEqual(['9', '10', '$LATEST']);
  });

  it('has no date when one of the two has none', () => {
    for (const versions of [
      [version(1), undated(1)],
      [undated(1), version(1)],
    ]) {
      expect(deleted(planOf(inIreland(fn('orders', [...versions, ...numbered(7, 9)]))))).toEqual(
        [],
      );
    }
  });

  it('keeps the versions to which either of two alias lists refers', () => {
    const all = numbered(1, 9);
    const plan = planOfBoth(
      fn('orders', all, [alias('live', 5)]),
      fn('orders', all, [alias('b', 3)]),
    );
    expect(deleted(plan)).toEqual(['eu-west-1/orders:1', 'eu-west-1/orders:6']);
  });

  it('keeps all versions when one of two reads of aliases is missing or failed', () => {
    const read = fn('orders', numbered(1, 9));
    const unread = { name: 'orders', versions: numbered(1, 9) };
    const failed = { ...unread, aliases: { kind: 'failed', failure: failure() } } as const;
    for (const other of [unread, failed]) {
      expect(deleted(planOfBoth(read, other))).toEqual([]);
      expect(deleted(planOfBoth(other, read))).toEqual([]);
    }
    const [one] = tidyFunctions({
      regions: [
        { region: IRELAND, functions: [read] },
        {
          region: IRELAND,
          functions: [{ ...read, aliases: { kind: 'failed', failure: failure() } }],
        },
      ],
    });
    expect(one?.aliases).toMatchObject({ kind: 'failed', failure: { reason: 'denied' } });
  });
});

describe('what is still to read', () => {
  it('names each check of versions without another reason, also the history of unread aliases', () => {
    const plan = planOf(inIreland({ name: 'orders', versions: numbered(1, 5) }), { evidence: [] });
    const checks = unreadChecks(plan).map(({ check, versions }) => [check, versions]);
    expect(checks).toContainEqual(['aliases', ['1', '2']]);
    expect(checks).toContainEqual(['alias-history', ['1', '2']]);
    const narrow = ['edge-associations', 'durable-executions'];
    const needed = EVIDENCE_CHECKS.filter((check) => !narrow.includes(check));
    expect(new Set(checks.map(([check]) => check))).toEqual(new Set(['aliases', ...needed]));
  });

  it('is nothing where the listing keeps everything', () => {
    const plan = planOf(inIreland({ name: 'orders', versions: numbered(1, 3) }), { evidence: [] });
    expect(unreadChecks(plan)).toEqual([]);
  });
});
