import type { LimitDefinition, LimitRule, Threshold } from '../model/limit.ts';
import { bytes, compare, count, GIB, quantity } from '../model/units.ts';
import type { Draft, RuleContext, IsFaulty, ThresholdPair, ThresholdSetting } from './draft.ts';
import { DEFAULTS } from './defaults.ts';
import { accountLimitPairs } from './draft.ts';
import type { Path, Problem } from './faults.ts';
import { pathText } from './faults.ts';
import { quotaEntry } from './choices.ts';

type Level = 'warn' | 'critical';

/** A section of the file that can set the thresholds of a limit in an account. */
interface Layer {
  readonly path: Path;
  readonly pair: (ThresholdPair & { readonly ceiling?: number | undefined }) | undefined;
}

interface RankedThreshold {
  readonly threshold: Threshold;
  /** The position of its layer, 0 for the most specific; the number of layers for the limit's default. */
  readonly rank: number;
  readonly path?: Path;
}

/** The thresholds and ceiling of a limit in an account. @throws RangeError for an amount that the schema refuses. */
export function ruleOf(file: Draft, account: number, definition: LimitDefinition): LimitRule {
  const layers = layersOf(file, account, definition);
  const { yieldsTo } = definition;
  const ceiling = ceilingOf(file, account, definition);
  return {
    limit: definition.id,
    ...(yieldsTo !== undefined && { yieldsTo }),
    warn: choose(layers, 'warn', definition).threshold,
    critical: choose(layers, 'critical', definition).threshold,
    ...(ceiling !== undefined && { ceiling: quantity(definition.unit, ceiling.amount) }),
  };
}

/** The paths of the settings from which thresholds and ceiling come; a path is undefined for a default. */
export function sourcesOf(file: Draft, account: number, definition: LimitDefinition) {
  const layers = layersOf(file, account, definition);
  return {
    warn: choose(layers, 'warn', definition).path,
    critical: choose(layers, 'critical', definition).path,
    ceiling: ceilingOf(file, account, definition)?.path,
  };
}

/** The team's ceiling in the unit of the limit, with the path of its setting; `undefined` for a quota of AWS. */
function ceilingOf(file: Draft, account: number, definition: LimitDefinition) {
  const { source } = definition;
  if (source.kind === 'quota') return undefined;
  for (const { path, pair } of layersOf(file, account, definition)) {
    const amount = pair?.ceiling;
    if (amount !== undefined) return { amount, path: [...path, 'ceiling'] };
  }
  return { amount: source.default.amount };
}

/** Faults: a warn threshold that is not reached before the critical one. The fault is at the more specific setting. */
export function orderProblems({
  draft: file,
  definitions,
  isFaulty,
}: RuleContext): readonly Problem[] {
  const problems = new Map<string, Problem>();
  for (const { account, definition } of accountLimitPairs(file, definitions)) {
    const layers = layersOf(file, account, definition);
    if (!isKnown(layers, isFaulty)) continue;
    const problem = orderProblem(layers, definition, ceilingOf(file, account, definition)?.amount);
    const key = problem === undefined ? '' : pathText(problem.path);
    if (problem !== undefined && !problems.has(key)) problems.set(key, problem);
  }
  return [...problems.values()];
}

/**
 * The lowest percentage at which a limit in an account alerts, and the path of its setting. `undefined` if there is
 * no threshold in percent, if it is the limit's default, or if it has a fault.
 */
function lowestPercent(
  file: Draft,
  account: number,
  definition: LimitDefinition,
  isFaulty: IsFaulty,
) {
  const layers = layersOf(file, account, definition);
  if (!isKnown(layers, isFaulty)) return undefined;
  for (const level of ['warn', 'critical'] as const) {
    const { threshold, path } = choose(layers, level, definition);
    if (threshold.kind === 'percent') {
      return path === undefined ? undefined : { percent: threshold.percent, path };
    }
  }
  return undefined;
}

function isKnown(layers: readonly Layer[], isFaulty: IsFaulty): boolean {
  return layers.every(
    ({ path }) => !isFaulty([...path, 'warn']) && !isFaulty([...path, 'critical']),
  );
}

function orderProblem(
  layers: readonly Layer[],
  definition: LimitDefinition,
  ceiling: number | undefined,
): Problem | undefined {
  const warn = choose(layers, 'warn', definition);
  const critical = choose(layers, 'critical', definition);
  if (comesBefore(warn.threshold, critical.threshold, ceiling)) return undefined;
  const isWarnBlamed = warn.rank <= critical.rank;
  const [blamed, other] = isWarnBlamed ? [warn, critical] : [critical, warn];
  if (blamed.path === undefined) return undefined;
  const origin =
    other.path === undefined ? `the default of ${definition.id}` : pathText(other.path);
  const criticalText = `critical at ${textOf(critical.threshold)}`;
  const warnText = `warn at ${textOf(warn.threshold)}`;
  const parts = isWarnBlamed
    ? `${warnText} does not come before ${criticalText} (${origin})`
    : `${criticalText} does not come after ${warnText} (${origin})`;
  const remedy =
    warn.threshold.kind === 'percent'
      ? 'lower warn or raise critical'
      : 'let warn leave more free than critical';
  return { path: blamed.path, message: `${parts}; ${remedy}` };
}

/** The layers, the most specific first. `thresholds` applies to quotas only, not to ceilings of the team. */
function layersOf(file: Draft, account: number, definition: LimitDefinition): readonly Layer[] {
  const { id, source } = definition;
  const own = file.accounts?.[account];
  const at = [...file.accountsAt, account];
  const isQuota = source.kind === 'quota';
  const byCode = quotaEntry(file, definition);
  return [
    ...(byCode === undefined ? [{ path: [...at, 'limits', id], pair: own?.limits?.[id] }] : []),
    ...(isQuota ? [{ path: [...at, 'thresholds'], pair: own?.thresholds }] : []),
    byCode ?? { path: ['limits', id], pair: file.limits?.[id] },
    ...(isQuota ? [{ path: ['thresholds'], pair: file.thresholds }] : []),
  ];
}

function choose(
  layers: readonly Layer[],
  level: Level,
  { defaults }: LimitDefinition,
): RankedThreshold {
  for (const [rank, { path, pair }] of layers.entries()) {
    const written = pair?.[level];
    if (written !== undefined) {
      return { rank, path: [...path, level], threshold: thresholdOf(written) };
    }
  }
  return { rank: layers.length, threshold: defaults[level] };
}

function thresholdOf(written: ThresholdSetting): Threshold {
  if (typeof written === 'number') return { kind: 'percent', percent: written };
  if ('free' in written) {
    return { kind: 'free', free: { unit: 'count', amount: count(written.free) } };
  }
  const amount = bytes(Math.max(1, Math.round(written.freeGiB * GIB)));
  return { kind: 'free', free: { unit: 'bytes', amount } };
}

/** Whether warn is reached first. True if one is a percentage and the other a free amount of an AWS quota, unknown here. */
function comesBefore(warn: Threshold, critical: Threshold, ceiling: number | undefined): boolean {
  if (warn.kind !== critical.kind && ceiling !== undefined) {
    return reachedAt(warn, ceiling) < reachedAt(critical, ceiling);
  }
  if (warn.kind === 'percent' && critical.kind === 'percent') {
    return warn.percent < critical.percent;
  }
  if (warn.kind === 'free' && critical.kind === 'free') {
    return compare(warn.free, critical.free) > 0;
  }
  return true;
}

function reachedAt(threshold: Threshold, ceiling: number): number {
  return threshold.kind === 'percent'
    ? (ceiling * threshold.percent) / 100
    : ceiling - threshold.free.amount;
}

function textOf(threshold: Threshold): string {
  if (threshold.kind === 'percent') return `${threshold.percent} %`;
  const { unit, amount } = threshold.free;
  return unit === 'bytes' ? `${amount / GIB} GiB free` : `${amount} free`;
}

const CLEAR_POINTS = ['alerts', 'clearPoints'];

/**
 * Faults: thresholds of no more than `clearPoints` percent, whose alerts would never be resolved. If the file
 * sets `clearPoints`, there is one fault at that setting, otherwise one for each threshold.
 */
export function clearPointProblems({
  draft: file,
  definitions,
  isFaulty,
}: RuleContext): readonly Problem[] {
  if (isFaulty(CLEAR_POINTS)) return [];
  const written = file.alerts?.clearPoints;
  const points = written ?? DEFAULTS.clearPoints;
  const tooLow = new Map<string, { readonly path: Path; readonly percent: number }>();
  for (const { account, definition } of accountLimitPairs(file, definitions)) {
    const lowest = lowestPercent(file, account, definition, isFaulty);
    if (lowest !== undefined && lowest.percent <= points) {
      tooLow.set(pathText(lowest.path), lowest);
    }
  }
  const all = [...tooLow.values()].sort((a, b) => a.percent - b.percent);
  const never = `would never be over, as usage cannot be more than ${points} points below it`;
  if (written === undefined) {
    return all.map(({ path, percent }) => {
      const message = `an alert at ${percent} % ${never}; raise it, or set ${pathText(CLEAR_POINTS)} lower`;
      return { path, message };
    });
  }
  return all.slice(0, 1).map(({ path, percent }) => {
    const message = `an alert at ${percent} % (${pathText(path)}) ${never}; lower clearPoints or raise the threshold`;
    return { path: CLEAR_POINTS, message };
  });
}
