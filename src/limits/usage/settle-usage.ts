import type { FigureTime } from '../../model/finding.ts';
import type { ReadFailure } from '../../model/failure.ts';
import type { Instant } from '../../model/time.ts';
import { DAY_MS, HOUR_MS, instant, isoTime } from '../../model/time.ts';
import type { DailySample } from '../../model/watch-state.ts';
import type { MetricUsage } from '../limit.ts';
import type { MetricPoint } from './metric-data.ts';
import { noDataFailure, metricText } from './usage-metric.ts';
import type { UsageMetric } from './usage-metric.ts';

/** Data is read this far back. */
export const WINDOW_MS = DAY_MS;
/** Shortest window of a peak, for a check right after a run. */
const SHORTEST_PEAK_MS = HOUR_MS;
/**
 * A metric with a value this recent is expected to have data. CloudWatch drops metrics after two weeks.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListMetrics.html
 */
const EXPECTED_MS = 14 * DAY_MS;

export interface UsageCase {
  readonly metric: UsageMetric;
  readonly points: readonly MetricPoint[];
  readonly silence: MetricUsage['silence'];
  /** The last measured figure; `unreadable` where the state cannot be read. */
  readonly earlier: DailySample | undefined | 'unreadable';
  /** End of the last run, where it is known. */
  readonly lastRunAt: Instant | undefined;
  /** Whether other metrics of AWS/Usage have data here. */
  readonly othersReport: boolean;
  readonly now: Instant;
}

export type SettledUsage =
  | { readonly kind: 'used'; readonly amount: number; readonly figure: FigureTime }
  | { readonly kind: 'no-data' | 'not-measured'; readonly failure: ReadFailure };

/** The figure of a metric, or the meaning of no data, which is never 0. */
export function settleUsage(one: UsageCase): SettledUsage {
  return (one.metric.figure === 'latest' ? latestOf(one) : peakOf(one)) ?? silent(one);
}

function latestOf({ points, now }: UsageCase): SettledUsage | undefined {
  const from = now - WINDOW_MS;
  const newest = Math.max(...points.map(({ at }) => at));
  if (newest < from) return undefined;
  const at = instant(newest);
  const amount = wholeMost(points.filter((point) => point.at === newest));
  return { kind: 'used', amount, figure: { kind: 'latest', at } };
}

function peakOf({ points, metric, lastRunAt, now }: UsageCase): SettledUsage | undefined {
  const longest = now - WINDOW_MS;
  const since = Math.max(longest, Math.min(lastRunAt ?? longest, now - SHORTEST_PEAK_MS));
  // A period begins at its point.
  const lately = points.filter(({ at }) => at + metric.periodSeconds * 1_000 > since);
  if (lately.length === 0) return undefined;
  const amount = wholeMost(lately);
  const highest = lately.filter(({ value }) => Math.ceil(value) === amount).map(({ at }) => at);
  const at = instant(Math.max(...highest));
  return { kind: 'used', amount, figure: { kind: 'peak', at, since: instant(since) } };
}

/** The highest value, rounded up. */
function wholeMost(points: readonly MetricPoint[]): number {
  return Math.max(...points.map(({ value }) => Math.ceil(value)));
}

function silent({ metric, silence, earlier, othersReport, now }: UsageCase): SettledUsage {
  const nothing = `no data of ${metricText(metric)} since ${isoTime(instant(now - WINDOW_MS))}`;
  const meaning = silence ?? (metric.figure === 'latest' ? 'unexpected' : 'normal');
  if (meaning === 'normal' || earlier === undefined) return idle(nothing);
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
    return idle(`${nothing}; it was ${used} on ${day}`);
  }
  const failure = noDataFailure(
    'MetricSilent',
    `${nothing}, after ${used} on ${day}, while other usage metrics have data`,
  );
  return { kind: 'not-measured', failure };
}

function idle(message: string): SettledUsage {
  return { kind: 'no-data', failure: noDataFailure('NoData', message) };
}
