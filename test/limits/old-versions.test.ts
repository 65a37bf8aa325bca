import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { hasCandidates, oldVersions } from '../../src/limits/old-versions.ts';
import type { VersionRetention } from '../../src/model/configuration.ts';
import { DAY_MS, HOUR_MS, instant } from '../../src/model/time.ts';
import type { VersionRow } from '../model/make.ts';
import { versionTable } from '../model/make.ts';

const NOW = instant(Date.parse('2026-11-22T06:00:00Z'));
const LONG_AGO = NOW - 100 * DAY_MS;
const NOTHING_KEPT: VersionRetention = {
  keepNewest: 0,
  keepBelowAlias: 0,
  minimumAgeDays: 1,
  keepFunctions: [],
};

function rows(...numbers: readonly number[]): readonly VersionRow[] {
  return numbers.map((number) => ({ number, size: 10 ** (number % 10), modifiedAt: LONG_AGO }));
}

function old(
  versions: readonly VersionRow[],
  retention: Partial<VersionRetention> = {},
  aliased: readonly number[] = [],
): number {
  const { oldVersions: number } = oldVersions(
    versionTable(versions),
    new Set(aliased),
    { ...NOTHING_KEPT, ...retention },
    NOW,
  );
  return number;
}

describe('an old version', () => {
  it('is a version that no rule keeps, counted with its package bytes', () => {
    const versions = versionTable(rows(1, 2, 3));
    expect(oldVersions(versions, new Set([2]), NOTHING_KEPT, NOW)).toEqual({
      oldVersions: 2,
      oldPackageBytes: 1_010,
    });
  });

  it('does not exist when no version was published', () => {
    expect(old([])).toBe(0);
    expect(old([], { keepNewest: 3 }, [7])).toBe(0);
  });

  const four = rows(1, 2, 3, 4);
  const [first = { number: 1 }, ...others] = four;

  it.each<[string, readonly VersionRow[], Partial<VersionRetention>, readonly number[]]>([
    ['an alias points at it or weights it', four, {}, [2]],
    ['it is the newest', four, { keepNewest: 1 }, []],
    ['it is younger than the minimum age', [{ ...first, modifiedAt: NOW }, ...others], {}, []],
    [
      'it is a moment too young',
      [{ ...first, modifiedAt: NOW - 7 * DAY_MS + 1 }, ...others],
      { minimumAgeDays: 7 },
      [],
    ],
    ['it is dated in the future', [{ ...first, modifiedAt: NOW + DAY_MS }, ...others], {}, []],
    ['its date is missing', [{ ...first, modifiedAt: undefined }, ...others], {}, []],
    ['Lambda holds it itself', [{ ...first, held: true }, ...others], {}, []],
  ])('is not one of four because %s; the other three are', (_why, versions, retention, aliased) => {
    expect(old(versions, retention, aliased)).toBe(3);
  });

  it('is the version right below an alias if keepBelowAlias is 0', () => {
    expect(old(four, { keepBelowAlias: 0 }, [3])).toBe(3);
    expect(old(four, { keepBelowAlias: 1 }, [3])).toBe(2);
  });

  it.each<[string, readonly number[], readonly number[], number, readonly number[]]>([
    ['skips gaps', [1, 5, 9, 20], [20], 1, [9]],
    ['keeps several', [1, 5, 9, 20], [20], 2, [9, 5]],
    ['keeps below each alias, not below the lowest alone', [1, 2, 3, 4, 5, 6], [3, 6], 1, [2, 5]],
    ['keeps below a version that is aliased but not listed', [1, 2, 3, 9], [5], 1, [3]],
    ['keeps the newest for an alias above all that is listed', [1, 2, 3], [8], 2, [3, 2]],
    ['keeps nothing for an alias below all that is listed', [5, 6, 7], [2], 2, []],
    ['counts an aliased version as one of those below another', [1, 2, 3], [2, 3], 1, [1]],
    ['compares numbers, not text', [8, 9, 10, 99, 100], [100, 10], 1, [99, 9]],
  ])('below aliases: %s', (_what, numbers, aliased, keepBelowAlias, kept) => {
    const keptNumbers = new Set([...kept, ...aliased]);
    const expected = numbers.filter((number) => !keptNumbers.has(number)).length;
    expect(old(rows(...numbers), { keepBelowAlias }, aliased)).toBe(expected);
  });

  it('is old exactly when it reaches the minimum age', () => {
    const exactly = [{ number: 1, modifiedAt: NOW - 7 * DAY_MS }];
    expect(old(exactly, { minimumAgeDays: 7 })).toBe(1);
    expect(old(exactly, { minimumAgeDays: 7 + 1 / 24 })).toBe(0);
  });

  it('is not among the newest by number, whatever the dates', () => {
    const versions = [
      { number: 9, modifiedAt: NOW - 2 * DAY_MS },
      { number: 10, modifiedAt: LONG_AGO },
    ];
    expect(old(versions, { keepNewest: 1 })).toBe(1);
    expect(old(versions, { keepNewest: 1, minimumAgeDays: 3 })).toBe(0);
  });

  it.each(['keepNewest', 'keepBelowAlias', 'minimumAgeDays'] as const)(
    'is none when %s is not a number: an ambiguity keeps',
    (key) => {
      expect(old(rows(1, 2, 3), { [key]: NaN }, [3])).toBe(0);
    },
  );
});

interface World {
  readonly versions: readonly Required<VersionRow>[];
  readonly aliased: readonly number[];
  readonly retention: VersionRetention;
}

const number = fc.oneof(
  fc.integer({ min: 1, max: 25 }),
  fc.constantFrom(9, 10, 99, 100, 101, 999, 1000),
);
const world: fc.Arbitrary<World> = fc.record({
  versions: fc.uniqueArray(
    fc.record<Required<VersionRow>>({
      number,
      size: fc.nat(1_000_000),
      modifiedAt: fc.option(
        fc.integer({ min: -2, max: 30 * 24 }).map((hours) => NOW - hours * HOUR_MS),
        { nil: undefined },
      ),
      held: fc.integer({ min: 1, max: 6 }).map((dice) => dice === 6),
    }),
    { selector: (version) => version.number, maxLength: 30 },
  ),
  aliased: fc.uniqueArray(number, { maxLength: 5 }),
  retention: fc.record<VersionRetention>({
    keepNewest: fc.nat(6),
    keepBelowAlias: fc.nat(4),
    minimumAgeDays: fc.integer({ min: 1, max: 20 }),
    keepFunctions: fc.constant([]),
  }),
});

function judge({ versions, aliased, retention }: World): {
  readonly oldVersions: number;
  readonly oldPackageBytes: number;
} {
  return oldVersions(versionTable(versions), new Set(aliased), retention, NOW);
}

/** A separate, slow implementation of the rules: it applies each rule to each version. */
function oracle({ versions, aliased, retention }: World): {
  readonly oldVersions: number;
  readonly oldPackageBytes: number;
} {
  const above = (low: number): number => versions.filter((each) => each.number > low).length;
  const between = (low: number, high: number): number =>
    versions.filter((each) => each.number > low && each.number < high).length;
  const gone = versions.filter((each) => {
    if (aliased.includes(each.number)) return false;
    if (above(each.number) < retention.keepNewest) return false;
    const isRollback = aliased.some(
      (alias) => alias > each.number && between(each.number, alias) < retention.keepBelowAlias,
    );
    if (isRollback || each.held || each.modifiedAt === undefined) return false;
    return (NOW - each.modifiedAt) / DAY_MS >= retention.minimumAgeDays;
  });
  return {
    oldVersions: gone.length,
    oldPackageBytes: gone.reduce((total, each) => total + each.size, 0),
  };
}

describe('the number of old versions', () => {
  it('is that of an independent count by the rules', () => {
    fc.assert(
      fc.property(world, (any) => {
        expect(judge(any)).toEqual(oracle(any));
      }),
      { numRuns: 5_000 },
    );
  });

  it('does not depend on the order of the listing', () => {
    fc.assert(
      fc.property(world, (any) => {
        expect(judge({ ...any, versions: any.versions.toReversed() })).toEqual(judge(any));
        const byText = any.versions.toSorted((a, b) =>
          String(a.number) < String(b.number) ? -1 : 1,
        );
        expect(judge({ ...any, versions: byText })).toEqual(judge(any));
      }),
    );
  });

  const more = fc.nat(5);

  it.each<[string, (any: World, by: number, alias: number) => World]>([
    ['keepNewest', (any, by) => withRetention(any, { keepNewest: any.retention.keepNewest + by })],
    [
      'keepBelowAlias',
      (any, by) => withRetention(any, { keepBelowAlias: any.retention.keepBelowAlias + by }),
    ],
    [
      'the minimum age',
      (any, by) => withRetention(any, { minimumAgeDays: any.retention.minimumAgeDays + by }),
    ],
    ['the aliases', (any, _by, alias) => ({ ...any, aliased: [...any.aliased, alias] })],
  ])('never grows when %s is raised', (_what, raised) => {
    fc.assert(
      fc.property(world, more, number, (any, by, alias) => {
        const before = judge(any);
        const after = judge(raised(any, by, alias));
        expect(after.oldVersions).toBeLessThanOrEqual(before.oldVersions);
        expect(after.oldPackageBytes).toBeLessThanOrEqual(before.oldPackageBytes);
      }),
      { numRuns: 1_000 },
    );
  });

  it('is above 0 only if there are candidates without aliases', () => {
    fc.assert(
      fc.property(world, (any) => {
        const candidates = hasCandidates(versionTable(any.versions), any.retention, NOW);
        expect(candidates).toBe(judge({ ...any, aliased: [] }).oldVersions > 0);
        expect(candidates || judge(any).oldVersions === 0).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it('plus the number of kept versions is the number of all versions', () => {
    fc.assert(
      fc.property(world, (any) => {
        // Each version alone, in the company of the others' numbers, is old or kept: the sum is right.
        const { oldVersions: number, oldPackageBytes } = judge(any);
        const kept = any.versions.filter((one) => {
          const without = any.versions.map((each) => ({ ...each, size: each === one ? 1 : 0 }));
          return judge({ ...any, versions: without }).oldPackageBytes === 0;
        });
        expect(number + kept.length).toBe(any.versions.length);
        const keptBytes = kept.reduce((total, each) => total + each.size, 0);
        expect(oldPackageBytes + keptBytes).toBe(versionTable(any.versions).packageBytes());
      }),
    );
  });
});

function withRetention(any: World, changed: Partial<VersionRetention>): World {
  return { ...any, retention: { ...any.retention, ...changed } };
}

it('old versions are counted quickly among 100,000 versions and 1,000 aliases', () => {
  const versions = versionTable(
    (function* ascending() {
      for (let each = 1; each <= 100_000; each += 1) yield { number: each, modifiedAt: LONG_AGO };
    })(),
  );
  const aliased = new Set(Array.from({ length: 1_000 }, (_, at) => (at + 1) * 100));
  const started = performance.now();
  expect(
    oldVersions(versions, aliased, { ...NOTHING_KEPT, keepBelowAlias: 1 }, NOW).oldVersions,
  ).toBe(98_000);
  expect(performance.now() - started).toBeLessThan(2_000);
});
