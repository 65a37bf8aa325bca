import type { AwsOperations } from '../aws/operations.ts';
import type { LimitDefinition, QuotaCode, Thresholds } from '../model/limit.ts';
import { limitId } from '../model/limit.ts';
import type { LimitSet } from '../model/limit-choice/sets.ts';
import { quantity } from '../model/units.ts';
import type { Measured } from './limit.ts';
import { withIncrease } from './quota-increase.ts';
import { readQuota } from './service-quota.ts';

/** 80 % and 90 % of a quota. */
export const QUOTA_THRESHOLDS: Thresholds = {
  warn: { kind: 'percent', percent: 80 },
  critical: { kind: 'percent', percent: 90 },
};

export interface QuotaCount extends Pick<LimitDefinition, 'title' | 'noun' | 'scope'> {
  readonly id: string;
  readonly set?: LimitSet;
  /** Whether AWS increases the quota. Default: `possible`. */
  readonly increase?: 'possible' | 'impossible';
}

/** @returns the definition of a count that has a quota, with `QUOTA_THRESHOLDS`. */
export function quotaCount({ id, increase = 'possible', ...facts }: QuotaCount): LimitDefinition {
  return {
    ...facts,
    id: limitId(id),
    unit: 'count',
    source: { kind: 'quota', increase },
    defaults: QUOTA_THRESHOLDS,
  };
}

/**
 * Returns a usage with the quota as it is applied, and with open increase requests where a threshold is reached.
 * @throws AwsCallError when Service Quotas gives an answer that cannot be read.
 */
export async function measureCount(
  aws: AwsOperations,
  used: number,
  quota: QuotaCode,
  rule: Thresholds,
  more: Pick<Measured, 'parent' | 'remark'> = {},
): Promise<Measured> {
  const limit = await readQuota(aws, quota, 'count');
  const measured: Measured = { ...more, kind: 'measured', used: quantity('count', used), limit };
  return withIncrease(aws, measured, quota, rule);
}
