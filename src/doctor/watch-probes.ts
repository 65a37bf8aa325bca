import type { LimitReads, Limit, LimitAction } from '../limits/limit.ts';
import { neededActions, resourceOf } from '../limits/limit.ts';
import { LIMIT_SETS } from '../model/limit-choice/sets.ts';
import type { AccountConfiguration } from '../model/configuration.ts';
import type { Probes } from './attempt.ts';

export interface TriedAction {
  readonly subject: string;
  readonly tried: LimitAction;
}

/**
 * What is tried for these limits: each action once, or once a resource where `catalogue` needs it on
 * several, named with the resource then.
 */
export function triedActions(
  limits: readonly Limit[],
  catalogue: readonly Limit[],
  readsStorageMode: boolean,
): readonly TriedAction[] {
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
 * The limits of which permissions are tried in an account: without those that are left out there, and
 * without the reading of quotas that the configuration states because it is denied.
 */
export function limitsTried(
  { rules }: Pick<AccountConfiguration, 'rules'>,
  limits: readonly Limit[],
): readonly Limit[] {
  return limits.flatMap((limit): readonly Limit[] => {
    const rule = rules.find((one) => one.limit === limit.definition.id);
    if (rule === undefined) return [];
    // A usage metric is known only from the quota.
    if (rule.statedQuota === undefined || 'usage' in limit) return [limit];
    const actions = limit.actions.filter(({ action }) => !action.startsWith(QUOTA_ACTIONS));
    return [{ ...limit, actions }];
  });
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_servicequotas.html */
const QUOTA_ACTIONS = 'servicequotas:';

/** By subject, the parameter of the read role that grants it; without what is granted always. */
export function setParameters(watched: readonly Limit[]): ReadonlyMap<string, string> {
  const always = triedActions(
    watched.filter(({ definition }) => definition.set === undefined),
    watched,
    true,
  ).map(({ subject }) => subject);
  return new Map(
    watched.flatMap((limit) => {
      const { set } = limit.definition;
      if (set === undefined) return [];
      return triedActions([limit], watched, true)
        .filter(({ subject }) => !always.includes(subject))
        .map(({ subject }) => [subject, LIMIT_SETS[set].parameter] as const);
    }),
  );
}

/** One probe for each subject of `limits`, of those that are watched. */
export function watchProbes(
  limits: readonly Limit[],
  watched: readonly Limit[],
): Probes<Pick<LimitReads, 'aws'>> {
  return Object.fromEntries(
    triedActions(limits, watched, true).map(({ subject, tried }) => [subject, tried.probe]),
  );
}
