import type { Configuration } from '../model/configuration.ts';
import type { LimitDefinition, LimitRule } from '../model/limit.ts';
import type { LimitSet } from '../model/limit-choice/sets.ts';
import type { CostInputs, LimitCalls } from './model.ts';

/** One set of limits watched in every account, and in none, with the rest of the configuration unchanged. */
export interface SetChoice {
  readonly set: LimitSet;
  /** Accounts that watch a limit of it as it is. */
  readonly watchedIn: number;
  readonly everywhere: CostInputs;
  readonly nowhere: CostInputs;
}

/** Each set of `catalogue`, in its order. */
export function setChoices(
  inputs: CostInputs,
  catalogue: readonly LimitCalls[],
): readonly SetChoice[] {
  const sets = new Set(catalogue.flatMap(({ definition: { set } }) => set ?? []));
  return [...sets].map((set) => {
    const ofSet = catalogue.filter(({ definition }) => definition.set === set);
    const ids = new Set(ofSet.map(({ definition }) => definition.id));
    const others = inputs.limits.filter(({ definition }) => !ids.has(definition.id));
    const nowhere = withRules(inputs.configuration, (rules) =>
      rules.filter(({ limit }) => !ids.has(limit)),
    );
    const everywhere = withRules(nowhere, (rules) => [...rules, ...addedRules(ofSet, rules)]);
    return {
      set,
      watchedIn: inputs.configuration.accounts.filter(({ rules }) =>
        rules.some(({ limit }) => ids.has(limit)),
      ).length,
      everywhere: { ...inputs, configuration: everywhere, limits: [...others, ...ofSet] },
      nowhere: { ...inputs, configuration: nowhere, limits: others },
    };
  });
}

function withRules(
  configuration: Configuration,
  change: (rules: readonly LimitRule[]) => readonly LimitRule[],
): Configuration {
  const accounts = configuration.accounts.map((one) => ({ ...one, rules: change(one.rules) }));
  return { ...configuration, accounts };
}

function addedRules(
  limits: readonly { readonly definition: LimitDefinition }[],
  rules: readonly LimitRule[],
): readonly LimitRule[] {
  const there = new Set(rules.map(({ limit }) => limit));
  return limits
    .filter(({ definition: { yieldsTo } }) => yieldsTo === undefined || !there.has(yieldsTo))
    .map(({ definition: { id, defaults } }) => ({ limit: id, ...defaults }));
}
