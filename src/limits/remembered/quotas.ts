import type { AwsOperations } from '../../aws/operations.ts';
import type { LimitRule } from '../../model/limit.ts';
import { compare } from '../../model/units.ts';
import { reached } from '../evaluate.ts';
import type { Limit, LimitUsage } from '../limit.ts';
import { LIST_QUOTA_REQUESTS, OPEN, readIncrease } from '../quota-increase.ts';
import { GET_SERVICE_QUOTA, readQuota } from '../service-quota.ts';
import type { RegionMemory } from './memory.ts';

/**
 * The operations, with quota requests answered from memory and remembered. Failures and open increase
 * requests are not remembered.
 */
export function withRememberedQuotas(aws: AwsOperations, memory: RegionMemory): AwsOperations {
  return {
    ...aws,
    [GET_SERVICE_QUOTA]: async (code) => {
      const known = memory.quota(code);
      if (known !== undefined) return { Quota: known.quota, $metadata: {} };
      const answer = await aws[GET_SERVICE_QUOTA](code);
      const { Quota: quota } = answer;
      const isWhole = quota?.Value !== undefined && quota.ErrorReason === undefined;
      if (isWhole) memory.keepQuota(code, quota);
      return answer;
    },
    [LIST_QUOTA_REQUESTS]: async (request) => {
      const { ServiceCode = '', QuotaCode = '' } = request;
      const code = { ServiceCode, QuotaCode };
      const isWhole = request.NextToken === undefined;
      if (isWhole && memory.noIncreaseAt(code) !== undefined) {
        return { RequestedQuotas: [], $metadata: {} };
      }
      const answer = await aws[LIST_QUOTA_REQUESTS](request);
      const isNone = answer.RequestedQuotas?.every(
        ({ Status }) => Status !== undefined && !OPEN.includes(Status),
      );
      if (isWhole && isNone === true && answer.NextToken === undefined) memory.keepNoIncrease(code);
      return answer;
    },
  };
}

/**
 * The measurement with quota and increase requests read again where they are remembered and the usage is
 * critical; otherwise with the time of its quota.
 * @param aws as `withRememberedQuotas` returns them.
 */
export async function withQuotaOfNow(
  measured: LimitUsage,
  { quota: code }: Pick<Limit, 'quota'>,
  rule: LimitRule,
  aws: AwsOperations,
  memory: RegionMemory,
): Promise<LimitUsage> {
  const { used, limit, increase } = measured;
  if (code === undefined || !limit.known) return measured;
  const readAt = limit.source === 'applied quota' ? memory.rememberedSince(code) : undefined;
  const isPressing = reached(used, limit.value, rule.critical) || compare(used, limit.value) > 0;
  if (!isPressing)
    return readAt === undefined ? measured : { ...measured, limit: { ...limit, readAt } };
  const isOldIncrease = increase !== undefined && memory.isIncreaseRemembered(code);
  memory.forgetQuota(code);
  return {
    ...measured,
    ...(readAt !== undefined && { limit: await readQuota(aws, code, used.unit) }),
    ...(isOldIncrease && { increase: await readIncrease(aws, code, used.unit) }),
  };
}
