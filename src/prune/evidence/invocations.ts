import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';

import type { Evidence, EvidenceOutcome } from '../model/evidence.ts';
import type { Reading } from '../model/inventory.ts';
import type { VersionRef } from '../model/version.ts';
import { DAY_MS, SECOND_MS } from '../../model/time.ts';
import { IncompleteAnswer, readFailure } from '../../aws/failures.ts';
import { pages, required } from '../../aws/pages.ts';
import { reading } from './collect/read.ts';
import type { ComposedCaller, EvidenceReads } from './caller.ts';
import { UNUSED_NAME } from '../../aws/probe.ts';

export const GET_METRIC_DATA = 'cloudwatch:GetMetricData';

/** The most metrics that one GetMetricData request may ask for. */
export const VERSIONS_A_REQUEST = 500;

const DAYS = 90;
const PERIOD_SECONDS = DAY_MS / SECOND_MS;

type Reads = EvidenceReads<typeof GET_METRIC_DATA>;

export const invocations: ComposedCaller<'invocations', typeof GET_METRIC_DATA> = {
  check: 'invocations',
  label: 'invocations',
  sentence: 'invoked in the last 90 days',
  whenApplying: 'aged',
  grants: {
    [GET_METRIC_DATA]: {
      reason: 'Versions that were invoked in the last 90 days are in use.',
      // For ranges this long AWS allows 90,000 points a second, and 500 versions have 45,500:
      // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html
      pace: { name: 'metricData', perSecond: 1.5 },
      probe: ({ call, startedAt }) =>
        call(GET_METRIC_DATA, {
          StartTime: new Date(startedAt - DAY_MS),
          EndTime: new Date(startedAt),
          MetricDataQueries: [queryFor({ functionName: UNUSED_NAME, version: '1' }, 0)],
        }),
    },
  },
  kind: 'composed',
};

/** The query ids of the metrics with invocations, and of those that CloudWatch returned completely. */
interface InvocationAnswer {
  readonly invoked: ReadonlySet<string>;
  readonly complete: ReadonlySet<string>;
}

/**
 * Reads which of up to 500 versions were invoked in the last 90 days. CloudWatch stores daily sums for 455 days, and an
 * answer has room for 500 metrics of 90 days.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html (retention)
 * @throws RangeError for more than 500 versions
 */
export async function readInvocations(
  reads: Reads,
  versions: readonly VersionRef[],
): Promise<readonly Evidence[]> {
  if (versions.length > VERSIONS_A_REQUEST) throw new RangeError('too many versions at once');
  if (versions.length === 0) return [];
  const answer = await reading(GET_METRIC_DATA, () => readSums(reads, versions));
  return versions.map(({ region, functionName, version }, place) => {
    const ref = { region, functionName, version };
    const scope = { kind: 'version', ...ref } as const;
    return { check: 'invocations', scope, outcome: outcomeOf(ref, idOf(place), answer) };
  });
}

async function readSums(
  { call, startedAt }: Reads,
  versions: readonly VersionRef[],
): Promise<InvocationAnswer> {
  const invoked = new Set<string>();
  const complete = new Set<string>();
  const all = pages(
    (NextToken) =>
      call(GET_METRIC_DATA, {
        MetricDataQueries: versions.map(queryFor),
        // Begins at midnight, since CloudWatch may leave out a day that began before StartTime.
        StartTime: new Date(Math.floor(startedAt / DAY_MS - DAYS) * DAY_MS),
        // Ends tomorrow, so that calls made while planning count.
        EndTime: new Date(startedAt + DAY_MS),
        NextToken,
      }),
    ({ NextToken }) => NextToken,
  );
  for await (const { MetricDataResults } of all) {
    for (const { Id, Values, StatusCode } of required(MetricDataResults, 'MetricDataResults')) {
      const id = required(Id, 'MetricDataResults[].Id');
      // Not `sum > 0`, so that NaN counts as an invocation.
      if ((Values ?? []).some((sum) => !(sum <= 0))) invoked.add(id);
      if (StatusCode === 'Complete') complete.add(id);
    }
  }
  return { invoked, complete };
}

function queryFor(
  { functionName, version }: Omit<VersionRef, 'region'>,
  place: number,
): MetricDataQuery {
  return {
    Id: idOf(place),
    MetricStat: {
      Metric: {
        Namespace: 'AWS/Lambda',
        MetricName: 'Invocations',
        Dimensions: [
          { Name: 'FunctionName', Value: functionName },
          { Name: 'Resource', Value: `${functionName}:${version}` },
        ],
      },
      Period: PERIOD_SECONDS,
      Stat: 'Sum',
    },
  };
}

/** Returns a query's id, which must begin with a lower-case letter. */
function idOf(place: number): string {
  return `v${place}`;
}

function outcomeOf(
  ref: VersionRef,
  id: string,
  answer: Reading<InvocationAnswer>,
): EvidenceOutcome {
  if (answer.kind === 'failed') return answer;
  if (answer.value.invoked.has(id)) {
    return { kind: 'read', uses: [{ ...ref, by: `invoked in the last ${DAYS} days` }] };
  }
  if (answer.value.complete.has(id)) return { kind: 'read', uses: [] };
  const missing = new IncompleteAnswer('the answer does not hold the whole metric of this version');
  return { kind: 'failed', failure: readFailure(missing, GET_METRIC_DATA) };
}
