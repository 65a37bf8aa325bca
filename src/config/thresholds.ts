import type { LimitDefinition, LimitRule, Threshold } from '../model/limit.ts';
import { bytes, compare, count, GIB, quantity } from '../model/units.ts';
import type { RuleContext } from './context.ts';
import type { Draft, ThresholdPair, WrittenThreshold } from './draft.ts';
import { rulesToJudge } from './draft.ts';
import type { Path, Problem } from './faults.ts';
import { pathText } from './faults.ts';
import { quotaEntry } from './choices.ts';

type Level = 'warn' | 'critical';

/** A place where the thresholds of one limit in one account may be set. */
interface Layer {
  readonly path: Path;
  readonly pair: (ThresholdPair & { readonly ceiling?: number | undefined }) | undefined;
}

interface RankedThreshold {
  readonly threshold: Threshold;
  /** Position of its layer; the layers' length for the limit's own default. */
  readonly rank: number;
  readonly path?: Path;
}

/** The rule of one limit in one account. @throws RangeError for amounts that the schema refuses. */
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

/** Where the rule of one limit in one account is set; each absent where the limit's own default applies. */
export function sourcesOf(file: Draft, account: number, definition: LimitDefinition) {
  const layers = layersOf(file, account, definition);
  return {
    warn: choose(layers, 'warn', definition).path,
    critical: choose(layers, 'critical', definition).path,
    ceiling: ceilingOf(file, account, definition)?.path,
  };
}

/** In the limit's own unit, and where it is set; `undefined` for a limit that AWS sets. */
function ceilingOf(file: Draft, account: number, definition: LimitDefinition) {
  const { source } = definition;
  if (source.kind === 'quota') return undefined;
  for (const { path, pair } of layersOf(file, account, definition)) {
    const amount = pair?.ceiling;
    if (amount !== undefined) return { amount, path: [...path, 'ceiling'] };
  }
  return { amount: source.default.amount };
}

/** Where warn would not come before critical: one fault for each place, the more specific of the two settings. */
export function orderProblems({
  draft: file,
  definitions,
  isFaulty,
}: RuleContext): readonly Problem[] {
  const problems = new Map<string, Problem>();
  for (const { account, definition } of rulesToJudge(file, definitions)) {
    const layers = layersOf(file, account, definition);
    if (!isKnown(layers, isFaulty)) continue;
    const problem = orderProblem(layers, definition, ceilingOf(file, account, definition)?.amount);
    const key = problem === undefined ? '' : pathText(problem.path);
    if (problem !== undefined && !problems.has(key)) problems.set(key, problem);
  }
  return [...problems.values()];
}

/**
 * The percentage of the first alert of a limit in an account, and where it is set; `undefined` where it is
 * not in percent, is the limit's default, or is faulty.
 */
export function lowestPercent(
  file: Draft,
  account: number,
  definition: LimitDefinition,
  isFaulty: RuleContext['isFaulty'],
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

function isKnown(layers: readonly Layer[], isFaulty: RuleContext['isFaulty']): boolean {
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

/** From the most specific to the least. `thresholds` is for quotas: of a ceiling, percentages mean something else. */
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

function thresholdOf(written: WrittenThreshold): Threshold {
  if (typeof written === 'number') return { kind: 'percent', percent: written };
  if ('free' in written) {
    return { kind: 'free', free: { unit: 'count', amount: count(written.free) } };
  }
  const amount = bytes(Math.max(1, Math.round(written.freeGiB * GIB)));
  return { kind: 'free', free: { unit: 'bytes', amount } };
}

/** A percentage and an amount left free can be compared for a ceiling alone; otherwise true. */
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

/** The usage of a ceiling at which a threshold is reached. */
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
