import type { AlertSettings } from '../../model/configuration.ts';
import type { JudgedFinding } from '../../model/finding.ts';
import type { Threshold } from '../../model/limit.ts';
import type { AlertCause, AlertLevel, Forecast } from '../../model/notice.ts';
import type { Instant } from '../../model/time.ts';
import { DAY_MS } from '../../model/time.ts';
import type { Quantity } from '../../model/units.ts';
import { percentOf } from '../../model/units.ts';
import type { LimitMemory } from '../../model/watch-state.ts';

/** A forecast alert ends when full is further away than the warning's days by this factor, ... */
const CLEAR_FACTOR = 1.5;
/** ... or when there has been no forecast for so long. */
const NO_FORECAST_MS = DAY_MS;

/** How bad it is, and what says so. */
export interface Standing {
  readonly level: AlertLevel;
  readonly cause: AlertCause;
}

/** Everything that a level is judged by. */
export interface Judged {
  readonly finding: JudgedFinding;
  readonly forecast?: Forecast | undefined;
  readonly weekGrowth?: number | undefined;
  readonly open?: LimitMemory['open'];
  readonly settings: Pick<AlertSettings, 'clearPoints' | 'forecastDays'>;
  readonly now: Instant;
}

/**
 * The level of a limit now, given the alert that is open: one that was raised ends later than it
 * began, so that a wobble is one alert. `undefined` when nothing is wrong.
 *
 * A threshold comes before a forecast: "full in 9 days" is the cause only of what is below its thresholds.
 */
export function standingOf(judged: Judged): Standing | undefined {
  const level = thresholdLevel(judged);
  if (level !== undefined) return { level, cause: 'threshold' };
  return fullSoon(judged) ? { level: 'warn', cause: 'forecast' } : undefined;
}

function thresholdLevel({ finding, open, settings }: Judged): AlertLevel | undefined {
  const { state, used, quota, thresholds } = finding;
  const held = (threshold: Threshold) =>
    open?.cause === 'threshold' && !isClear(used, quota, threshold, settings.clearPoints);
  if (state === 'critical') return 'critical';
  if (open?.level === 'critical' && held(thresholds.critical)) return 'critical';
  return state === 'warn' || held(thresholds.warn) ? 'warn' : undefined;
}

/**
 * Whether usage is `points` percentage points below a threshold, of the limit as it is now. A headroom
 * counts as the percentage at which just that much is left. Of a threshold below twice the points,
 * half of it is enough: an alert that could never end would say nothing.
 */
function isClear(
  used: Quantity,
  quota: Quantity,
  threshold: Threshold,
  points: number,
): boolean {
  const percent =
    threshold.kind === 'percent' ? threshold.percent : 100 - percentOf(threshold.free, quota);
  return percentOf(used, quota) <= percent - Math.min(points, percent / 2);
}

/**
 * "Full within `forecastDays`" is a warning. While it is open, days up to half as many again keep it
 * so, and so does a day without a forecast, unless usage has shrunk over the week.
 */
function fullSoon({ forecast, weekGrowth, open, settings, now }: Judged): boolean {
  const isOpen = open?.cause === 'forecast';
  if (forecast !== undefined) {
    return forecast.daysToFull < settings.forecastDays * (isOpen ? CLEAR_FACTOR : 1);
  }
  if (!isOpen || (weekGrowth !== undefined && weekGrowth <= 0)) return false;
  return now - (open.noForecastSince ?? now) < NO_FORECAST_MS;
}
