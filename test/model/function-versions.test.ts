import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { VersionTable } from '../../src/model/function-versions.ts';
import { PUBLISHED_VERSION } from '../../src/model/function-versions.ts';
import type { VersionRow } from './make.ts';
import { versionTable } from './make.ts';

const DAY = Date.parse('2026-01-01T00:00:00Z');

const row = fc.record<Required<VersionRow>>({
  number: fc.oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 2 ** 53 - 1 })),
  size: fc.nat(),
  modifiedAt: fc.option(
    fc.nat(4_000_000).map((seconds) => seconds * 1000),
    { nil: undefined },
  ),
  held: fc.boolean(),
});

function numbers(table: VersionTable): readonly number[] {
  return [...table.ascending()].map(({ number }) => number);
}

describe('the pattern of published versions', () => {
  it.each(['1', '9', '10', '4711'])('matches %s', (text) => {
    expect(PUBLISHED_VERSION.test(text)).toBe(true);
  });

  it.each(['$LATEST', '$LATEST.PUBLISHED', '0', '01', '-1', '1.5', '1e3', '', ' 1', '1\n', '１'])(
    'does not match %j',
    (text) => {
      expect(PUBLISHED_VERSION.test(text)).toBe(false);
    },
  );
});

describe('a table of versions', () => {
  it('orders 9 before 10 and 99 before 100, for any order of adding', () => {
    const table = versionTable([100, 9, 10, 99, 1].map((number) => ({ number })));
    expect(numbers(table)).toEqual([1, 9, 10, 99, 100]);
  });

  it('keeps the numbers when there are gaps', () => {
    expect(numbers(versionTable([{ number: 3 }, { number: 7_000_000_000 }]))).toEqual([
      3, 7_000_000_000,
    ]);
  });

  it('keeps only the later of two versions with the same number', () => {
    const table = versionTable([
      { number: 2, size: 20 },
      { number: 1, size: 10 },
      { number: 2, size: 21, modifiedAt: DAY, held: true },
    ]);
    expect(table.length).toBe(2);
    expect(table.packageBytes()).toBe(31);
    expect([...table.ascending()][1]).toEqual({
      number: 2,
      packageBytes: 21,
      modifiedAt: DAY,
      heldByLambda: true,
    });
  });

  it('accepts further versions after it was read', () => {
    const table = versionTable([{ number: 5 }, { number: 3 }]);
    expect(table.length).toBe(2);
    table.add({
      number: 4,
      packageBytes: versionTable([]).packageBytes(),
      modifiedAt: undefined,
      heldByLambda: false,
    });
    expect(numbers(table)).toEqual([3, 4, 5]);
  });

  it('contains the last added version of each number, sorted', () => {
    fc.assert(
      fc.property(fc.array(row), (rows) => {
        const last = new Map(rows.map((each) => [each.number, each]));
        const expected = [...last.values()]
          .toSorted((a, b) => a.number - b.number)
          .map(({ number, size, modifiedAt, held }) => ({
            number,
            packageBytes: size,
            modifiedAt,
            heldByLambda: held,
          }));
        const table = versionTable(rows);
        expect([...table.ascending()]).toEqual(expected);
        expect(table.length).toBe(expected.length);
      }),
    );
  });
});

describe('the date of a version', () => {
  it('is never earlier than in the listing: it is rounded up to the second', () => {
    fc.assert(
      fc.property(fc.nat(4_000_000_000_000), (modifiedAt) => {
        const [version] = versionTable([{ number: 1, modifiedAt }]).ascending();
        expect(version?.modifiedAt).toBeGreaterThanOrEqual(modifiedAt);
        expect(version?.modifiedAt).toBeLessThan(modifiedAt + 1000);
      }),
    );
  });

  it.each(['9999-12-31T23:59:59Z', '2106-02-07T06:28:16Z', '1969-12-31T23:59:00Z'])(
    'is unknown, not another date, when it does not fit into the table: %s',
    (date) => {
      const [version] = versionTable([{ number: 1, modifiedAt: Date.parse(date) }]).ascending();
      expect(version).toMatchObject({ modifiedAt: undefined });
    },
  );
});

describe('the fingerprint of versions', () => {
  const dated = row.map((one) => ({ ...one, modifiedAt: one.modifiedAt ?? 0 }));
  const distinct = fc.uniqueArray(dated, { selector: ({ number }) => number, maxLength: 12 });
  const of = (rows: readonly VersionRow[]) => versionTable(rows).fingerprint();

  it('is the same for any order of adding, even when versions are added twice', () => {
    fc.assert(
      fc.property(distinct, fc.nat(), (rows, by) => {
        const turned = [...rows.slice(by % (rows.length + 1)), ...rows];
        expect(of(turned)).toBe(of(rows));
      }),
    );
  });

  it('differs when a version is added, is missing, or differs in any field', () => {
    fc.assert(
      fc.property(distinct, dated, (rows, { number, size, held, modifiedAt }) => {
        const others = rows.filter((one) => one.number !== number);
        const one = { number, size, held, modifiedAt };
        const variants = [
          others,
          [...others, one],
          [...others, { ...one, size: size + 1 }],
          [...others, { ...one, held: !held }],
          [...others, { ...one, modifiedAt: modifiedAt + 1_000 }],
        ];
        expect(new Set(variants.map(of)).size).toBe(variants.length);
      }),
    );
  });

  it('is undefined when a version has no date, since another version could have the same number', () => {
    expect(of([{ number: 1, modifiedAt: DAY }, { number: 2 }])).toBeUndefined();
    expect(of([])).toBe(of([]));
  });
});
