import type { LimitAction, MetricLimit, MetricUsage } from '../limit.ts';
import type { QuotaLimitSpec } from '../quota-limit.ts';
import { quotaLimit } from '../quota-limit.ts';
import { quotaValueActions } from '../service-quota.ts';
import { GET_METRIC_DATA } from './usage-metric.ts';
import type { LimitId, QuotaCode } from '../../model/limit.ts';
import { limitId } from '../../model/limit.ts';
import { QUOTAS_SET } from '../../model/limit-choice/sets.ts';
import type { WatchedQuota } from '../../model/limit-choice/watched-quota.ts';

/** The metric of the permission test. One is enough: the permission is for all metrics, and AWS charges for each. */
const ANY_METRIC = {
  Id: 'm0',
  MetricStat: {
    Metric: { Namespace: 'AWS/Usage', MetricName: 'ResourceCount' },
    Period: 300,
    Stat: 'Maximum',
  },
};

const METRIC_DATA: LimitAction = {
  action: GET_METRIC_DATA,
  reason: 'The usage of quotas that have a usage metric, of all of them in one request.',
  probe: {
    ask: ({ aws }) =>
      aws[GET_METRIC_DATA]({
        MetricDataQueries: [ANY_METRIC],
        // The hour does not matter.
        StartTime: new Date('2026-01-01T00:00:00Z'),
        EndTime: new Date('2026-01-01T01:00:00Z'),
      }),
  },
  callsPerRun: () => 1,
};

/** The texts and codes of one limit that is measured by its usage metric. */
export interface MetricLimitSpec extends Omit<
  QuotaLimitSpec,
  'quotaName' | 'reads' | 'advice' | 'caveat'
> {
  readonly usage?: MetricUsage;
  readonly advice: string;
}

export function metricLimit({ usage = {}, advice, ...spec }: MetricLimitSpec): MetricLimit {
  const quotaName = `quota of ${spec.title}`;
  const limit = { ...spec, quotaName, reads: [METRIC_DATA], advice: [advice] };
  return { ...quotaLimit(limit, quotaValueActions(spec.quota, quotaName)), usage };
}

/** The id of a limit that the configuration names by its quota code: `ec2-l-1216c47a`. */
export function quotaLimitId({ ServiceCode, QuotaCode: code }: QuotaCode): LimitId {
  return limitId(`${ServiceCode}-${code}`.toLowerCase());
}

/** The limit for a quota of the configuration, measured by its usage metric. */
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
