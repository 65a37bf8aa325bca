import type { MetricDataQuery, MetricDataResult } from '@aws-sdk/client-cloudwatch';

import { catchFailure, IncompleteAnswer, readFailure } from '../../aws/failures.ts';
import type { AwsOperations } from '../../aws/operations.ts';
import { listAll, required } from '../../aws/pages.ts';
import type { ReadFailure } from '../../model/failure.ts';
import type { Instant } from '../../model/time.ts';
import { instant } from '../../model/time.ts';
import { GET_METRIC_DATA } from './usage-metric.ts';
import type { MetricDimensions, UsageMetric } from './usage-metric.ts';

/** The most metrics in one request: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
const METRICS_A_REQUEST = 500;

/** The value of a metric in the period that starts at `at`. */
export interface MetricPoint {
  readonly at: Instant;
  readonly value: number;
}

export interface Window {
  readonly from: Instant;
  readonly to: Instant;
}

/** The points of one metric, in any order, or why they could not be read. */
export type MetricReading =
  { readonly points: readonly MetricPoint[] } | { readonly failure: ReadFailure };

/**
 * The data of each metric, in the order of `metrics`, read in as few requests as possible. The metric math
 * function SERVICE_QUOTA is not used: one metric that it does not accept would fail the whole request.
 */
export async function readMetricData(
  aws: Pick<AwsOperations, typeof GET_METRIC_DATA>,
  metrics: readonly UsageMetric[],
  window: Window,
): Promise<readonly MetricReading[]> {
  const queries = metrics.flatMap((metric, at) =>
    metric.dimensions.map((dimensions, spelling) => ({
      Id: `m${at}_${spelling}`,
      ReturnData: true,
      ...statOf(metric, dimensions),
    })),
  );
  const read = new Map<string, MetricReading>();
  for (let first = 0; first < queries.length; first += METRICS_A_REQUEST) {
    const batch = queries.slice(first, first + METRICS_A_REQUEST);
    for (const [id, reading] of await readBatch(aws, batch, window)) read.set(id, reading);
  }
  return metrics.map(({ dimensions }, at) =>
    dimensions
      .map((_, spelling) => read.get(`m${at}_${spelling}`) ?? { points: [] })
      .reduce(mergeReadings),
  );
}

function statOf({ namespace, name, statistic, periodSeconds }: UsageMetric, of: MetricDimensions) {
  const Dimensions = Object.entries(of).map(([Name, Value]) => ({ Name, Value }));
  const Metric = { Namespace: namespace, MetricName: name, Dimensions };
  return { MetricStat: { Metric, Period: periodSeconds, Stat: statistic } };
}

/** The points of one metric from two readings with different spellings of its dimensions; both must be readable. */
function mergeReadings(a: MetricReading, b: MetricReading): MetricReading {
  if ('failure' in a) return a;
  return 'failure' in b ? b : { points: [...a.points, ...b.points] };
}

/** The readings by query id, from one request and its further pages. If it fails, every query has the failure. */
async function readBatch(
  aws: Pick<AwsOperations, typeof GET_METRIC_DATA>,
  queries: readonly (MetricDataQuery & { readonly Id: string })[],
  { from, to }: Window,
): Promise<ReadonlyMap<string, MetricReading>> {
  const results = await catchFailure<readonly MetricDataResult[] | ReadFailure>(
    () =>
      listAll(
        GET_METRIC_DATA,
        (NextToken) =>
          aws[GET_METRIC_DATA]({
            MetricDataQueries: [...queries],
            StartTime: new Date(from),
            EndTime: new Date(to),
            ...(NextToken && { NextToken }),
          }),
        ({ NextToken }) => NextToken,
        ({ MetricDataResults, Messages = [] }) => {
          const [message] = Messages;
          // A message means that part of the answer is missing.
          if (message !== undefined) throw new IncompleteAnswer(messageText(message));
          const page = required(MetricDataResults, 'MetricDataResults');
          for (const { Id } of page) required(Id, 'MetricDataResults[].Id');
          return page;
        },
      ),
    (failure) => failure,
  );
  if ('reason' in results) return new Map(queries.map(({ Id }) => [Id, { failure: results }]));
  return new Map(
    queries.map(({ Id }) => [Id, readingOf(results.filter((result) => result.Id === Id))]),
  );
}

/** The points of one metric from all pages; a failure if the last page does not have the status Complete. */
function readingOf(parts: readonly MetricDataResult[]): MetricReading {
  try {
    const status = parts.at(-1)?.StatusCode;
    const message = parts.flatMap(({ Messages = [] }) => Messages)[0];
    if (message !== undefined) throw new IncompleteAnswer(messageText(message));
    if (status === undefined)
      throw new IncompleteAnswer('the answer holds no result of the metric');
    if (status !== 'Complete') throw new UnfinishedMetric(status);
    return { points: parts.flatMap(pointsOf) };
  } catch (error) {
    return { failure: readFailure(error, GET_METRIC_DATA) };
  }
}

function pointsOf({
  Timestamps: times = [],
  Values: values = [],
}: MetricDataResult): MetricPoint[] {
  if (times.length !== values.length) {
    throw new IncompleteAnswer('the answer holds another number of times than of values');
  }
  return values.map((value, at) => {
    const time = times[at]?.getTime() ?? Number.NaN;
    if (!Number.isFinite(value) || value < 0 || Number.isNaN(time)) {
      throw new IncompleteAnswer('the answer holds a value that is no usage');
    }
    return { at: instant(time), value };
  });
}

function messageText({
  Code = '',
  Value = '',
}: {
  Code?: string | undefined;
  Value?: string | undefined;
}) {
  return `CloudWatch says ${Code}: ${Value}`;
}

/** A metric whose data is incomplete. The error's name is CloudWatch's status: `Forbidden`, `PartialData`. */
class UnfinishedMetric extends Error {
  constructor(status: string) {
    super('CloudWatch did not give all data of the metric');
    this.name = status;
  }
}
