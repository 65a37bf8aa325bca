import type { LimitDefinition, QuotaCode, Thresholds } from '../model/limit.ts';
import { limitId } from '../model/limit.ts';
import { quantity } from '../model/units.ts';
import type {
  ConsoleLink,
  DirectLimit,
  LimitAction,
  LimitBase,
  LimitReads,
  LimitUsage,
} from './limit.ts';
import { withIncrease } from './quota-increase.ts';
import { increaseAction, quotaValueActions, readQuota } from './service-quota.ts';

export const QUOTA_THRESHOLDS: Thresholds = {
  warn: { kind: 'percent', percent: 80 },
  critical: { kind: 'percent', percent: 90 },
};

/** The texts, codes and actions of one limit whose usage is a count and whose limit is an AWS quota. */
export interface QuotaLimitSpec extends Pick<
  LimitDefinition,
  'title' | 'noun' | 'scope' | 'set' | 'yieldsTo'
> {
  readonly id: string;
  /** Whether AWS increases the quota on request; the default is `possible`. */
  readonly increase?: 'possible' | 'impossible';
  readonly quota: QuotaCode;
  /** The name of the quota as it follows "The" in the reason of a permission: `bucket quota`. */
  readonly quotaName: string;
  readonly reads: readonly LimitAction[];
  /** Sentences on what to do before an increase is requested, in this order. */
  readonly advice: readonly string[];
  readonly page?: Omit<ConsoleLink, 'kind'>;
  readonly caveat?: string;
  readonly whenFull?: string;
}

/** The parts of a limit other than its measurement. @param valueActions the actions that read the quota's value */
export function quotaLimit(
  spec: QuotaLimitSpec,
  valueActions: readonly LimitAction[],
): LimitBase & Pick<DirectLimit, 'scope'> & { readonly quota: QuotaCode } {
  const { id, title, noun, scope, set, yieldsTo, increase = 'possible' } = spec;
  const { quota, quotaName, reads, advice, page, caveat, whenFull } = spec;
  const isAdjustable = increase === 'possible';
  return {
    scope,
    definition: {
      id: limitId(id),
      title,
      noun,
      scope,
      unit: 'count',
      source: { kind: 'quota', increase },
      defaults: QUOTA_THRESHOLDS,
      ...(set !== undefined && { set }),
      ...(yieldsTo !== undefined && { yieldsTo }),
    },
    quota,
    actions: [
      ...reads,
      ...valueActions,
      ...(isAdjustable ? [increaseAction(quota, quotaName)] : []),
    ],
    remedy: {
      steps: [
        ...advice.map((text) => ({ kind: 'advice', text }) as const),
        ...(isAdjustable ? [{ kind: 'increase' } as const] : []),
      ],
      links: [
        { kind: 'quota' },
        ...(page === undefined ? [] : [{ kind: 'console', ...page } as const]),
      ],
    },
    ...(caveat !== undefined && { caveat }),
    ...(whenFull !== undefined && { whenFull }),
  };
}

interface CountedUsage extends Pick<LimitUsage, 'parent' | 'remark'> {
  readonly used: number;
}

/** A limit whose usage is the result of `count` and whose quota is read from Service Quotas. */
export function countedLimit(
  spec: QuotaLimitSpec & {
    readonly count: (reads: LimitReads) => Promise<number | CountedUsage>;
  },
): DirectLimit {
  const { quota, quotaName, count } = spec;
  return directLimit(spec, quotaValueActions(quota, quotaName), async (reads) => {
    const counted = await count(reads);
    const { used, ...more } = typeof counted === 'number' ? { used: counted } : counted;
    const limit = await readQuota(reads.aws, quota, 'count');
    return { ...more, kind: 'measured', used: quantity('count', used), limit };
  });
}

/** A limit whose usage and quota are both the result of `read`. */
export function answeredLimit(
  spec: QuotaLimitSpec & { readonly read: (reads: LimitReads) => Promise<LimitUsage> },
): DirectLimit {
  return directLimit(spec, [], spec.read);
}

/** A limit that `read` measures. If AWS increases its quota, open increase requests are read too. */
function directLimit(
  spec: QuotaLimitSpec,
  valueActions: readonly LimitAction[],
  read: (reads: LimitReads) => Promise<LimitUsage>,
): DirectLimit {
  return {
    ...quotaLimit(spec, valueActions),
    measure: async (reads, rule) => {
      const usage = await read(reads);
      if (spec.increase === 'impossible') return usage;
      return withIncrease(reads.aws, usage, spec.quota, rule);
    },
  };
}
