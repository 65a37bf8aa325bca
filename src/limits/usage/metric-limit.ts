import type { LimitDefinition, LimitId, QuotaCode } from '../../model/limit.ts';
import type { LimitSet } from '../../model/limit-choice/sets.ts';
import type { LimitAction, LimitRemedy, MetricLimit, MetricUsage, RemedyLink } from '../limit.ts';
import { quotaCount } from '../quota-count.ts';
import { increaseAction, quotaValueActions } from '../service-quota.ts';
import { GET_METRIC_DATA } from './usage-failures.ts';

/** Any metric: the permission is for all, and the probe costs the price of one. */
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
        // Any hour: nothing of the answer is used.
        StartTime: new Date('2026-01-01T00:00:00Z'),
        EndTime: new Date('2026-01-01T01:00:00Z'),
      }),
  },
  callsPerRun: () => 1,
};

/** What one limit differs in from others that are measured by the usage metric of their quota. */
export interface MetricLimitFacts {
  readonly id: string;
  readonly title: string;
  readonly noun: string;
  readonly set: LimitSet;
  readonly quota: QuotaCode;
  readonly scope: MetricLimit['scope'];
  /** Default: `possible`. */
  readonly increase?: 'possible' | 'impossible';
  readonly usage?: MetricUsage;
  readonly defaults?: LimitDefinition['defaults'];
  readonly yieldsTo?: LimitId;
  /** What to do instead of asking for more. */
  readonly advice: string;
  /** Page of the console with what is counted. */
  readonly page?: Omit<Extract<RemedyLink, { kind: 'console' }>, 'kind'>;
  readonly whenFull?: string;
}

/** A limit in counts, measured by the usage metric of its quota. */
export function metricLimit(facts: MetricLimitFacts): MetricLimit {
  const { id, title, noun, set, quota, scope, increase = 'possible', yieldsTo, whenFull } = facts;
  const isAdjustable = increase === 'possible';
  return {
    scope,
    definition: {
      ...quotaCount({ id, title, noun, scope, set, increase }),
      ...(facts.defaults !== undefined && { defaults: facts.defaults }),
      ...(yieldsTo !== undefined && { yieldsTo }),
    },
    quota,
    usage: facts.usage ?? {},
    actions: [
      METRIC_DATA,
      ...quotaValueActions(quota, `quota of ${title}`),
      ...(isAdjustable ? [increaseAction(quota, `quota of ${title}`)] : []),
    ],
    remedy: remedyOf(facts, isAdjustable),
    ...(whenFull !== undefined && { whenFull }),
  };
}

function remedyOf({ advice, page }: MetricLimitFacts, isAdjustable: boolean): LimitRemedy {
  return {
    steps: [
      { kind: 'advice', text: advice },
      ...(isAdjustable ? [{ kind: 'increase' } as const] : []),
    ],
    links: [
      { kind: 'quota' },
      ...(page === undefined ? [] : [{ kind: 'console', ...page } as const]),
    ],
  };
}
