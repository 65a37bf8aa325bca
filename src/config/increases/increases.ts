import type { IncreaseRule, IncreaseSettings } from '../../model/increase/increase.ts';
import type { LimitDefinition } from '../../model/limit.ts';
import { limitId } from '../../model/limit.ts';
import { didYouMean } from '../did-you-mean.ts';
import type { Draft } from '../draft.ts';
import type { Path, Problem } from '../faults.ts';
import { quoted } from '../faults.ts';
import { matchesAccount, unmatchedGlobs } from '../glob-lists.ts';
import type { Watched } from '../watched.ts';
import { given } from '../watched.ts';
import type { DraftIncrease, WrittenIncreases } from './increases-schema.ts';

/** The increases of a file without faults. */
export function increasesOf({ mode = 'dry', rules }: WrittenIncreases): IncreaseSettings {
  return {
    mode,
    rules: rules.map((rule): IncreaseRule => {
      const { ceiling, step, factor = 1, supportCase = false } = rule;
      const { accounts = [], stages = [], regions = [] } = rule;
      return {
        limit: limitId(rule.limit),
        accounts,
        stages,
        regions,
        ceiling,
        step: step === undefined ? { kind: 'times', factor } : { kind: 'by', amount: step },
        supportCase,
      };
    }),
  };
}

/** Rules for what AWS does not increase or nobody watches, that fit nothing, or that say no step or two. */
export function increaseProblems(
  { increases }: Draft,
  definitions: readonly LimitDefinition[],
  watched: Watched,
  isFaulty: (path: Path) => boolean,
): readonly Problem[] {
  return (increases?.rules ?? []).flatMap((rule, at): readonly Problem[] => {
    const path = ['increases', 'rules', at];
    if (rule === undefined || isFaulty(path)) return [];
    return [
      ...limitProblem(rule, definitions, watched, path),
      ...stepProblem(rule, path, isFaulty),
      ...placeProblems(rule, watched, path, isFaulty),
    ];
  });
}

function limitProblem(
  { limit }: DraftIncrease,
  definitions: readonly LimitDefinition[],
  watched: Watched,
  rulePath: Path,
): readonly Problem[] {
  const path = [...rulePath, 'limit'];
  if (limit === undefined) return [];
  const definition = definitions.find(({ id }) => id === limit);
  if (definition === undefined) {
    const suggestion = didYouMean(
      limit,
      definitions.filter(isIncreasable).map(({ id }) => String(id)),
    );
    const message = `${quoted(limit)} is no limit; docs/limits.md lists them`;
    return [{ path, message, ...(suggestion === undefined ? {} : { suggestion }) }];
  }
  if (!isIncreasable(definition)) {
    return [{ path, message: `${limit} is not increased by AWS; remove this rule` }];
  }
  return watched.limits.some(({ id }) => id === limit)
    ? []
    : [
        {
          path,
          message: `${limit} is not watched; name it or its set under watch, or remove this`,
        },
      ];
}

function isIncreasable({ source }: LimitDefinition): boolean {
  return source.kind === 'quota' && source.increase === 'possible';
}

function stepProblem(
  { step, factor }: DraftIncrease,
  path: Path,
  isFaulty: (path: Path) => boolean,
): readonly Problem[] {
  if (isFaulty([...path, 'step']) || isFaulty([...path, 'factor'])) return [];
  if ((step === undefined) !== (factor === undefined)) return [];
  const said = step === undefined ? 'neither step nor factor' : 'both step and factor';
  return [{ path, message: `has ${said}; give one of them` }];
}

function placeProblems(
  rule: DraftIncrease,
  watched: Watched,
  path: Path,
  isFaulty: (path: Path) => boolean,
): readonly Problem[] {
  const accounts = given(rule.accounts, [...path, 'accounts'], isFaulty);
  const stages = given(rule.stages, [...path, 'stages'], isFaulty);
  const regions = given(rule.regions, [...path, 'regions'], isFaulty);
  const unmatched = [
    ...unmatchedGlobs(
      { path: [...path, 'accounts'], kind: 'accounts', globs: accounts },
      watched,
      'entry',
    ),
    ...unmatchedGlobs(
      { path: [...path, 'regions'], kind: 'regions', globs: regions },
      watched,
      'entry',
    ),
  ];
  if (unmatched.length > 0 || accounts === undefined || stages === undefined) return unmatched;
  if (watched.accounts?.every(({ stage }) => stage !== undefined) !== true) return [];
  const isFitting = watched.accounts.some(
    (account) =>
      matchesAccount(account, accounts) &&
      (stages.length === 0 || stages.some((one) => one === account.stage)),
  );
  return isFitting
    ? []
    : [{ path, message: 'fits no account that is watched; correct or remove it' }];
}
