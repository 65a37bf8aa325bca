import type { AlertSettings } from '../../model/configuration.ts';
import type { JudgedFinding } from '../../model/finding.ts';
import type { Threshold } from '../../model/limit.ts';
import type { AlertCause, AlertLevel, Forecast } from '../../model/notice.ts';
import type { Instant } from '../../model/time.ts';
import { DAY_MS } from '../../model/time.ts';
import type { Quantity } from '../../model/units.ts';
import { percentOf } from '../../model/units.ts';
import type { LimitMemory } from '../../model/watch-state.ts';

/** An open forecast alert ends when the days to full exceed `forecastDays` by this factor. */
const CLEAR_FACTOR = 1.5;
/** An open forecast alert also ends after this time without a forecast. */
const NO_FORECAST_MS = DAY_MS;

export interface CurrentLevel {
  readonly level: AlertLevel;
  readonly cause: AlertCause;
}

export interface LevelInput {
  readonly finding: JudgedFinding;
  readonly forecast?: Forecast | undefined;
  readonly weekGrowth?: number | undefined;
  readonly open?: LimitMemory['open'];
  readonly settings: Pick<AlertSettings, 'clearPoints' | 'forecastDays'>;
  readonly now: Instant;
}

/**
 * Returns the level of a limit; undefined when nothing is wrong. An open alert ends some points below its
 * threshold, so that usage around the threshold is one alert. A forecast counts only below the thresholds.
 */
export function levelNow(input: LevelInput): CurrentLevel | undefined {
  const level = thresholdLevel(input);
  if (level !== undefined) return { level, cause: 'threshold' };
  return isFullSoon(input) ? { level: 'warn', cause: 'forecast' } : undefined;
}

function thresholdLevel({ finding, open, settings }: LevelInput): AlertLevel | undefined {
  const { state, used, quota, thresholds } = finding;
  const isKept = (threshold: Threshold) =>
    open?.cause === 'threshold' && !isClear(used, quota, threshold, settings.clearPoints);
  if (state === 'critical') return 'critical';
  if (open?.level === 'critical' && isKept(thresholds.critical)) return 'critical';
  return state === 'warn' || isKept(thresholds.warn) ? 'warn' : undefined;
}

/**
 * Whether usage is at least `points` percentage points below a threshold; a threshold of free capacity is
 * converted to a percentage. If the threshold is below twice `points`, usage of half the threshold is clear too,
 * since usage may be unable to fall `points` below so low a threshold.
 */
function isClear(used: Quantity, quota: Quantity, threshold: Threshold, points: number): boolean {
  const percent =
    threshold.kind === 'percent' ? threshold.percent : 100 - percentOf(threshold.free, quota);
  return percentOf(used, quota) <= percent - Math.min(points, percent / 2);
}

/**
 * Whether the limit will be full within `forecastDays`; for an open forecast alert, within 1.5 times that. Without
 * a forecast an open alert stays for a day, unless usage has not grown over the week.
 */
function isFullSoon({ forecast, weekGrowth, open, settings, now }: LevelInput): boolean {
  const isOpen = open?.cause === 'forecast';
  if (forecast !== undefined) {
    return forecast.daysToFull < settings.forecastDays * (isOpen ? CLEAR_FACTOR : 1);
  }
  if (!isOpen || (weekGrowth !== undefined && weekGrowth <= 0)) return false;
  return now - (open.noForecastSince ?? now) < NO_FORECAST_MS;
}
