import type {
  ListRequestedServiceQuotaChangeHistoryByQuotaRequest,
  ListRequestedServiceQuotaChangeHistoryByQuotaResponse,
  ServiceQuota,
} from '@aws-sdk/client-service-quotas';
import type { RequestContext } from '../../service.ts';
import { uniqueId } from '../../iam/role.ts';
import type { IncreaseState } from '../../state/quota-increases.ts';
import { ServiceFailure } from '../../wire/failure.ts';
import { requestedQuota } from './request-increase.ts';

/** The largest MaxResults that the operation accepts. */
const MOST_RESULTS = 100;

/**
 * Returns one page of the increase requests for a quota: those made during the test, then those of the world. All of
 * them are at account level.
 */
export function requestsOfQuota(
  quota: ServiceQuota,
  request: ListRequestedServiceQuotaChangeHistoryByQuotaRequest,
  { account, region, now }: RequestContext,
): ListRequestedServiceQuotaChangeHistoryByQuotaResponse {
  const { Status, NextToken, MaxResults = MOST_RESULTS, QuotaRequestedAtLevel } = request;
  const { ServiceCode, QuotaCode } = quota;
  const name = `${ServiceCode}/${QuotaCode}` as const;
  const ofOthers = (account.world.quotaRequests?.[name] ?? []).map(
    ({ status, desired, created }): IncreaseState => ({
      id: uniqueId(`${account.id}/${name}/${created}`),
      desired,
      status,
      createdAt: Date.parse(created),
      changedAt: Date.parse(created),
    }),
  );
  const all = [...account.quotaIncreases.of(region, name, now), ...ofOthers];
  const atLevel = QuotaRequestedAtLevel === 'RESOURCE' ? [] : all;
  const wanted = atLevel.filter(({ status }) => Status === undefined || status === Status);
  const from = NextToken === undefined ? 0 : placeOf(NextToken);
  const next = from + MaxResults;
  return {
    RequestedQuotas: wanted.slice(from, next).map((one) => requestedQuota(one, quota, account.id)),
    ...(next < wanted.length ? { NextToken: `from-${next}` } : {}),
  };
}

function placeOf(token: string): number {
  const [, place] = /^from-(\d+)$/.exec(token) ?? [];
  if (place !== undefined) return Number(place);
  throw new ServiceFailure('InvalidPaginationTokenException', 'Invalid input was provided.', 400);
}
