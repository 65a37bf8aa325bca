import type { IncreaseRule, IncreaseSettings } from '../model/increase/increase.ts';
import type { LimitDefinition } from '../model/limit.ts';
import { limitId } from '../model/limit.ts';
import type { LimitException } from '../model/limit-exception.ts';
import { bytes, count, GIB } from '../model/units.ts';
import { countWatchedIn, notWatchedMessage } from './choices.ts';
import { didYouMean } from './did-you-mean.ts';
import type { Draft, RuleContext, IsFaulty } from './draft.ts';
import type { Path, Problem } from './faults.ts';
import { pathText, quoted } from './faults.ts';
import { matchingAccounts, readGlobs } from './glob-lists.ts';
import type { IncreasesSection } from './limits-schema.ts';
import type { WatchdogFile } from './schema.ts';

type ExceptionEntry = NonNullable<WatchdogFile['exceptions']>[number];
type DraftException = NonNullable<NonNullable<Draft['exceptions']>[number]>;

export function exceptionsOf(
  written: readonly ExceptionEntry[],
  definitions: readonly LimitDefinition[],
): readonly LimitException[] {
  return written.map(({ limit, leaveOut, quota, quotaGiB, ...rest }): LimitException => {
    const definition = definitions.find(({ id }) => id === limit);
    if (definition === undefined) throw new Error(`${limit} is not the id of a limit`);
    const common = { accounts: [], stages: [], ...rest, limit: definition.id };
    if (leaveOut === true) return { kind: 'left-out', ...common };
    if (quotaGiB !== undefined) {
      const amount = bytes(Math.max(1, Math.round(quotaGiB * GIB)));
      return { kind: 'stated-quota', ...common, quota: { unit: 'bytes', amount } };
    }
    if (quota === undefined) throw new Error(`an exception for ${limit} says no quota`);
    return { kind: 'stated-quota', ...common, quota: { unit: 'count', amount: count(quota) } };
  });
}

/** Faults: an exception with wrong keys or accounts, without effect, or after which an account has no limit left. */
export function exceptionProblems(context: RuleContext): readonly Problem[] {
  const { draft, watched, isFaulty } = context;
  const firstAt = new Map<string, Path>();
  const leftOut = new Map<string, number>();
  return (draft.exceptions ?? []).flatMap((exception, at): readonly Problem[] => {
    const path = ['exceptions', at];
    const definition = watched.limits.find(({ id }) => id === exception?.limit);
    if (exception === undefined || definition === undefined || isFaulty(path)) return [];
    const wrong = contentProblem(exception, definition, path, isFaulty);
    if (wrong !== undefined) return [wrong];
    const { accounts, stages } = readGlobs(exception, path, 'exception', context);
    if (accounts?.length === 0 && stages?.length === 0) {
      return [{ path, message: 'would fit every account; name the accounts or stages' }];
    }
    const { problems, accounts: fitting } = matchingAccounts(exception, path, 'exception', context);
    if (fitting === undefined) return problems;
    const keys = fitting.map(({ id }) => `${id} ${definition.id}`);
    const earlier = keys.map((key) => firstAt.get(key));
    const [first] = earlier;
    if (first !== undefined && earlier.every((one) => one !== undefined)) {
      const message = `changes nothing, as ${pathText(first)} comes first for these accounts; remove one of the two`;
      return [{ path, message }];
    }
    for (const key of keys) if (!firstAt.has(key)) firstAt.set(key, path);
    if (exception.leaveOut !== true) return [];
    return fitting.flatMap((account) => {
      const { id, name } = account;
      const limits = (leftOut.get(id) ?? 0) + 1;
      leftOut.set(id, limits);
      const message = `leaves nothing to watch in ${quoted(name)}; remove the account instead`;
      return limits === countWatchedIn(account, context) ? [{ path, message }] : [];
    });
  });
}

function contentProblem(
  { leaveOut, quota, quotaGiB }: DraftException,
  { id, unit, source }: LimitDefinition,
  path: Path,
  isFaulty: IsFaulty,
): Problem | undefined {
  const keys = ['leaveOut', 'quota', 'quotaGiB'];
  if (keys.some((key) => isFaulty([...path, key]))) return undefined;
  const [key, other] = unit === 'bytes' ? ['quotaGiB', 'quota'] : ['quota', 'quotaGiB'];
  const settings = [leaveOut, quota, quotaGiB].filter((value) => value !== undefined).length;
  if (settings !== 1) {
    const either =
      source.kind === 'quota' ? `either leaveOut: true or ${key}` : 'leaveOut: true alone';
    return {
      path,
      message: `says ${settings === 0 ? 'nothing' : 'several things'}; give ${either}`,
    };
  }
  if (leaveOut === true) return undefined;
  if (source.kind === 'ceiling') {
    const message = `${id} has a ceiling of your own and no quota; set limits.${id}.ceiling instead`;
    return { path, message };
  }
  const isOtherUnit = (other === 'quota' ? quota : quotaGiB) !== undefined;
  if (!isOtherUnit) return undefined;
  const measured = unit === 'bytes' ? 'is measured in bytes' : 'counts whole things';
  return { path: [...path, other], message: `${id} ${measured}; write ${key}` };
}

export function increasesOf({ mode = 'dry', rules }: IncreasesSection): IncreaseSettings {
  return {
    mode,
    rules: rules.map(({ step, factor = 1, limit, ...rule }): IncreaseRule => ({
      accounts: [],
      stages: [],
      regions: [],
      supportCase: false,
      ...rule,
      limit: limitId(limit),
      step: step === undefined ? { kind: 'times', factor } : { kind: 'by', amount: step },
    })),
  };
}

/** Faults: an increase rule with both or neither of `step` and `factor`, or for no known limit or account. */
export function increaseProblems(context: RuleContext): readonly Problem[] {
  const { draft, isFaulty } = context;
  return (draft.increases?.rules ?? []).flatMap((rule, at): readonly Problem[] => {
    const path = ['increases', 'rules', at];
    if (rule === undefined || isFaulty(path)) return [];
    const { limit, step, factor } = rule;
    const isStepFaulty = isFaulty([...path, 'step']) || isFaulty([...path, 'factor']);
    const isOneStep = (step === undefined) !== (factor === undefined);
    const written = step === undefined ? 'neither step nor factor' : 'both step and factor';
    return [
      ...(limit === undefined ? [] : limitProblem(limit, [...path, 'limit'], context)),
      ...(isStepFaulty || isOneStep ? [] : [{ path, message: `has ${written}; give one of them` }]),
      ...matchingAccounts(rule, path, 'entry', context).problems,
    ];
  });
}

function limitProblem(
  limit: string,
  path: Path,
  { definitions, watched }: RuleContext,
): readonly Problem[] {
  const definition = definitions.find(({ id }) => id === limit);
  if (definition === undefined) {
    const suggestion = didYouMean(
      limit,
      definitions.filter(isIncreasable).map(({ id }) => String(id)),
    );
    const message = `${quoted(limit)} is no limit; docs/limits.md lists them`;
    return [{ path, message, suggestion }];
  }
  if (!isIncreasable(definition)) {
    return [{ path, message: `${limit} is not increased by AWS; remove this rule` }];
  }
  if (watched.limits.some(({ id }) => id === limit)) return [];
  return [{ path, message: notWatchedMessage(limit) }];
}

function isIncreasable({ source }: LimitDefinition): boolean {
  return source.kind === 'quota' && source.increase === 'possible';
}
