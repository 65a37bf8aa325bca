import { describe, expect, it } from 'vitest';

import type { LevelInput } from '../../../src/alerts/notices/level.ts';
import { levelNow } from '../../../src/alerts/notices/level.ts';
import { DAY_MS, instant } from '../../../src/model/time.ts';
import { judged, NOON, settings } from './world.ts';

function days(daysToFull: number): LevelInput['forecast'] {
  return { daysToFull, earliestDays: 0, basisDays: 30, perDay: 1 };
}

const open = {
  level: 'warn',
  cause: 'forecast',
  since: NOON,
  toldAt: NOON,
  muted: false,
} as const;

describe('levelNow, by the forecast', () => {
  it.each<[string, Partial<LevelInput>, string | undefined]>([
    ['13 days begin it', { forecast: days(13) }, 'forecast'],
    ['14 whole days do not', { forecast: days(14) }, undefined],
    ['20 days keep it', { forecast: days(20), open }, 'forecast'],
    ['21 days end it', { forecast: days(21), open }, undefined],
    ['no forecast alone does not end it', { open }, 'forecast'],
    [
      'a day less a moment without forecast does not end it',
      { open: { ...open, noForecastSince: instant(NOON - DAY_MS + 1) } },
      'forecast',
    ],
    [
      'a day without forecast ends it',
      { open: { ...open, noForecastSince: instant(NOON - DAY_MS) } },
      undefined,
    ],
    ['no forecast and a week without growth end it', { open, weekGrowth: 0 }, undefined],
    ['no forecast but growth does not end it', { open, weekGrowth: 1 }, 'forecast'],
    [
      'a threshold is the cause before a forecast',
      { finding: judged({ used: 800 }), forecast: days(1) },
      'threshold',
    ],
    [
      'below its threshold, a forecast keeps a warning open',
      { open: { ...open, cause: 'threshold' }, forecast: days(13) },
      'forecast',
    ],
    [
      'a warning by threshold has no use of the forecast that would only keep one',
      { open: { ...open, cause: 'threshold' }, forecast: days(20) },
      undefined,
    ],
    [
      'a warning by forecast has no use of the points below a threshold',
      { open, finding: judged({ used: 790 }), forecast: days(30) },
      undefined,
    ],
  ])('%s', (_, given, cause) => {
    const finding = judged({ used: 700 });
    expect(levelNow({ finding, settings: settings(), now: NOON, ...given })?.cause).toBe(cause);
  });
});
