import { describe, expect, it } from 'vitest';

import { accuracyOf, GROWING, NOT_GROWING } from '../../../scripts/forecast-accuracy.ts';
import { forecast } from '../../../src/alerts/notices/forecast.ts';
import { dayOf } from '../../../src/alerts/notices/samples.ts';
import { DAY_MS, instant } from '../../../src/model/time.ts';
import { count, quantity } from '../../../src/model/units.ts';

const START = Date.UTC(2026, 2, 2, 12);
const QUOTA = quantity('count', 1_000);

/** Returns one sample a day from the first day; `undefined` for a day without a sample. */
function daily(values: readonly (number | undefined)[]) {
  return values.flatMap((used, day) =>
    used === undefined ? [] : [{ day: dayOf(instant(START + day * DAY_MS)), used: count(used) }],
  );
}

function onDay(day: number) {
  return instant(START + day * DAY_MS);
}

function line(days: number, from: number, perDay: number): number[] {
  return Array.from({ length: days }, (_, day) => from + day * perDay);
}

describe('forecast', () => {
  it.each(GROWING)('has a median error below 15 %: %s', (kind) => {
    const { medianError, noDate } = accuracyOf(kind);
    expect(medianError).toBeLessThan(0.15);
    expect(noDate).toBeLessThan(0.1);
  });

  it.each(NOT_GROWING)('is undefined for 99 % of the series without growth: %s', (kind) => {
    expect(accuracyOf(kind).noDate).toBeGreaterThanOrEqual(0.99);
  });

  it('states its period, rounds days down, and has no range if growth is constant', () => {
    expect(forecast(daily(line(10, 505, 10)), QUOTA, onDay(9))).toEqual({
      daysToFull: 40,
      earliestDays: 40,
      latestDays: 40,
      basisDays: 9,
      perDay: 10,
    });
  });

  it('counts from now, not from the last sample', () => {
    expect(forecast(daily(line(10, 500, 10)), QUOTA, onDay(11))?.daysToFull).toBe(39);
  });

  it('uses only the days since the last clean-up', () => {
    const samples = daily([...line(30, 300, 20), ...line(10, 200, 10)]);
    expect(forecast(samples, QUOTA, onDay(39))).toMatchObject({ basisDays: 9, perDay: 10 });
  });

  it.each([
    ['no samples at all', [], 0],
    ['one sample', [500], 0],
    ['six days of growth', line(7, 500, 10), 6],
    ['a fortnight with all but three days missing', [500, ...Array(12), 600, 650], 14],
    ['nothing seen for four days', line(20, 500, 10), 23],
    ['a clean-up today', [...line(20, 500, 10), 200], 20],
    ['a clean-up six days ago', [...line(20, 500, 10), ...line(6, 200, 10)], 25],
    ['full already', line(20, 810, 10), 19],
    ['over the limit', line(20, 900, 10), 19],
    ['nothing in use', line(20, 0, 0), 19],
    ['one lone step up', [...line(15, 500, 0), ...line(15, 600, 0)], 29],
    ['falling', line(20, 500, -10), 19],
  ])('is undefined: %s', (_, values, today) => {
    expect(forecast(daily(values), QUOTA, onDay(today))).toBeUndefined();
  });

  it('ignores samples in the future, which a wrong clock left', () => {
    const samples = daily([...line(10, 500, 10), 999, 999]);
    expect(forecast(samples, QUOTA, onDay(9))?.daysToFull).toBe(41);
  });

  it('keeps its slope despite an outlier, and counts the usage of an outlier on the last day', () => {
    const odd = line(30, 100, 10);
    odd[28] = 900;
    expect(forecast(daily(odd), QUOTA, onDay(29))?.daysToFull).toBe(61);
    const last = line(30, 100, 10);
    last[29] = 600;
    expect(forecast(daily(last), QUOTA, onDay(29))?.daysToFull).toBe(40);
  });
});
