import type { RequestedServiceQuotaChange, RequestStatus } from '@aws-sdk/client-service-quotas';

import type { OpenIncrease, QuotaIncrease } from '../model/finding.ts';
import type { QuotaCode, Thresholds } from '../model/limit.ts';
import { instant } from '../model/time.ts';
import type { Unit } from '../model/units.ts';
import { quantity } from '../model/units.ts';
import { catchFailure, IncompleteAnswer } from '../aws/failures.ts';
import type { AwsOperations } from '../aws/operations.ts';
import { listAll, required } from '../aws/pages.ts';
import { reached } from './evaluate.ts';
import type { LimitUsage } from './limit.ts';

export const LIST_QUOTA_REQUESTS = 'servicequotas:ListRequestedServiceQuotaChangeHistoryByQuota';

/** The statuses of increase requests that AWS has not decided. */
export const OPEN: readonly (RequestStatus | undefined)[] = ['PENDING', 'CASE_OPENED'];

/**
 * The open increase request with the largest desired value. `open` is false without one, `unknown` if unreadable.
 * https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_ListRequestedServiceQuotaChangeHistoryByQuota.html
 */
export function readIncrease(
  aws: Pick<AwsOperations, typeof LIST_QUOTA_REQUESTS>,
  code: QuotaCode,
  unit: Unit,
): Promise<QuotaIncrease> {
  return catchFailure<QuotaIncrease>(
    async () => {
      const open = await listAll(
        LIST_QUOTA_REQUESTS,
        (NextToken) => aws[LIST_QUOTA_REQUESTS]({ ...code, ...(NextToken && { NextToken }) }),
        ({ NextToken }) => NextToken,
        ({ RequestedQuotas }) =>
          required(RequestedQuotas, 'RequestedQuotas').flatMap((change) => {
            const status = required(change.Status, 'RequestedQuotas[].Status');
            return OPEN.includes(status) ? [openIncrease(change, unit)] : [];
          }),
      );
      const [most] = open.toSorted((a, b) => b.desired.amount - a.desired.amount);
      return most ?? { open: false };
    },
    (failure) => ({ open: 'unknown', failure }),
  );
}

/** The measurement, with the open increase request of the quota if the usage has reached the warn threshold. */
export async function withIncrease(
  aws: Pick<AwsOperations, typeof LIST_QUOTA_REQUESTS>,
  measured: LimitUsage,
  code: QuotaCode,
  rule: Thresholds,
): Promise<LimitUsage> {
  const { used, limit } = measured;
  if (!limit.known || !reached(used, limit.value, rule.warn)) return measured;
  return { ...measured, increase: await readIncrease(aws, code, used.unit) };
}

/** The increase request, in the unit of the limit. @throws IncompleteAnswer for a request without value or date. */
function openIncrease(change: RequestedServiceQuotaChange, unit: Unit): OpenIncrease {
  const { DesiredValue: desired, Created: created, Status, Id, CaseId, RequestType } = change;
  if (desired === undefined || !Number.isSafeInteger(desired) || desired <= 0) {
    throw new IncompleteAnswer('the answer holds no whole DesiredValue above 0');
  }
  const since = required(created, 'RequestedQuotas[].Created').getTime();
  if (Number.isNaN(since)) throw new IncompleteAnswer('the answer holds a Created that is no date');
  return {
    open: true,
    desired: quantity(unit, desired),
    since: instant(since),
    state: Status === 'CASE_OPENED' ? 'case-opened' : 'pending',
    ...(Id !== undefined && { requestId: Id }),
    ...(CaseId !== undefined && { caseId: CaseId }),
    ...(RequestType === 'AutomaticManagement' && { automatic: true }),
  };
}
