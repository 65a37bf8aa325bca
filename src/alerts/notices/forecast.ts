import type { Finding } from '../../model/finding.ts';
import type { Forecast, SubjectKey } from '../../model/notice.ts';
import { limitKey } from '../../model/notice.ts';
import type { Instant } from '../../model/time.ts';
import type { Quantity } from '../../model/units.ts';
import type { DailySample } from '../../model/watch-state.ts';
import type { Point } from './forecast-trend.ts';
import {
  driftOf,
  levelAt,
  mannKendall,
  spreadOf,
  trendOf,
  withCalmEnds,
  withoutSpikes,
} from './forecast-trend.ts';
import type { Samples } from './samples.ts';
import { dayNumber, dayOf } from './samples.ts';

/** Days that the samples must span, and samples among them: a week, in which a day may be missing. */
const LEAST_DAYS = 7;
const LEAST_SAMPLES = 7;
/** What was last seen longer ago says nothing of today. */
const STALE_DAYS = 3;
/** A fall is a clean-up when it is so many times the usual spread, and at least this share of what was there. */
const FALL_SPREADS = 5;
const FALL_SHARE = 0.02;
/** How sure growth must be: each test lets through less than one series in a hundred that does not grow. */
const LEAST_TREND_Z = 3;
const LEAST_DRIFT_ERRORS = 3.75;
/** The range reaches so many errors of the drift to either side: about four fifths of a normal spread. */
const RANGE_ERRORS = 1.28;
/** Samples that tell how full it is now. */
const LEVEL_SAMPLES = 3;

/**
 * Days until `quota` is reached if growth goes on as it did since the last clean-up. The days count
 * from `now`, floored; the range holds the middle four fifths of the slopes seen, and of what
 * the drift's error leaves open.
 *
 * `undefined` when nothing can be said in earnest: less than a week of samples, none of the last
 * three days, no growth that chance would not explain, or already full.
 */
export function forecast(
  samples: readonly DailySample[],
  quota: Quantity,
  now: Instant,
): Forecast | undefined {
  const today = dayNumber(dayOf(now));
  const points = sinceCleanUp(
    samples
      .map(({ day, used }) => ({ day: dayNumber(day), value: used }))
      .filter(({ day }) => day <= today),
  );
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined || last.value >= quota.amount) return undefined;
  const basisDays = last.day - first.day;
  const stale = today - last.day > STALE_DAYS;
  if (stale || basisDays < LEAST_DAYS || points.length < LEAST_SAMPLES) return undefined;
  const drift = driftOf(withCalmEnds(withoutSpikes(points)));
  if (drift.perDay <= LEAST_DRIFT_ERRORS * drift.error) return undefined;
  if (mannKendall(points) < LEAST_TREND_Z) return undefined;
  const { perDay, slowest, fastest } = trendOf(points);
  if (perDay <= 0) return undefined;
  // A last value that is far above the others may be odd, but that much is in use now.
  const level = Math.max(last.value, levelAt(points, perDay, LEVEL_SAMPLES));
  const left = Math.max(0, quota.amount - level);
  const days = (slope: number) => Math.max(0, Math.floor(left / slope - (today - last.day)));
  const slow = Math.min(slowest, perDay - RANGE_ERRORS * drift.error);
  return {
    daysToFull: days(perDay),
    earliestDays: days(Math.max(fastest, perDay + RANGE_ERRORS * drift.error)),
    ...(slow > 0 ? { latestDays: days(slow) } : {}),
    basisDays,
    perDay,
  };
}

/** The points from the last fall on that is more than noise: what came before it says nothing of what comes. */
function sinceCleanUp(points: readonly Point[]): readonly Point[] {
  const calm = withoutSpikes(points);
  const changes = calm.slice(1).map(({ value }, at) => value - (calm[at]?.value ?? value));
  const spread = spreadOf(changes);
  const start = changes.findLastIndex((change, at) => {
    const before = calm[at]?.value ?? 0;
    return -change > Math.max(FALL_SPREADS * spread, FALL_SHARE * before);
  });
  return points.slice(start + 1);
}

/** The forecasts of everything that was measured against a known limit in this run. */
export function forecastsOf(
  samples: Samples,
  findings: readonly Finding[],
  now: Instant,
): ReadonlyMap<SubjectKey, Forecast> {
  const forecasts = new Map<SubjectKey, Forecast>();
  for (const finding of findings) {
    // One peak says nothing of the next.
    if (!('quota' in finding) || finding.figure?.kind === 'peak') continue;
    const key = limitKey(finding);
    const found = forecast(samples[key] ?? [], finding.quota, now);
    if (found !== undefined) forecasts.set(key, found);
  }
  return forecasts;
}
