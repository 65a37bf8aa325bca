import type { ReadFailure } from '../../model/failure.ts';
import type { QuotaCode } from '../../model/limit.ts';

const GET_SERVICE_QUOTA = 'servicequotas:GetServiceQuota';
export const GET_METRIC_DATA = 'cloudwatch:GetMetricData';

/** Why a quota cannot be watched by its usage metric, whatever is read: the configuration is to be changed. */
export type QuotaFault =
  | 'NoSuchQuota'
  | 'NoUsageMetric'
  | 'PeriodTooShort'
  | 'PeriodTooLong'
  | 'CallsWithoutPeriod'
  | 'MetricOfEachResource'
  | 'QuotaOfAccount';

/** `quota L-B99A9384 of the service lambda` */
export function quotaName({ ServiceCode, QuotaCode: code }: QuotaCode): string {
  return `quota ${code} of the service ${ServiceCode}`;
}

/** The request was answered, and says that the quota cannot be watched so. `message` is a sentence without its stop. */
export function quotaFault(errorName: QuotaFault, message: string): ReadFailure {
  return failure(errorName, message, GET_SERVICE_QUOTA, 'absent');
}

/** CloudWatch has answered, and has nothing. `MetricSilent` where that is unexpected. */
export function noDataFailure(
  errorName: 'NoData' | 'MetricSilent' | 'EarlierFigureUnknown',
  message: string,
): ReadFailure {
  return failure(errorName, message, GET_METRIC_DATA, 'not-recorded');
}

function failure(
  errorName: string,
  message: string,
  operation: string,
  reason: ReadFailure['reason'],
): ReadFailure {
  return { reason, operation, errorName, message, attempts: 1 };
}
