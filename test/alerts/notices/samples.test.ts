import { describe, expect, it } from 'vitest';

import { recordSamples, weekGrowth } from '../../../src/alerts/notices/samples.ts';
import { DAY_MS, HOUR_MS, instant } from '../../../src/model/time.ts';
import { blind, judged, NOON, unknown } from './world.ts';

const KEY = '111111111111/eu-west-1/lambda-code-storage';

describe('recordSamples', () => {
  it('keeps the latest sample of each day in UTC', () => {
    const midnight = Date.UTC(2026, 10, 22);
    const runs = [
      [instant(midnight - 1), 10],
      [instant(midnight), 20],
      [instant(midnight + 6 * HOUR_MS), 30],
    ] as const;
    let samples = {};
    for (const [at, used] of runs) samples = recordSamples(samples, [judged({ used })], at);
    expect(samples).toEqual({
      [KEY]: [
        { day: '2026-11-21', used: 10 },
        { day: '2026-11-22', used: 30 },
      ],
    });
  });

  it('records usage without a known quota, and nothing for a limit that was not measured', () => {
    expect(recordSamples({}, [unknown({ used: 10 })], NOON)).toHaveProperty([KEY]);
    expect(recordSamples({}, [blind({})], NOON)).toEqual({});
    const before = { [KEY]: [{ day: '2026-11-01', used: 10 }] };
    expect(recordSamples(before, [blind({})], NOON)).toEqual(before);
  });

  it('removes samples that are 90 days old, and limits without samples', () => {
    let samples = {};
    for (let day = 0; day < 200; day += 1) {
      const at = instant(NOON + day * DAY_MS);
      samples = recordSamples(samples, [judged({ used: day })], at);
    }
    expect(samples).toHaveProperty([KEY, 'length'], 90);
    expect(samples).toHaveProperty([KEY, 0, 'used'], 110);
    expect(recordSamples(samples, [], instant(NOON + 289 * DAY_MS))).toEqual({});
  });

  it('removes samples in the future, so that the latest sample is of today', () => {
    const before = {
      [KEY]: [{ day: '2031-01-01', used: 10 }],
      other: [{ day: '2031-01-01', used: 1 }],
    };
    const after = recordSamples(before, [judged({ used: 20 })], NOON);
    expect(after).toEqual({ [KEY]: [{ day: expect.not.stringContaining('2031'), used: 20 }] });
  });

  it('does not depend on the order of findings', () => {
    const findings = [judged({ used: 1 }), judged({ used: 2, region: 'us-east-1' })];
    const there = JSON.stringify(recordSamples({}, findings, NOON));
    expect(JSON.stringify(recordSamples({}, findings.toReversed(), NOON))).toBe(there);
  });
});

describe('weekGrowth', () => {
  const days = (...used: readonly (readonly [string, number])[]) =>
    used.map(([day, value]) => ({ day: `2026-11-${day}`, used: value }));

  it.each([
    ['nothing', days(), undefined],
    ['less than a week', days(['01', 5], ['07', 9]), undefined],
    ['exactly a week', days(['01', 5], ['05', 7], ['08', 9]), 4],
    ['a shrinking week', days(['01', 9], ['08', 5]), -4],
    ['the day missed, one before it there', days(['01', 5], ['03', 6], ['09', 9]), 4],
    ['only something much older', days(['01', 5], ['20', 9]), undefined],
  ])('%s', (_, samples, growth) => {
    expect(weekGrowth(samples)).toBe(growth);
  });
});
