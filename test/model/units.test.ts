import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  addBytes,
  addCount,
  bytes,
  compare,
  count,
  free,
  percentOf,
  quantity,
} from '../../src/model/units.ts';
import { inBytes, inCount } from './make.ts';

/** Up to 64 TiB, which is above any quota of this project and where every percentage is exact. */
const amount = fc.nat(2 ** 46 - 1);

describe('an amount', () => {
  it.each([-1, 0.5, NaN, Infinity, -Infinity, 2 ** 53])('is never %d', (value) => {
    expect(() => bytes(value)).toThrow(RangeError);
    expect(() => count(value)).toThrow(RangeError);
    expect(() => quantity('bytes', value)).toThrow(RangeError);
  });

  it.each([0, 1, 2 ** 53 - 1])('may be %d', (value) => {
    expect(quantity('count', value)).toEqual({ unit: 'count', amount: value });
  });

  it('cannot exceed the largest exact integer', () => {
    const most = Number.MAX_SAFE_INTEGER;
    expect(() => addBytes(bytes(most), bytes(1))).toThrow(RangeError);
    expect(() => addCount(count(most), count(1))).toThrow(RangeError);
  });
});

describe('a percentage', () => {
  it('is a whole number for whole percentages of 100, 1,000 and 10,000', () => {
    for (let percent = 0; percent <= 300; percent += 1) {
      for (const each of [1, 10, 100]) {
        expect(percentOf(inCount(percent * each), inCount(100 * each))).toBe(percent);
      }
    }
  });

  it('reaches a whole number exactly when the amount does', () => {
    fc.assert(
      fc.property(
        amount,
        amount.map((n) => n + 1),
        (used, limit) => {
          const exact = (BigInt(used) * 100n) / BigInt(limit);
          expect(BigInt(Math.floor(percentOf(inBytes(used), inBytes(limit))))).toBe(exact);
        },
      ),
    );
  });

  it.each([
    [0, 0, 0],
    [1, 0, Infinity],
    [0, 7, 0],
    [14, 7, 200],
  ])('of %d used out of %d is %d', (used, limit, percent) => {
    expect(percentOf(inCount(used), inCount(limit))).toBe(percent);
  });
});

describe('the free amount', () => {
  it('and the used amount add up to the limit, or nothing is free', () => {
    fc.assert(
      fc.property(amount, amount, (used, limit) => {
        expect(free(inBytes(used), inBytes(limit)).amount).toBe(Math.max(0, limit - used));
      }),
    );
  });
});

it('refuses to compare bytes with counts', () => {
  for (const weigh of [percentOf, free, compare]) {
    expect(() => weigh(inBytes(1), inCount(1))).toThrow('cannot weigh bytes against count');
    expect(() => weigh(inCount(1), inBytes(1))).toThrow('cannot weigh count against bytes');
  }
});

it('compares amounts as numbers, not as text', () => {
  expect(compare(inCount(9), inCount(10))).toBeLessThan(0);
  expect(compare(inCount(100), inCount(99))).toBeGreaterThan(0);
  expect(compare(inCount(5), inCount(5))).toBe(0);
});
