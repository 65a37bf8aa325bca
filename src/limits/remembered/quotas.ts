import type { AwsOperations } from '../../aws/operations.ts';
import type { LimitRule } from '../../model/limit.ts';
import { compare } from '../../model/units.ts';
import { reached } from '../evaluate.ts';
import type { Limit, LimitUsage } from '../limit.ts';
import { LIST_QUOTA_REQUESTS, OPEN, readIncrease } from '../quota-increase.ts';
import { GET_SERVICE_QUOTA, readQuota } from '../service-quota.ts';
import type { RegionMemory } from './memory.ts';

/**
 * The AWS operations, where reading a quota and listing its increase requests return a remembered answer, or call
 * AWS and remember its answer. Failures and open increase requests are not remembered.
 */
export function withRememberedQuotas(aws: AwsOperations, memory: RegionMemory): AwsOperations {
  return {
    ...aws,
    [GET_SERVICE_QUOTA]: async (code) => {
      const known = memory.quota(code);
      if (known !== undefined) return { Quota: known.quota, $metadata: {} };
      const answer = await aws[GET_SERVICE_QUOTA](code);
      const { Quota: quota } = answer;
      const isComplete = quota?.Value !== undefined && quota.ErrorReason === undefined;
      if (isComplete) memory.keepQuota(code, quota);
      return answer;
    },
    [LIST_QUOTA_REQUESTS]: async (request) => {
      const { ServiceCode = '', QuotaCode = '' } = request;
      const code = { ServiceCode, QuotaCode };
      const isFirstPage = request.NextToken === undefined;
      if (isFirstPage && memory.noIncreaseAt(code) !== undefined) {
        return { RequestedQuotas: [], $metadata: {} };
      }
      const answer = await aws[LIST_QUOTA_REQUESTS](request);
      const isNone = answer.RequestedQuotas?.every(
        ({ Status }) => Status !== undefined && !OPEN.includes(Status),
      );
      const isOnlyPage = isFirstPage && answer.NextToken === undefined;
      if (isOnlyPage && isNone === true) memory.keepNoIncrease(code);
      return answer;
    },
  };
}

/**
 * The measurement, with a remembered quota and remembered increase requests read again if the usage is critical.
 * Otherwise, the measurement with the time at which its remembered quota was read.
 * @param aws `AwsOperations` as returned by `withRememberedQuotas`.
 */
export async function withCurrentQuota(
  measured: LimitUsage,
  { quota: code }: Pick<Limit, 'quota'>,
  rule: LimitRule,
  aws: AwsOperations,
  memory: RegionMemory,
): Promise<LimitUsage> {
  const { used, limit, increase } = measured;
  if (code === undefined || !limit.known) return measured;
  const readAt = limit.source === 'applied quota' ? memory.rememberedSince(code) : undefined;
  const isCritical = reached(used, limit.value, rule.critical) || compare(used, limit.value) > 0;
  if (!isCritical)
    return readAt === undefined ? measured : { ...measured, limit: { ...limit, readAt } };
  const isOldIncrease = increase !== undefined && memory.isIncreaseRemembered(code);
  memory.forgetQuota(code);
  return {
    ...measured,
    ...(readAt !== undefined && { limit: await readQuota(aws, code, used.unit) }),
    ...(isOldIncrease && { increase: await readIncrease(aws, code, used.unit) }),
  };
}
