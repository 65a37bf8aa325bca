import type { LimitDefinition, LimitId } from './limit.ts';

/** How to read the values of a metric, and whether they are written when not everything was measured. */
export interface MetricRule {
  /** Which of two values is better; `neither` when a value says nothing about health. */
  readonly better: 'lower' | 'higher' | 'neither';
  /**
   * Whether a value is written although part of what the metric covers was not measured:
   * - `nothing`: never, since the value of the measured part would look like an improvement.
   * - `bad news`: only if the measured part has reached a threshold, since the rest can only make it worse.
   * - `always`: the value counts what was not measured, or does not depend on it.
   */
  readonly whileIncomplete: 'nothing' | 'bad news' | 'always';
}

/** The rule of each metric, by name. `Utilization` applies to the metric of each limit, whose name ends with it. */
const METRIC_RULES = {
  Utilization: { better: 'lower', whileIncomplete: 'bad news' },
  DaysToFull: { better: 'higher', whileIncomplete: 'bad news' },
  OldVersions: { better: 'lower', whileIncomplete: 'nothing' },
  OldVersionPackageBytes: { better: 'lower', whileIncomplete: 'nothing' },
  LimitsNotMeasured: { better: 'lower', whileIncomplete: 'always' },
  ProductionLimitsNotMeasured: { better: 'lower', whileIncomplete: 'always' },
  IncompleteRuns: { better: 'lower', whileIncomplete: 'always' },
  Heartbeat: { better: 'higher', whileIncomplete: 'always' },
  // The alarm watch-failed subtracts it from the errors of the function, so neither 0 nor 1 is better.
  RunIncompleteErrors: { better: 'neither', whileIncomplete: 'always' },
} as const satisfies Readonly<Record<string, MetricRule>>;

export type MetricName = Exclude<keyof typeof METRIC_RULES, 'Utilization'> | `${string}Utilization`;

const UTILIZATION = 'Utilization';

/** The name of the utilisation metric of a limit, such as `LambdaCodeStorageUtilization`. */
export function utilisationMetric(limit: LimitId): `${string}Utilization` {
  const words = limit.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return `${words.join('')}${UTILIZATION}`;
}

/**
 * The limits that have a utilisation metric of their own: those that are always watched, and those that
 * `metrics.limits` names. Measured values have no influence, so that no metric comes and goes.
 */
export function limitsWithMetric<Definition extends Pick<LimitDefinition, 'id' | 'set'>>(
  limits: readonly Definition[],
  { limits: chosen = [] }: { readonly limits?: readonly LimitId[] },
): readonly Definition[] {
  return limits.filter(({ id, set }) => set === undefined || chosen.includes(id));
}

/** @throws RangeError for a metric without a rule, since it is not known when the metric must not be written. */
export function metricRule(name: string): MetricRule {
  const key = name.endsWith(UTILIZATION) ? UTILIZATION : name;
  const rule = Object.entries(METRIC_RULES).find(([metric]) => metric === key)?.[1];
  if (rule === undefined) throw new RangeError(`the metric ${name} has no rule`);
  return rule;
}

/** Whether everything that a metric covers was measured, and whether the measured part has reached a threshold. */
export interface Coverage {
  readonly isWhole: boolean;
  readonly isAtThreshold: boolean;
}

/** Whether a value may be written. No metric may improve because something was not measured. */
export function isWritable(name: MetricName, { isWhole, isAtThreshold }: Coverage): boolean {
  if (isWhole) return true;
  switch (metricRule(name).whileIncomplete) {
    case 'always':
      return true;
    case 'bad news':
      return isAtThreshold;
    case 'nothing':
      return false;
  }
}
