import type { ServiceQuota, ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import {
  GetAWSDefaultServiceQuotaCommand,
  GetServiceQuotaCommand,
} from '@aws-sdk/client-service-quotas';

import type { LimitValue } from '../model/finding.ts';
import type { Unit } from '../model/units.ts';
import { quantity } from '../model/units.ts';
import { asked, AwsCallError, IncompleteAnswer, readFailure } from '../aws/failures.ts';

export const GET_SERVICE_QUOTA = 'servicequotas:GetServiceQuota';
export const GET_DEFAULT_QUOTA = 'servicequotas:GetAWSDefaultServiceQuota';

export interface QuotaCode {
  readonly ServiceCode: string;
  readonly QuotaCode: string;
}

/**
 * The quota as it is applied to the account, or AWS's default where none was ever applied. Any other
 * failure makes the limit unknown: an account whose quota was raised is not judged by the default.
 * https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_GetServiceQuota.html
 */
export async function readQuota(
  quotas: ServiceQuotasClient,
  code: QuotaCode,
  unit: Unit,
): Promise<LimitValue> {
  const applied = await readOne(GET_SERVICE_QUOTA, 'applied quota', unit, () =>
    quotas.send(new GetServiceQuotaCommand(code)),
  );
  if (applied.known || applied.failure.errorName !== 'NoSuchResourceException') return applied;
  return readOne(GET_DEFAULT_QUOTA, 'default quota', unit, () =>
    quotas.send(new GetAWSDefaultServiceQuotaCommand(code)),
  );
}

async function readOne(
  operation: string,
  source: 'applied quota' | 'default quota',
  unit: Unit,
  read: () => Promise<{ readonly Quota?: ServiceQuota | undefined }>,
): Promise<LimitValue> {
  try {
    const value = await asked(operation, async () => {
      const { Quota: quota } = await read();
      const amount = quota?.Value;
      if (amount === undefined || !Number.isSafeInteger(amount) || amount <= 0) {
        throw new IncompleteAnswer('the answer holds no whole Quota.Value above 0');
      }
      return quantity(unit, amount);
    });
    return { known: true, value, source };
  } catch (error) {
    if (error instanceof AwsCallError) {
      return { known: false, failure: readFailure(error, operation) };
    }
    throw error;
  }
}
