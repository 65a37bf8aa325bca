import type { Finding, JudgedFinding, Measurement } from '../model/finding.ts';
import type { LimitRule, Threshold } from '../model/limit.ts';
import type { Target } from '../model/target.ts';
import type { Quantity } from '../model/units.ts';
import { compare, free, percentOf } from '../model/units.ts';

/** The state of one limit by its measurement and thresholds. Without usage or quota, the state is never "ok". */
export function evaluate(target: Target, rule: LimitRule, measurement: Measurement): Finding {
  const subject = { target, limit: rule.limit };
  if (measurement.kind !== 'measured') {
    return { state: measurement.kind, ...subject, failure: measurement.failure };
  }
  const { used, limit, increase, remark, inventory, parent, figure } = measurement;
  const detail = {
    ...(inventory !== undefined && { inventory }),
    ...(parent !== undefined && { parent }),
    ...(figure !== undefined && { figure }),
  };
  if (limit.known) {
    const { value, readAt } = limit;
    return { ...judgedFinding(value), ...(readAt !== undefined && { quotaReadAt: readAt }) };
  }
  // The quota in the configuration may be outdated, so it is used only when AWS's own value is not known.
  if (rule.statedQuota === undefined) {
    return { state: 'unknown', ...subject, used, failure: limit.failure, ...detail };
  }
  const { value, owner, reason } = rule.statedQuota;
  return { ...judgedFinding(value), stated: { owner, reason } };

  function judgedFinding(quota: Quantity): JudgedFinding {
    return {
      state: judge(used, quota, rule),
      ...subject,
      used,
      quota,
      thresholds: { warn: rule.warn, critical: rule.critical },
      ...(increase !== undefined && { increase }),
      ...(remark !== undefined && { remark }),
      ...detail,
    };
  }
}

function judge(used: Quantity, quota: Quantity, rule: LimitRule): JudgedFinding['state'] {
  // A usage of 0 with a quota of 0 reaches no threshold.
  if (quota.amount === 0 && used.amount === 0) return 'ok';
  if (reached(used, quota, rule.critical)) return 'critical';
  if (reached(used, quota, rule.warn)) return 'warn';
  return 'ok';
}

/** Whether the usage is at or above a percentage of the quota, or leaves no more free than the threshold says. */
export function reached(used: Quantity, quota: Quantity, threshold: Threshold): boolean {
  switch (threshold.kind) {
    case 'percent':
      return percentOf(used, quota) >= threshold.percent;
    case 'free':
      return compare(free(used, quota), threshold.free) <= 0;
  }
}
