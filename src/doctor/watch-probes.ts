import type { LimitReads, Limit, LimitAction } from '../limits/limit.ts';
import { neededActions, resourceOf } from '../limits/limit.ts';
import { LIMIT_SETS } from '../model/limit-choice/sets.ts';
import type { AccountConfiguration } from '../model/configuration.ts';
import type { Probes } from './attempt.ts';

/** An action to test, and its name in results. */
export interface ActionToTry {
  readonly subject: string;
  readonly tried: LimitAction;
}

/**
 * The actions to test for these limits. An action that `catalogue` needs on several resources is tested once for
 * each resource, and its subject names the resource.
 */
export function actionsToTry(
  limits: readonly Limit[],
  catalogue: readonly Limit[],
  readsStorageMode: boolean,
): readonly ActionToTry[] {
  const all = neededActions(catalogue, true);
  return neededActions(limits, readsStorageMode)
    .map((tried) => {
      const { action } = tried;
      const isOnSeveral = all.filter((one) => one.action === action).length > 1;
      return { tried, subject: isOnSeveral ? `${action} (${resourceOf(tried) ?? '*'})` : action };
    })
    .toSorted((a, b) => (a.subject < b.subject ? -1 : 1));
}

/**
 * The limits whose permissions are tested in an account. Limits that are left out there are not tested, and neither
 * is reading a quota whose value the configuration states.
 */
export function limitsToTry(
  { rules }: Pick<AccountConfiguration, 'rules'>,
  limits: readonly Limit[],
): readonly Limit[] {
  return limits.flatMap((limit): readonly Limit[] => {
    const rule = rules.find((one) => one.limit === limit.definition.id);
    if (rule === undefined) return [];
    // For a limit by usage metric, the quota must be readable, as only it names the metric.
    if (rule.statedQuota === undefined || 'usage' in limit) return [limit];
    const actions = limit.actions.filter(({ action }) => !action.startsWith(QUOTA_ACTIONS));
    return [{ ...limit, actions }];
  });
}

/** The prefix of all actions of Service Quotas: https://docs.aws.amazon.com/service-authorization/latest/reference/list_servicequotas.html */
const QUOTA_ACTIONS = 'servicequotas:';

/** By subject, the parameter of the read role that grants the action; actions that are always granted are left out. */
export function parametersBySubject(watched: readonly Limit[]): ReadonlyMap<string, string> {
  const always = actionsToTry(
    watched.filter(({ definition }) => definition.set === undefined),
    watched,
    true,
  ).map(({ subject }) => subject);
  return new Map(
    watched.flatMap((limit) => {
      const { set } = limit.definition;
      if (set === undefined) return [];
      return actionsToTry([limit], watched, true)
        .filter(({ subject }) => !always.includes(subject))
        .map(({ subject }) => [subject, LIMIT_SETS[set].parameter] as const);
    }),
  );
}

/** By subject, the requests that test the permissions of `limits`. @param watched all limits that are watched */
export function watchProbes(
  limits: readonly Limit[],
  watched: readonly Limit[],
): Probes<Pick<LimitReads, 'aws'>> {
  return Object.fromEntries(
    actionsToTry(limits, watched, true).map(({ subject, tried }) => [subject, tried.probe]),
  );
}
