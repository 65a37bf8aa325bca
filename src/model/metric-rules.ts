import type { LimitDefinition, LimitId } from './limit.ts';

/** What a value of a metric means, and whether it is written while part of what it covers was not seen. */
export interface MetricRule {
  /** The better of two values; `neither` where a value alone says nothing of health. */
  readonly better: 'lower' | 'higher' | 'neither';
  /**
   * - `nothing`: the value of what was seen would look like an improvement.
   * - `bad news`: only where what was seen has reached a threshold: the rest can only make it worse.
   * - `always`: it counts what was not seen, or does not depend on it.
   */
  readonly whileUnseen: 'nothing' | 'bad news' | 'always';
}

/** By name; `Utilization` is for the metric of each limit, which ends in it. */
const METRIC_RULES = {
  Utilization: { better: 'lower', whileUnseen: 'bad news' },
  DaysToFull: { better: 'higher', whileUnseen: 'bad news' },
  OldVersions: { better: 'lower', whileUnseen: 'nothing' },
  OldVersionPackageBytes: { better: 'lower', whileUnseen: 'nothing' },
  LimitsNotMeasured: { better: 'lower', whileUnseen: 'always' },
  ProductionLimitsNotMeasured: { better: 'lower', whileUnseen: 'always' },
  IncompleteRuns: { better: 'lower', whileUnseen: 'always' },
  Heartbeat: { better: 'higher', whileUnseen: 'always' },
  // The alarm watch-failed subtracts it from the errors of the function: 0 and 1 mean different errors.
  RunIncompleteErrors: { better: 'neither', whileUnseen: 'always' },
} as const satisfies Readonly<Record<string, MetricRule>>;

export type MetricName = Exclude<keyof typeof METRIC_RULES, 'Utilization'> | `${string}Utilization`;

const UTILIZATION = 'Utilization';

/** `LambdaCodeStorageUtilization`, from the limit's id. */
export function utilisationMetric(limit: LimitId): `${string}Utilization` {
  const words = limit.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return `${words.join('')}${UTILIZATION}`;
}

/**
 * The limits with a utilisation of their own: those that are always watched, and those of sets that
 * `metrics.limits` names. No figure decides it, so that no metric comes and goes.
 */
export function limitsWithMetric<Definition extends Pick<LimitDefinition, 'id' | 'set'>>(
  limits: readonly Definition[],
  { limits: chosen = [] }: { readonly limits?: readonly LimitId[] },
): readonly Definition[] {
  return limits.filter(({ id, set }) => set === undefined || chosen.includes(id));
}

/** @throws RangeError for a metric without a rule: when it must not be written is not known. */
export function metricRule(name: string): MetricRule {
  const key = name.endsWith(UTILIZATION) ? UTILIZATION : name;
  const rule = Object.entries(METRIC_RULES).find(([metric]) => metric === key)?.[1];
  if (rule === undefined) throw new RangeError(`the metric ${name} has no rule`);
  return rule;
}

/** How much of what a metric covers was seen, and whether what was seen has reached a threshold. */
export interface Coverage {
  readonly isWhole: boolean;
  readonly isAtThreshold: boolean;
}

/** Whether a value may be written, so that no metric improves because something was not seen. */
export function isWritable(name: MetricName, { isWhole, isAtThreshold }: Coverage): boolean {
  if (isWhole) return true;
  switch (metricRule(name).whileUnseen) {
    case 'always':
      return true;
    case 'bad news':
      return isAtThreshold;
    case 'nothing':
      return false;
  }
}
