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
  withoutEndSpikes,
  withoutSpikes,
} from './forecast-trend.ts';
import type { Samples } from './samples.ts';
import { dayNumber, dayOf } from './samples.ts';

/** The shortest period for a forecast. One of its days may have no sample. */
const LEAST_DAYS = 7;
const LEAST_SAMPLES = 7;
const STALE_DAYS = 3;
/** A fall counts as a clean-up when it exceeds both this multiple of the usual spread and this share of the value. */
const FALL_SPREADS = 5;
const FALL_SHARE = 0.02;
/** The thresholds of the two tests for growth. Each accepts fewer than 1 % of the series that do not grow. */
const LEAST_TREND_Z = 3;
const LEAST_DRIFT_ERRORS = 3.75;
/** The half-width of the range in standard errors of the drift: 80 % of a normal distribution. */
const RANGE_ERRORS = 1.28;
const LEVEL_SAMPLES = 3;

/**
 * Returns the days from `now` until `quota` is reached at the growth since the last clean-up, rounded down.
 * The range covers the middle 80 % of the measured slopes, widened by the error of the drift.
 * Returns undefined without a reliable forecast: with samples of less than a week, without a sample in the
 * last three days, if the growth may be chance, or if the limit is already full.
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
  const drift = driftOf(withoutEndSpikes(withoutSpikes(points)));
  if (drift.perDay <= LEAST_DRIFT_ERRORS * drift.error) return undefined;
  if (mannKendall(points) < LEAST_TREND_Z) return undefined;
  const { perDay, slowest, fastest } = trendOf(points);
  if (perDay <= 0) return undefined;
  // The last value is in use now, even if it is an outlier.
  const level = Math.max(last.value, levelAt(points, perDay, LEVEL_SAMPLES));
  const free = Math.max(0, quota.amount - level);
  const days = (slope: number) => Math.max(0, Math.floor(free / slope - (today - last.day)));
  const slow = Math.min(slowest, perDay - RANGE_ERRORS * drift.error);
  return {
    daysToFull: days(perDay),
    earliestDays: days(Math.max(fastest, perDay + RANGE_ERRORS * drift.error)),
    ...(slow > 0 ? { latestDays: days(slow) } : {}),
    basisDays,
    perDay,
  };
}

/** Returns the points since the last clean-up. Earlier points do not predict growth. */
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

export function forecastsOf(
  samples: Samples,
  findings: readonly Finding[],
  now: Instant,
): ReadonlyMap<SubjectKey, Forecast> {
  const forecasts = new Map<SubjectKey, Forecast>();
  for (const finding of findings) {
    // A peak does not predict the next one.
    if (!('quota' in finding) || finding.figure?.kind === 'peak') continue;
    const key = limitKey(finding);
    const found = forecast(samples[key] ?? [], finding.quota, now);
    if (found !== undefined) forecasts.set(key, found);
  }
  return forecasts;
}
