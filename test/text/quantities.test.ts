import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  freeText,
  growthText,
  limitText,
  percentText,
  shrinkText,
  usedText,
  withSeparators,
} from '../../src/text/quantities.ts';
import { GIB } from '../../src/model/units.ts';
import { inBytes, inCount } from '../model/make.ts';

/** Up to 64 TiB, where every shown number is exact. */
const amount = fc.nat(2 ** 46 - 1);

/** Returns the number of tenths of a GiB in a text. */
function tenths(text: string): bigint {
  const [, whole = '', tenth = '0'] = /^([\d,]+)(?:\.(\d))? GiB$/.exec(text) ?? [];
  return BigInt(whole.replaceAll(',', '')) * 10n + BigInt(tenth);
}

describe('a number for people', () => {
  it('shows usage rounded up, by less than 0.1 GiB', () => {
    fc.assert(
      fc.property(amount, (used) => {
        const over = tenths(usedText(inBytes(used), '')) * BigInt(GIB) - BigInt(used) * 10n;
        expect(over >= 0n && over < BigInt(GIB)).toBe(true);
      }),
    );
  });

  it('shows free space and limits rounded down', () => {
    fc.assert(
      fc.property(amount, (free) => {
        for (const text of [freeText(inBytes(free), ''), limitText(inBytes(free), '')]) {
          const under = BigInt(free) * 10n - tenths(text) * BigInt(GIB);
          expect(under >= 0n && under < BigInt(GIB)).toBe(true);
        }
      }),
    );
  });

  it('shows a whole percentage only when it is reached, 100 % included', () => {
    fc.assert(
      fc.property(
        amount,
        amount.map((n) => n + 1),
        (used, limit) => {
          const shown = BigInt(percentText(inBytes(used), inBytes(limit)).replaceAll(/[, %]/g, ''));
          expect(shown).toBe((BigInt(used) * 100n) / BigInt(limit));
        },
      ),
    );
    expect(percentText(inCount(9_999), inCount(10_000))).toBe('99 %');
    expect(percentText(inCount(10_000), inCount(10_000))).toBe('100 %');
    expect(percentText(inCount(57), inCount(100))).toBe('57 %');
  });

  it('never shows 0 for a small usage, nor free space that does not exist', () => {
    expect(usedText(inBytes(1), '')).toBe('0.1 GiB');
    expect(freeText(inBytes(Math.floor(GIB / 10)), '')).toBe('0 GiB');
  });

  it.each([
    [growthText(0.31, 'count', 'buckets'), '0.4 buckets'],
    [growthText(1.3 * GIB, 'bytes', 'of code'), '1.3 GiB'],
    [shrinkText(0.39, 'count', 'buckets'), '0.3 buckets'],
    [shrinkText(1.39 * GIB, 'bytes', 'of code'), '1.3 GiB'],
  ])('shows a change in the unit of its limit: %s', (shown, expected) => {
    expect(shown).toBe(expected);
  });

  it('reads like this', () => {
    const shown = [
      usedText(inBytes(291 * GIB), ''),
      usedText(inBytes(291 * GIB + 1), ''),
      freeText(inBytes(9 * GIB - 1), ''),
      limitText(inBytes(300 * GIB), ''),
      limitText(inBytes(300_000_000_000), ''),
      usedText(inCount(12_345), 'buckets'),
      freeText(inCount(0), 'buckets'),
      limitText(inCount(1_000), ''),
      percentText(inCount(1), inCount(0)),
      percentText(inCount(0), inCount(0)),
      percentText(inCount(123_456), inCount(1_000)),
    ];
    expect(shown).toMatchInlineSnapshot(`
      [
        "291 GiB",
        "291.1 GiB",
        "8.9 GiB",
        "300 GiB",
        "279.3 GiB",
        "12,345 buckets",
        "0 buckets",
        "1,000",
        "over 100 %",
        "0 %",
        "12,345 %",
      ]
    `);
  });
});

describe('separators', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1_000, '1,000'],
    [1_234_567.5, '1,234,567.5'],
    [0.1, '0.1'],
    [9_007_199_254_740_991, '9,007,199,254,740,991'],
  ])('of %d: %s', (value, text) => {
    expect(withSeparators(value)).toBe(text);
  });

  it('leave the digits unchanged', () => {
    fc.assert(
      fc.property(fc.nat(Number.MAX_SAFE_INTEGER), (value) => {
        const text = withSeparators(value);
        expect(Number(text.replaceAll(',', ''))).toBe(value);
        expect(text).toMatch(/^\d{1,3}(?:,\d{3})*$/);
      }),
    );
  });
});
