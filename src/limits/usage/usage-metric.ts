import type { MetricInfo, ServiceQuota } from '@aws-sdk/client-service-quotas';

import type { ReadFailure } from '../../model/failure.ts';
import type { FigureTime } from '../../model/finding.ts';
import type { MetricLimit } from '../limit.ts';
import type { QuotaCode } from '../../model/limit.ts';

export const USAGE_NAMESPACE = 'AWS/Usage';

export type MetricDimensions = Readonly<Record<string, string>>;

export interface UsageMetric {
  /** The CloudWatch namespace: usually `AWS/Usage`, but `AWS/Lambda` for concurrent executions. */
  readonly namespace: string;
  readonly name: string;
  /** The dimensions as Service Quotas spells them and, if that differs, without surrounding spaces. */
  readonly dimensions: readonly MetricDimensions[];
  readonly statistic: 'Maximum' | 'Sum';
  readonly periodSeconds: number;
  readonly figure: FigureTime['kind'];
}

/** The period of metrics of counts. CloudWatch keeps data of this period for 63 days. */
const COUNT_PERIOD_SECONDS = 300;
const DAY_SECONDS = 86_400;

const UNIT_SECONDS: Readonly<Record<string, number>> = {
  MICROSECOND: 0.000_001,
  MILLISECOND: 0.001,
  SECOND: 1,
  MINUTE: 60,
  HOUR: 3_600,
  DAY: DAY_SECONDS,
  WEEK: 7 * DAY_SECONDS,
};

/**
 * The usage metric of a quota, or why the quota has no metric that can be used. The statistic is the maximum for
 * a count and the sum of the period for a rate; the one that Service Quotas recommends can be wrong.
 * https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_MetricInfo.html
 */
export function usageMetricOf(
  answer: ServiceQuota,
  limit: Pick<MetricLimit, 'quota' | 'usage' | 'scope'>,
): { readonly metric: UsageMetric } | { readonly failure: ReadFailure } {
  const { UsageMetric: info, Period: period, GlobalQuota: isGlobal } = answer;
  const name = `the ${quotaName(limit.quota)}`;
  const fault = (code: QuotaFault, why: string) => ({
    failure: quotaFault(code, `${name} ${why}`),
  });
  if (isGlobal === true && limit.scope === 'region') {
    return fault('QuotaOfAccount', 'is of the account as a whole, not of a Region');
  }
  const {
    MetricNamespace: namespace,
    MetricName: metricName,
    MetricDimensions: given = {},
  } = info ?? {};
  if (namespace === undefined || metricName === undefined) {
    return fault('NoUsageMetric', 'has no usage metric');
  }
  const template = Object.entries(given).find(([, value]) => /[{}]/.test(value));
  if (template !== undefined) {
    return fault(
      'MetricOfEachResource',
      `has a usage metric for each ${template[0]} (${template[1]})`,
    );
  }
  const metric = { namespace, name: metricName, dimensions: spellingsOf(given) };
  if (period === undefined) {
    if (/calls?count/i.test(metricName)) {
      return fault('CallsWithoutPeriod', 'counts calls and does not say in what time');
    }
    const figure = limit.usage.figure ?? figureOf(namespace, info);
    return {
      metric: { ...metric, statistic: 'Maximum', periodSeconds: COUNT_PERIOD_SECONDS, figure },
    };
  }
  const seconds = (period.PeriodValue ?? 1) * (UNIT_SECONDS[period.PeriodUnit ?? ''] ?? 0);
  if (seconds < 60 || seconds % 60 !== 0) {
    return fault(
      'PeriodTooShort',
      'has a period that the metric does not show: it is kept by the minute',
    );
  }
  if (seconds > DAY_SECONDS) return fault('PeriodTooLong', 'has a period of more than a day');
  return { metric: { ...metric, statistic: 'Sum', periodSeconds: seconds, figure: 'peak' } };
}

/** Whether the latest value or the peak counts: the latest for resource counts, the peak for vCPUs and the rest. */
function figureOf(namespace: string, info: MetricInfo | undefined): FigureTime['kind'] {
  const isCount = namespace === USAGE_NAMESPACE && info?.MetricName === 'ResourceCount';
  return isCount && info.MetricDimensions?.['Resource'] !== 'vCPU' ? 'latest' : 'peak';
}

/** The dimensions as given and, if that differs, trimmed: Service Quotas returns some with a leading space. */
function spellingsOf(given: Record<string, string>): readonly MetricDimensions[] {
  const trimmed = Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name.trim(), value.trim()]),
  );
  return JSON.stringify(trimmed) === JSON.stringify(given) ? [given] : [given, trimmed];
}

/** The metric for messages: `AWS/Usage ResourceCount of Stack`. */
export function metricText({ namespace, name, dimensions: [first = {}] }: UsageMetric): string {
  const resource = first['Resource']?.trim();
  return `${namespace} ${name}${resource === undefined ? '' : ` of ${resource}`}`;
}

const GET_SERVICE_QUOTA = 'servicequotas:GetServiceQuota';
export const GET_METRIC_DATA = 'cloudwatch:GetMetricData';

/** Why a quota cannot be watched by its usage metric. The user must change the configuration. */
export type QuotaFault =
  | 'NoSuchQuota'
  | 'NoUsageMetric'
  | 'PeriodTooShort'
  | 'PeriodTooLong'
  | 'CallsWithoutPeriod'
  | 'MetricOfEachResource'
  | 'QuotaOfAccount';

/** The quota for messages: `quota L-B99A9384 of the service lambda`. */
export function quotaName({ ServiceCode, QuotaCode: code }: QuotaCode): string {
  return `quota ${code} of the service ${ServiceCode}`;
}

/** The failure of a quota that cannot be watched. @param message a sentence without its full stop */
export function quotaFault(errorName: QuotaFault, message: string): ReadFailure {
  return { reason: 'absent', operation: GET_SERVICE_QUOTA, errorName, message, attempts: 1 };
}

/** The failure for no data: `MetricSilent` if data was expected, `EarlierFigureUnknown` if unknown, else `NoData`. */
export function noDataFailure(
  errorName: 'NoData' | 'MetricSilent' | 'EarlierFigureUnknown',
  message: string,
): ReadFailure {
  return { reason: 'not-recorded', operation: GET_METRIC_DATA, errorName, message, attempts: 1 };
}
