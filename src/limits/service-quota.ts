import type { ServiceQuota } from '@aws-sdk/client-service-quotas';

import type { LimitValue } from '../model/finding.ts';
import type { QuotaCode } from '../model/limit.ts';
import type { Unit } from '../model/units.ts';
import { quantity } from '../model/units.ts';
import { catchFailure, IncompleteAnswer, withOperation } from '../aws/failures.ts';
import type { AwsOperations } from '../aws/operations.ts';
import type { LimitAction } from './limit.ts';
import { LIST_QUOTA_REQUESTS } from './quota-increase.ts';

export const GET_SERVICE_QUOTA = 'servicequotas:GetServiceQuota';
export const GET_DEFAULT_QUOTA = 'servicequotas:GetAWSDefaultServiceQuota';

/**
 * The actions that read the applied quota and AWS's default. Their permission tests require a value of this quota.
 * @param quotaName the name of the quota as it follows "The": `bucket quota`.
 */
export function quotaValueActions(on: QuotaCode, quotaName: string): readonly LimitAction[] {
  return [
    {
      action: GET_SERVICE_QUOTA,
      on,
      reason: `The ${quotaName} as applied.`,
      probe: {
        ask: async ({ aws }) => requireValue(await aws[GET_SERVICE_QUOTA](on)),
        // Service Quotas answers so when no value was applied and AWS's default is the quota.
        grantedBy: ['NoSuchResourceException'],
      },
      remembered: 'quotas',
      callsPerRun: () => 1,
    },
    {
      action: GET_DEFAULT_QUOTA,
      reason: `The ${quotaName} where none was applied.`,
      probe: { ask: async ({ aws }) => requireValue(await aws[GET_DEFAULT_QUOTA](on)) },
      callsPerRun: () => 0,
    },
  ];
}

export function increaseAction(on: QuotaCode, quotaName: string): LimitAction {
  return {
    action: LIST_QUOTA_REQUESTS,
    on,
    reason: `Whether an increase of the ${quotaName} was asked for already.`,
    probe: {
      ask: ({ aws }) => aws[LIST_QUOTA_REQUESTS]({ ...on, MaxResults: 1 }),
      grantedBy: ['NoSuchResourceException'],
    },
    callsPerRun: () => 0,
  };
}

function requireValue({ Quota }: { readonly Quota?: ServiceQuota | undefined }): void {
  if (Quota?.Value === undefined) throw new IncompleteAnswer('the answer holds no Quota.Value');
}

/**
 * The applied quota, or AWS's default if no value was ever applied. After any other failure, the limit is unknown
 * and the default is not used, because it may be lower than the applied quota.
 * https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_GetServiceQuota.html
 */
export async function readQuota(aws: QuotaReads, code: QuotaCode, unit: Unit): Promise<LimitValue> {
  return (await readQuotaAnswer(aws, code, unit)).value;
}

type QuotaReads = Pick<AwsOperations, typeof GET_SERVICE_QUOTA | typeof GET_DEFAULT_QUOTA>;

export interface QuotaAnswer {
  readonly value: LimitValue;
  /** The answer of Service Quotas; absent when there was none. */
  readonly quota?: ServiceQuota;
}

/** The value of the quota as `readQuota` returns it, with the answer of Service Quotas that contains it. */
export async function readQuotaAnswer(
  aws: QuotaReads,
  code: QuotaCode,
  unit: Unit,
): Promise<QuotaAnswer> {
  const applied = await readOne(GET_SERVICE_QUOTA, 'applied quota', unit, () =>
    aws[GET_SERVICE_QUOTA](code),
  );
  const { value } = applied;
  if (value.known || value.failure.errorName !== 'NoSuchResourceException') return applied;
  return readOne(GET_DEFAULT_QUOTA, 'default quota', unit, () => aws[GET_DEFAULT_QUOTA](code));
}

async function readOne(
  operation: string,
  source: 'applied quota' | 'default quota',
  unit: Unit,
  read: () => Promise<{ readonly Quota?: ServiceQuota | undefined }>,
): Promise<QuotaAnswer> {
  let quota: ServiceQuota | undefined;
  const value = await catchFailure<LimitValue>(
    () =>
      withOperation(operation, async () => {
        quota = (await read()).Quota;
        const amount = quota?.Value;
        if (amount === undefined || !Number.isSafeInteger(amount) || amount <= 0) {
          throw new IncompleteAnswer('the answer holds no whole Quota.Value above 0');
        }
        return { known: true, value: quantity(unit, amount), source };
      }),
    (failure) => ({ known: false, failure }),
  );
  return { value, ...(quota !== undefined && { quota }) };
}
