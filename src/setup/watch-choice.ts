import { ALL, limitsNamed } from '../config/limits-schema.ts';
import { neededActions, resourceOf } from '../limits/limit.ts';
import { catalogue } from '../limits/catalogue.ts';
import type { Limit } from '../limits/limit.ts';
import { limitGroups } from '../model/limit-choice/groups.ts';
import type { LimitSet } from '../model/limit-choice/sets.ts';
import { LIMIT_SETS } from '../model/limit-choice/sets.ts';
import type { Parameters } from './stack-set-commands.ts';

export const NONE = 'none';

/** The names in a text such as `iam, logs-resource-policies`, each once; empty for the text `none`. */
export function readWatch(text: string): readonly string[] {
  const names = new Set(text.split(/[\s,]+/).filter((name) => name !== ''));
  if (names.size === 1) names.delete(NONE);
  return [...names];
}

/** The parameters of the read role that the named limits, sets or `all` need. */
export function watchParameters(names: readonly string[]): Parameters {
  const definitions = catalogue.map(({ definition }) => definition);
  const ids = limitsNamed(names, definitions);
  const sets = limitGroups(definitions.filter(({ id }) => ids.includes(id)));
  return Object.fromEntries(
    sets.flatMap(({ set }) => (set === undefined ? [] : [[LIMIT_SETS[set].parameter, 'true']])),
  );
}

/** The question which further limits to watch, with the permissions that each set adds; undefined if there are none. */
export function watchQuestion(): string | undefined {
  const costs = setCosts();
  if (costs.length === 0) return undefined;
  const added = costs.map(({ set, permissions }) => `${set} ${permissions}`).join(', ');
  return `Limits to watch besides ${alwaysTitles()}: sets or ids in commas, ${ALL} or ${NONE}; each set adds so many read permissions to the role: ${added}`;
}

/** For each set, the number of permissions that it needs in addition to those of the limits always watched. */
export function setCosts(): readonly { readonly set: LimitSet; readonly permissions: number }[] {
  const always = new Set(
    permissionsOf(catalogue.filter((one) => one.definition.set === undefined)),
  );
  return limitGroups(catalogue.map(({ definition }) => definition)).flatMap(({ set }) => {
    if (set === undefined) return [];
    const own = permissionsOf(catalogue.filter((one) => one.definition.set === set));
    return [{ set, permissions: own.filter((one) => !always.has(one)).length }];
  });
}

function permissionsOf(limits: readonly Limit[]): readonly string[] {
  return neededActions(limits, true).map((one) => `${one.action} ${resourceOf(one) ?? ''}`);
}

function alwaysTitles(): string {
  return catalogue
    .filter(({ definition }) => definition.set === undefined)
    .map(({ definition }) => definition.title)
    .join(', ');
}
