import type { RequestedServiceQuotaChange } from '@aws-sdk/client-service-quotas';
import {
  GetAutoManagementConfigurationCommand,
  GetAWSDefaultServiceQuotaCommand,
  GetServiceQuotaCommand,
  ListRequestedServiceQuotaChangeHistoryByQuotaCommand,
  RequestServiceQuotaIncreaseCommand,
  ServiceQuotasClient,
} from '@aws-sdk/client-service-quotas';

import { catchFailure, withOperation, IncompleteAnswer } from '../aws/failures.ts';
import type { ClientSettings, Connection } from '../aws/clients.ts';
import { makeClient } from '../aws/clients.ts';
import { pages, required } from '../aws/pages.ts';
import { LIST_QUOTA_REQUESTS } from '../limits/quota-increase.ts';
import { GET_DEFAULT_QUOTA, GET_SERVICE_QUOTA } from '../limits/service-quota.ts';
import type { ReadFailure } from '../model/failure.ts';
import type { AutomaticManagement } from '../model/increase/increase.ts';
import type { QuotaCode } from '../model/limit.ts';
import type { Instant } from '../model/time.ts';
import { instant } from '../model/time.ts';
import type { Unit } from '../model/units.ts';
import { quantity } from '../model/units.ts';
import type { PastRequest, AppliedQuota } from './decide/model.ts';

const REQUEST_INCREASE = 'servicequotas:RequestServiceQuotaIncrease';
const GET_AUTOMATIC = 'servicequotas:GetAutoManagementConfiguration';

/** The IAM actions with which the increase function reads. */
export const INCREASE_READS: readonly string[] = [
  GET_SERVICE_QUOTA,
  GET_DEFAULT_QUOTA,
  LIST_QUOTA_REQUESTS,
  GET_AUTOMATIC,
];

/** The IAM actions that a request needs. An account's first request creates the role of Service Quotas. */
export const INCREASE_REQUESTS: readonly string[] = [
  REQUEST_INCREASE,
  'iam:CreateServiceLinkedRole',
];

type RequestAnswer =
  | { readonly kind: 'requested'; readonly request: PastRequest }
  | { readonly kind: 'failed'; readonly failure: ReadFailure };

/** Access to the quotas of one account in one Region. All methods except `request` throw AwsCallError. */
export interface QuotaAccess {
  /** Reads the applied value, and whether AWS can increase the quota on request for the whole account. */
  appliedQuota(code: QuotaCode, unit: Unit): Promise<AppliedQuota>;
  /** Lists all requests for this quota that AWS still knows, including those of other people and tools. */
  history(code: QuotaCode): Promise<readonly PastRequest[]>;
  automatic(): Promise<AutomaticManagement>;
  /** Sends one request, without a retry. */
  request(code: QuotaCode, desired: number, supportCase: boolean): Promise<RequestAnswer>;
}

export function quotaAccess(connection: Connection, settings: ClientSettings): QuotaAccess {
  const reading = makeClient(ServiceQuotasClient, connection, settings);
  // A retry after a lost answer could make a second request.
  const requesting = makeClient(ServiceQuotasClient, connection, { ...settings, attempts: 1 });
  return {
    appliedQuota: async (code, unit) => {
      const answer = await quotaOrDefault(reading, code);
      return withOperation(GET_SERVICE_QUOTA, async () => {
        const { Value: value, Adjustable: adjustable, QuotaAppliedAtLevel: level } = answer;
        if (value === undefined || !Number.isSafeInteger(value) || value <= 0) {
          throw new IncompleteAnswer('the answer holds no whole Quota.Value above 0');
        }
        const isOfAccount = level === undefined || level !== 'RESOURCE';
        return {
          applied: quantity(unit, value),
          adjustable: required(adjustable, 'Quota.Adjustable') && isOfAccount,
        };
      });
    },
    history: (code) =>
      withOperation(LIST_QUOTA_REQUESTS, async () => {
        const all = pages(
          (NextToken) =>
            reading.send(
              new ListRequestedServiceQuotaChangeHistoryByQuotaCommand({
                ...code,
                ...(NextToken && { NextToken }),
              }),
            ),
          ({ NextToken }) => NextToken,
        );
        const found: PastRequest[] = [];
        for await (const { RequestedQuotas } of all) {
          found.push(...required(RequestedQuotas, 'RequestedQuotas').map(pastRequest));
        }
        return found;
      }),
    automatic: () => automaticManagement(reading),
    request: async (code, DesiredValue, SupportCaseAllowed) => {
      const input = { ...code, DesiredValue, SupportCaseAllowed };
      return catchFailure<RequestAnswer>(
        () =>
          withOperation(REQUEST_INCREASE, async () => {
            const { RequestedQuota } = await requesting.send(
              new RequestServiceQuotaIncreaseCommand(input),
            );
            const request = pastRequest(required(RequestedQuota, 'RequestedQuota'));
            return { kind: 'requested', request };
          }),
        (failure) => ({ kind: 'failed', failure }),
      );
    },
  };
}

/** Returns the applied quota, or the AWS default if no value was ever applied to the account. */
async function quotaOrDefault(client: ServiceQuotasClient, code: QuotaCode) {
  return catchFailure(
    () =>
      withOperation(GET_SERVICE_QUOTA, async () =>
        required((await client.send(new GetServiceQuotaCommand(code))).Quota, 'Quota'),
      ),
    (failure, error) => {
      if (failure.reason !== 'absent') throw error;
      return withOperation(GET_DEFAULT_QUOTA, async () =>
        required((await client.send(new GetAWSDefaultServiceQuotaCommand(code))).Quota, 'Quota'),
      );
    },
  );
}

/** Converts a request of the SDK. @throws IncompleteAnswer if its id, value, status or time is missing */
function pastRequest(change: RequestedServiceQuotaChange): PastRequest {
  const { Id, DesiredValue, Status, Created, LastUpdated, CaseId, RequestType } = change;
  const desired = required(DesiredValue, 'DesiredValue');
  if (!Number.isFinite(desired)) throw new IncompleteAnswer('DesiredValue is no number');
  const changedAt = LastUpdated === undefined ? undefined : timeOf(LastUpdated, 'LastUpdated');
  return {
    id: required(Id, 'Id'),
    // A request made by hand may have a fraction.
    desired: Math.ceil(Math.max(0, desired)),
    status: required(Status, 'Status'),
    at: timeOf(required(Created, 'Created'), 'Created'),
    ...(changedAt !== undefined && { changedAt }),
    ...(CaseId !== undefined && { caseId: CaseId }),
    ...(RequestType === 'AutomaticManagement' && { automatic: true }),
  };
}

function timeOf(date: Date, name: string): Instant {
  const time = date.getTime();
  if (Number.isNaN(time)) throw new IncompleteAnswer(`the answer holds a ${name} that is no date`);
  return instant(time);
}

/**
 * Reads the automatic management of quotas. Returns `off` also for the error with which AWS answers when the account
 * has never turned it on.
 * https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_GetAutoManagementConfiguration.html
 */
async function automaticManagement(client: ServiceQuotasClient): Promise<AutomaticManagement> {
  return catchFailure<AutomaticManagement>(
    () =>
      withOperation(GET_AUTOMATIC, async () => {
        const answer = await client.send(new GetAutoManagementConfigurationCommand({}));
        const { OptInStatus, OptInType, ExclusionList = {} } = answer;
        if (required(OptInStatus, 'OptInStatus') !== 'ENABLED') return { kind: 'off' };
        return {
          kind: 'on',
          type: required(OptInType, 'OptInType'),
          excluded: Object.keys(ExclusionList).toSorted(),
        };
      }),
    (failure, error) => {
      if (failure.reason !== 'absent') throw error;
      return { kind: 'off' };
    },
  );
}
