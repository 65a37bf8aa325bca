import type { LimitId, QuotaCode } from '../../model/limit.ts';
import { limitId } from '../../model/limit.ts';
import { QUOTAS_SET } from '../../model/limit-choice/sets.ts';
import type { WatchedQuota } from '../../model/limit-choice/watched-quota.ts';
import type { MetricLimit } from '../limit.ts';
import { metricLimit } from './metric-limit.ts';

/** `ec2-l-1216c47a`: no limit of the catalogue is called so. */
export function quotaLimitId({ ServiceCode, QuotaCode: code }: QuotaCode): LimitId {
  return limitId(`${ServiceCode}-${code}`.toLowerCase());
}

export function configuredLimit(watched: WatchedQuota): MetricLimit {
  const { quota, scope, figure, silence, noun = '' } = watched;
  const limit = metricLimit({
    id: quotaLimitId(quota),
    title: watched.title ?? `${quota.ServiceCode} ${quota.QuotaCode}`,
    noun,
    set: QUOTAS_SET,
    quota,
    scope,
    usage: {
      ...(figure !== undefined && { figure }),
      ...(silence !== undefined && { silence }),
    },
    advice: 'Use less. Whether AWS increases this quota is on its page in Service Quotas.',
  });
  return { ...limit, definition: { ...limit.definition, quota } };
}
