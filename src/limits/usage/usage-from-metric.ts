import type { FigureTime } from '../../model/finding.ts';
import type { ReadFailure } from '../../model/failure.ts';
import type { Instant } from '../../model/time.ts';
import { DAY_MS, HOUR_MS, instant, isoTime } from '../../model/time.ts';
import type { DailySample } from '../../model/watch-state.ts';
import type { MetricUsage } from '../limit.ts';
import type { MetricPoint } from './metric-data.ts';
import { noDataFailure, metricText } from './usage-metric.ts';
import type { UsageMetric } from './usage-metric.ts';

/** The time before the run for which metric data is read. */
export const WINDOW_MS = DAY_MS;
/** The shortest time in which a peak is searched, also when the last run was only minutes ago. */
const SHORTEST_PEAK_MS = HOUR_MS;
/**
 * A metric with a value in this time is expected to have data now. CloudWatch lists a metric for two weeks after
 * its last value.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListMetrics.html
 */
const EXPECTED_MS = 14 * DAY_MS;

export interface UsageCase {
  readonly metric: UsageMetric;
  readonly points: readonly MetricPoint[];
  readonly silence: MetricUsage['silence'];
  /** The last figure that an earlier run measured; `unreadable` when the state cannot be read. */
  readonly earlier: DailySample | undefined | 'unreadable';
  /** When the last run ended; `undefined` when that is unknown. */
  readonly lastRunAt: Instant | undefined;
  /** Whether other metrics of the namespace AWS/Usage have data in this account and Region. */
  readonly othersReport: boolean;
  readonly now: Instant;
}

export type UsageResult =
  | { readonly kind: 'used'; readonly amount: number; readonly figure: FigureTime }
  | { readonly kind: 'no-data' | 'not-measured'; readonly failure: ReadFailure };

/** The usage that a metric shows. Without data it is never 0, but `no-data`, or `not-measured` if data was expected. */
export function usageFromMetric(one: UsageCase): UsageResult {
  return (one.metric.figure === 'latest' ? latestOf(one) : peakOf(one)) ?? usageWithoutData(one);
}

function latestOf({ points, now }: UsageCase): UsageResult | undefined {
  const from = now - WINDOW_MS;
  const newest = Math.max(...points.map(({ at }) => at));
  if (newest < from) return undefined;
  const at = instant(newest);
  const amount = highestRoundedUp(points.filter((point) => point.at === newest));
  return { kind: 'used', amount, figure: { kind: 'latest', at } };
}

function peakOf({ points, metric, lastRunAt, now }: UsageCase): UsageResult | undefined {
  const longest = now - WINDOW_MS;
  const since = Math.max(longest, Math.min(lastRunAt ?? longest, now - SHORTEST_PEAK_MS));
  // The time of a point is the start of its period, so the period may end within the window.
  const recent = points.filter(({ at }) => at + metric.periodSeconds * 1_000 > since);
  if (recent.length === 0) return undefined;
  const amount = highestRoundedUp(recent);
  const highest = recent.filter(({ value }) => Math.ceil(value) === amount).map(({ at }) => at);
  const at = instant(Math.max(...highest));
  return { kind: 'used', amount, figure: { kind: 'peak', at, since: instant(since) } };
}

function highestRoundedUp(points: readonly MetricPoint[]): number {
  return Math.max(...points.map(({ value }) => Math.ceil(value)));
}

function usageWithoutData({ metric, silence, earlier, othersReport, now }: UsageCase): UsageResult {
  const nothing = `no data of ${metricText(metric)} since ${isoTime(instant(now - WINDOW_MS))}`;
  const meaning = silence ?? (metric.figure === 'latest' ? 'unexpected' : 'normal');
  if (meaning === 'normal' || earlier === undefined) return noData(nothing);
  if (earlier === 'unreadable') {
    const failure = noDataFailure(
      'EarlierFigureUnknown',
      `${nothing}, and what was measured before cannot be read`,
    );
    return { kind: 'not-measured', failure };
  }
  const { used, day } = earlier;
  const today = Math.floor(now / DAY_MS) * DAY_MS;
  const isRecent = today - Date.parse(`${day}T00:00:00Z`) <= EXPECTED_MS;
  if (used === 0 || !isRecent || !othersReport) {
    return noData(`${nothing}; it was ${used} on ${day}`);
  }
  const failure = noDataFailure(
    'MetricSilent',
    `${nothing}, after ${used} on ${day}, while other usage metrics have data`,
  );
  return { kind: 'not-measured', failure };
}

function noData(message: string): UsageResult {
  return { kind: 'no-data', failure: noDataFailure('NoData', message) };
}
