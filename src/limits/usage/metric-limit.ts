import type { LimitAction, MetricLimit, MetricUsage } from '../limit.ts';
import type { QuotaFacts } from '../quota-limit.ts';
import { quotaLimit } from '../quota-limit.ts';
import { quotaValueActions } from '../service-quota.ts';
import { GET_METRIC_DATA } from './usage-metric.ts';
import type { LimitId, QuotaCode } from '../../model/limit.ts';
import { limitId } from '../../model/limit.ts';
import { QUOTAS_SET } from '../../model/limit-choice/sets.ts';
import type { WatchedQuota } from '../../model/limit-choice/watched-quota.ts';

/** One metric for the probe, which is charged; the permission is for all. */
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
        // Any hour.
        StartTime: new Date('2026-01-01T00:00:00Z'),
        EndTime: new Date('2026-01-01T01:00:00Z'),
      }),
  },
  callsPerRun: () => 1,
};

/** What is specific to a limit that is measured by its usage metric. */
export interface MetricFacts extends Omit<QuotaFacts, 'quotaName' | 'reads' | 'advice' | 'caveat'> {
  readonly usage?: MetricUsage;
  readonly advice: string;
}

export function metricLimit({ usage = {}, advice, ...facts }: MetricFacts): MetricLimit {
  const quotaName = `quota of ${facts.title}`;
  const limit = { ...facts, quotaName, reads: [METRIC_DATA], advice: [advice] };
  return { ...quotaLimit(limit, quotaValueActions(facts.quota, quotaName)), usage };
}

/** `ec2-l-1216c47a`; no limit of the catalogue has such an id. */
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
