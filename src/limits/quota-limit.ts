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

/** What is specific to a limit whose usage is a count and whose value is a quota. */
export interface QuotaFacts extends Pick<
  LimitDefinition,
  'title' | 'noun' | 'scope' | 'set' | 'yieldsTo'
> {
  readonly id: string;
  /** Default: `possible`. */
  readonly increase?: 'possible' | 'impossible';
  readonly quota: QuotaCode;
  /** Comes after "The" in the reasons of permissions. */
  readonly quotaName: string;
  readonly reads: readonly LimitAction[];
  /** What to do before an increase is requested: sentences, in order. */
  readonly advice: readonly string[];
  readonly page?: Omit<ConsoleLink, 'kind'>;
  readonly caveat?: string;
  readonly whenFull?: string;
}

/** The limit without its measurement. `valueActions` read the value of the quota. */
export function quotaLimit(
  facts: QuotaFacts,
  valueActions: readonly LimitAction[],
): LimitBase & Pick<DirectLimit, 'scope'> & { readonly quota: QuotaCode } {
  const { id, title, noun, scope, set, yieldsTo, increase = 'possible' } = facts;
  const { quota, quotaName, reads, advice, page, caveat, whenFull } = facts;
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

/** A limit whose usage `count` reads and whose value is the applied quota. */
export function countedLimit(
  facts: QuotaFacts & {
    readonly count: (reads: LimitReads) => Promise<number | CountedUsage>;
  },
): DirectLimit {
  const { quota, quotaName, count } = facts;
  return directLimit(facts, quotaValueActions(quota, quotaName), async (reads) => {
    const counted = await count(reads);
    const { used, ...more } = typeof counted === 'number' ? { used: counted } : counted;
    const limit = await readQuota(reads.aws, quota, 'count');
    return { ...more, kind: 'measured', used: quantity('count', used), limit };
  });
}

/** A limit whose usage and value `read` returns. */
export function answeredLimit(
  facts: QuotaFacts & { readonly read: (reads: LimitReads) => Promise<LimitUsage> },
): DirectLimit {
  return directLimit(facts, [], facts.read);
}

/** Open increase requests are read where AWS increases the quota. */
function directLimit(
  facts: QuotaFacts,
  valueActions: readonly LimitAction[],
  read: (reads: LimitReads) => Promise<LimitUsage>,
): DirectLimit {
  return {
    ...quotaLimit(facts, valueActions),
    measure: async (reads, rule) => {
      const usage = await read(reads);
      if (facts.increase === 'impossible') return usage;
      return withIncrease(reads.aws, usage, facts.quota, rule);
    },
  };
}
