import { describe, expect, it } from 'vitest';

import { jumpOf } from '../../../src/alerts/notices/jumps.ts';
import { dayOf } from '../../../src/alerts/notices/samples.ts';
import { DAY_MS, instant } from '../../../src/model/time.ts';
import { quantity } from '../../../src/model/units.ts';

const START = Date.UTC(2026, 2, 2, 12);
const QUOTA = quantity('count', 1_000);

/** Returns the jump on the last day, with one value a day; `undefined` for a day without a sample. */
function jump(values: readonly (number | undefined)[]) {
  const samples = values.flatMap((used, day) =>
    used === undefined ? [] : [{ day: dayOf(instant(START + day * DAY_MS)), used }],
  );
  return jumpOf(samples, QUOTA, instant(START + (values.length - 1) * DAY_MS));
}

/** Returns the value of each day from the daily growth. */
function grown(growth: readonly number[]): number[] {
  let level = 100;
  return growth.map((add) => (level += add));
}

function repeat(days: number, ...pattern: readonly number[]): number[] {
  return Array.from({ length: days }, (_, day) => pattern[day % pattern.length] ?? 0);
}

describe('jumpOf', () => {
  it('returns the usage before and after, the days between, and the usual growth', () => {
    expect(jump(grown([...repeat(20, 2), 60]))).toEqual({
      from: quantity('count', 140),
      to: quantity('count', 200),
      sinceDays: 1,
      usual: 2,
    });
  });

  it.each([
    ['twice what is usual', [...repeat(20, 30), 60]],
    ['a deploy day of a team that deploys weekly', [...repeat(21, 50, 0, 0, 0, 0, 0, 0), 95]],
    ['a Monday', [...repeat(21, 0, 0, 30, 30, 30, 30, 30).slice(0, 23), 30]],
    ['less than 2 % of the quota, however unusual', [...repeat(20, 0), 19]],
    ['a fall', [...repeat(20, 2), -60]],
    ['less than a fortnight to compare with', [...repeat(14, 2), 60]],
    ['within a noise that is as large', [...repeat(20, 30, -30), 35]],
  ])('is undefined: %s', (_, growth) => {
    expect(jump(grown(growth))).toBeUndefined();
  });

  it('takes into account that days have no sample', () => {
    const calm = grown(repeat(20, 10));
    expect(jump([...calm, undefined, undefined, 360])).toBeUndefined();
    expect(jump([...calm, undefined, undefined, 450])).toMatchObject({ sinceDays: 3, usual: 30 });
  });

  it('is undefined if nothing was measured today', () => {
    expect(jump([...grown([...repeat(20, 2), 60]), undefined])).toBeUndefined();
    expect(jump([])).toBeUndefined();
  });
});
