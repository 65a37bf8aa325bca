import type {
  GetMetricDataInput,
  GetMetricDataOutput,
  MetricDataQuery,
} from '@aws-sdk/client-cloudwatch';
import type { Validated } from '../../service.ts';
import type { UsageMetricWorld } from '../../world/limits.ts';
import type { Series } from './series.ts';
import { operation } from '../../service.ts';
import { NotSimulated, ServiceFailure } from '../../wire/failure.ts';
import { takeTokenPage } from '../token-page.ts';
import { identityOf, seriesOf, valuesIn } from './series.ts';

/** Metric data. Basis, unless another source is named: CloudWatch API reference, GetMetricData. */

const DAY = 86_400_000;
const QUERIES = 500;
const DATA_POINTS = 100_800;

/**
 * Data points a second that requests may ask for when the time range begins over three hours ago: the smaller of
 * two figures that the quota page has shown. Points are estimated from range and period, not counted in the data.
 */
const POINT_RATE = { name: 'cloudwatch points', perSecond: 90_000, burst: 90_000 };

/** The shortest period, in seconds, that still returns data of this age. */
const RETENTION = [
  { olderThanMs: 63 * DAY, seconds: 3600 },
  { olderThanMs: 15 * DAY, seconds: 300 },
];

interface Query {
  readonly id: string;
  readonly label: string;
  readonly periodMs: number;
  readonly series: Series | undefined;
  readonly stat: string;
}

interface Point {
  readonly id: string;
  readonly time: number;
  readonly value: number;
}

/** Returns data points of metrics. IAM checks `*` only. */
export const getMetricData = operation<GetMetricDataInput, GetMetricDataOutput>({
  rate: { name: 'cloudwatch GetMetricData', perSecond: 50, burst: 50 },
  validate: checkInput,
  needs: () => [{ action: 'cloudwatch:GetMetricData', resource: '*' }],
  handle({ NextToken, ...input }, context) {
    const { MaxDatapoints = DATA_POINTS, ScanBy = 'TimestampDescending' } = input;
    const all = new Map(
      seriesOf(context).map((one) => [identityOf(one.namespace, one.name, one.dimensions), one]),
    );
    const queries = input.MetricDataQueries.filter(({ ReturnData }) => ReturnData !== false).map(
      (query) => queryOf(query, all),
    );
    const range = rangeOf(input, context.now);
    const estimated = queries.reduce((sum, { periodMs }) => sum + range.ms / periodMs, 0);
    if (!context.spend(POINT_RATE, Math.min(estimated, POINT_RATE.burst))) {
      throw new ServiceFailure('ThrottlingException', 'Rate exceeded', 400);
    }
    const points = queries.flatMap((query) => pointsOf(query, range, context.now));
    const sign = ScanBy === 'TimestampAscending' ? 1 : -1;
    const { items, next } = takeTokenPage(
      points,
      ({ id, time }) => `${String(sign * time + 1e15).padStart(17, '0')} ${id}`,
      {
        token: NextToken,
        size: Math.min(MaxDatapoints, DATA_POINTS),
        query: input,
        invalid: () => new ServiceFailure('InvalidNextToken', 'Invalid NextToken'),
      },
    );
    return {
      // Every query has a result, even when its metric has no data or does not exist.
      MetricDataResults: queries.map(({ id, label, series }) => {
        const usage = series?.usage;
        const own = items.filter((point) => point.id === id);
        return {
          Id: id,
          Label: label,
          Timestamps: own.map(({ time }) => new Date(time)),
          Values: own.map(({ value }) => value),
          StatusCode: next === undefined ? (usage?.status ?? 'Complete') : ('PartialData' as const),
          ...(usage?.message !== undefined && {
            Messages: [{ Code: usage.message, Value: 'See the documentation.' }],
          }),
        };
      }),
      Messages: [],
      ...(next === undefined ? {} : { NextToken: next }),
    };
  },
});

function checkInput({
  MetricDataQueries: queries,
  StartTime,
  EndTime,
  MaxDatapoints,
}: Validated<GetMetricDataInput>): void {
  if (queries.length === 0 || queries.length > QUERIES) {
    const rule = queries.length === 0 ? 'not be empty' : 'not have a size greater than 500';
    throw invalid(`The collection MetricDataQueries must ${rule}.`);
  }
  if (StartTime.getTime() >= EndTime.getTime()) {
    throw invalid('The parameter StartTime must be less than the parameter EndTime.');
  }
  if (MaxDatapoints !== undefined && (MaxDatapoints < 1 || MaxDatapoints > DATA_POINTS)) {
    throw invalid('The value for parameter MaxDatapoints is out of range.');
  }
  const ids = queries.map(({ Id }) => Id ?? '');
  const wrong = ids.find((id) => !/^[a-z]\w*$/.test(id) || id.length > 255);
  if (wrong !== undefined) {
    throw invalid(
      `The value ${wrong} for parameter MetricDataQueries.member.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.`,
    );
  }
  if (new Set(ids).size < ids.length) {
    throw invalid('The values for parameter id in MetricDataQueries are not unique.');
  }
  for (const { Expression, MetricStat, Id, AccountId } of queries) {
    if (Expression !== undefined || AccountId !== undefined) {
      throw new NotSimulated('metric expressions and metrics of other accounts');
    }
    if (MetricStat === undefined) {
      throw invalid(`Either MetricStat or Expression must be given for ${Id}.`);
    }
    const { Period = 0, Stat = '', Metric } = MetricStat;
    if (Period < 60 || Period % 60 !== 0) {
      throw invalid('The parameter Period must be a multiple of 60 seconds.');
    }
    const isCount = Metric?.MetricName === 'Invocations' && ['Sum', 'SampleCount'].includes(Stat);
    const isValue = ['Maximum', 'Sum'].includes(Stat) && Metric?.MetricName !== 'Invocations';
    if (!isCount && !isValue) {
      throw new NotSimulated(`${Stat} of ${Metric?.MetricName}`);
    }
  }
}

function queryOf(query: MetricDataQuery, all: ReadonlyMap<string, Series>): Query {
  const { Metric: metric, Period = 60 } = query.MetricStat ?? {};
  const series = all.get(
    identityOf(metric?.Namespace, metric?.MetricName, metric?.Dimensions ?? []),
  );
  const label = query.Label ?? metric?.MetricName ?? '';
  const stat = query.MetricStat?.Stat ?? '';
  return { id: query.Id ?? '', label, periodMs: Period * 1000, series, stat };
}

interface Range {
  readonly from: number;
  readonly to: number;
  readonly ms: number;
}

/** Returns the time range with its start rounded down, to a longer step the longer ago it is. */
function rangeOf({ StartTime, EndTime }: Validated<GetMetricDataInput>, now: number): Range {
  const start = StartTime.getTime();
  const step = (stepFor(now - start)?.seconds ?? 60) * 1000;
  const from = Math.floor(start / step) * step;
  const to = EndTime.getTime();
  return { from, to, ms: to - from };
}

/**
 * Returns one data point for each period that has data. Periods begin at multiples of their length since 1970. A
 * period that begins before the start is left out with all its data, an assumption where AWS documents nothing: the
 * stricter way.
 */
function pointsOf(query: Query, range: Range, now: number): Point[] {
  const { id, periodMs, series } = query;
  const { from, to } = range;
  if (series?.usage !== undefined) return valuesOf(query, series.usage, range);
  const sums = new Map<number, number>();
  for (const moment of series?.times ?? []) {
    const coarsest = stepFor(now - moment)?.seconds ?? 60;
    if (periodMs % (coarsest * 1000) !== 0) continue;
    const time = Math.floor(moment / periodMs) * periodMs;
    if (time < from || time >= to) continue;
    sums.set(time, (sums.get(time) ?? 0) + 1);
  }
  return [...sums].map(([time, value]) => ({ id, time, value }));
}

/** Returns the maximum or the sum of the values in each period that has data. */
function valuesOf(
  { id, periodMs, stat }: Query,
  usage: UsageMetricWorld,
  { from, to }: Range,
): Point[] {
  const periods = new Map<number, number>();
  for (const { time: moment, value } of valuesIn(usage, { from, to })) {
    const time = Math.floor(moment / periodMs) * periodMs;
    if (time < from) continue;
    const before = periods.get(time);
    const together = stat === 'Sum' ? (before ?? 0) + value : Math.max(before ?? value, value);
    periods.set(time, together);
  }
  return [...periods].map(([time, value]) => ({ id, time, value }));
}

function stepFor(ageMs: number): (typeof RETENTION)[number] | undefined {
  return RETENTION.find(({ olderThanMs }) => ageMs > olderThanMs);
}

function invalid(message: string): ServiceFailure {
  return new ServiceFailure('ValidationException', message, 400);
}
