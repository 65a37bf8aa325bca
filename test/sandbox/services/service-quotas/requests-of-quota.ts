import type {
  ListRequestedServiceQuotaChangeHistoryByQuotaRequest,
  ListRequestedServiceQuotaChangeHistoryByQuotaResponse,
  ServiceQuota,
} from '@aws-sdk/client-service-quotas';
import type { RequestContext } from '../../service.ts';
import { uniqueId } from '../../iam/role.ts';
import { ServiceFailure } from '../../wire/failure.ts';

/** Of the operation's own constraints. */
const MOST_RESULTS = 100;

/** Requests for one quota, as the world lists them: account level only, a token in front of each further page. */
export function requestsOfQuota(
  quota: ServiceQuota,
  request: ListRequestedServiceQuotaChangeHistoryByQuotaRequest,
  { account }: RequestContext,
): ListRequestedServiceQuotaChangeHistoryByQuotaResponse {
  const { Status, NextToken, MaxResults = MOST_RESULTS, QuotaRequestedAtLevel } = request;
  const { ServiceCode, ServiceName, QuotaCode, QuotaName, QuotaArn, GlobalQuota, Unit } = quota;
  const name = `${ServiceCode}/${QuotaCode}` as const;
  const all = QuotaRequestedAtLevel === 'RESOURCE' ? [] : account.world.quotaRequests?.[name];
  const wanted = (all ?? []).filter(({ status }) => Status === undefined || status === Status);
  const from = NextToken === undefined ? 0 : placeOf(NextToken);
  const next = from + MaxResults;
  return {
    RequestedQuotas: wanted.slice(from, next).map(({ status, desired, created }) => ({
      Id: uniqueId(`${account.id}/${name}/${created}`),
      ServiceCode,
      ServiceName,
      QuotaCode,
      QuotaName,
      QuotaArn,
      GlobalQuota,
      Unit,
      DesiredValue: desired,
      Status: status,
      Created: new Date(created),
      LastUpdated: new Date(created),
      Requester: JSON.stringify({ accountId: account.id }),
      QuotaRequestedAtLevel: 'ACCOUNT',
    })),
    ...(next < wanted.length ? { NextToken: `from-${next}` } : {}),
  };
}

function placeOf(token: string): number {
  const [, place] = /^from-(\d+)$/.exec(token) ?? [];
  if (place !== undefined) return Number(place);
  throw new ServiceFailure('InvalidPaginationTokenException', 'Invalid input was provided.', 400);
}
