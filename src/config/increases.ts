import type { IncreaseRule, IncreaseSettings } from '../model/increase/increase.ts';
import type { LimitDefinition } from '../model/limit.ts';
import { limitId } from '../model/limit.ts';
import { notWatchedMessage } from './choices.ts';
import type { RuleContext } from './context.ts';
import { didYouMean } from './did-you-mean.ts';
import type { Path, Problem } from './faults.ts';
import { quoted } from './faults.ts';
import { accountsFitting } from './glob-lists.ts';
import type { WrittenIncreases } from './limits-schema.ts';

/** The increases of a file without faults. */
export function increasesOf({ mode = 'dry', rules }: WrittenIncreases): IncreaseSettings {
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

/** Rules for what AWS does not increase or is not watched, that fit nothing, or that say no step or two. */
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
      ...accountsFitting(rule, path, 'entry', context).problems,
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
