import type { AccountConfiguration, AlertSettings, Mute } from '../../model/configuration.ts';
import type { RuleProblem } from '../../model/discovery.ts';
import type { LimitDefinition } from '../../model/limit.ts';
import type { Instant } from '../../model/time.ts';
import { covers, describeMute } from './mutes.ts';

type Account = Pick<AccountConfiguration, 'id' | 'name' | 'stage' | 'regions'>;
type Limit = Pick<LimitDefinition, 'id' | 'scope'>;

/** What routes look at besides limits, as `groupOf` has it. */
const OTHER_SUBJECTS = ['sight', 'prune-role'];

/**
 * Mutes and routes that can match nothing of what is watched now, and mutes that cover all of it without
 * saying so. Where the file lists all accounts these are faults of the file; with accounts that are found
 * by rules only a run can tell.
 */
export function alertRuleProblems(
  { mutes, routes }: Pick<AlertSettings, 'mutes' | 'routes'>,
  accounts: readonly Account[],
  limits: readonly Limit[],
  now: Instant,
): readonly RuleProblem[] {
  if (accounts.length === 0) return [];
  return [
    ...mutes.filter(({ until }) => until > now).flatMap((one) => ofMute(one, accounts, limits)),
    ...ofRoutes(routes, accounts, limits),
  ];
}

function ofMute(
  mute: Mute,
  accounts: readonly Account[],
  limits: readonly Limit[],
): readonly RuleProblem[] {
  const named = accounts.filter((account) => isOf(mute.accounts, account));
  const covered = named.flatMap((account) => coverageOf(mute, account, limits));
  const name = `the mute of ${describeMute(mute)} (${mute.owner})`;
  if (!covered.includes(true)) {
    return [{ at: 'alerts.mutes', problem: `${name} matches nothing that is watched` }];
  }
  const isPart = named.length < accounts.length || covered.includes(false);
  if (mute.everything === true || isPart) return [];
  const problem = `${name} silences everything that is watched, and does not say everything: true`;
  return [{ at: 'alerts.mutes', problem }];
}

/** Of each limit of an account in each of its places, whether the mute covers it. */
function coverageOf(
  mute: Mute,
  { regions }: Account,
  limits: readonly Limit[],
): readonly boolean[] {
  return limits.flatMap(({ id, scope }) => {
    const isLimit = covers(mute.limits, id);
    const places = scope === 'account' ? ['global'] : regions.map(({ region }) => region);
    return places.map((place) => isLimit && covers(mute.regions, place));
  });
}

/** In their order: the first that fits takes what it fits. */
function ofRoutes(
  routes: AlertSettings['routes'],
  accounts: readonly Account[],
  limits: readonly Limit[],
): readonly RuleProblem[] {
  const taken = new Set<string>();
  return routes.flatMap((route): readonly RuleProblem[] => {
    const reached = accounts
      .filter((account) => isOf(route.accounts, account))
      .filter(({ stage }) => route.stages.length === 0 || route.stages.includes(stage))
      .flatMap(({ id }) =>
        [...limits.map((limit) => String(limit.id)), ...OTHER_SUBJECTS]
          .filter((subject) => covers(route.limits, subject))
          .map((subject) => `${id} ${subject}`),
      )
      .filter((pair) => !taken.has(pair));
    for (const pair of reached) taken.add(pair);
    if (reached.length > 0) return [];
    const problem = `the route ${route.name} takes nothing: nothing that is watched fits it, or earlier routes take all of that`;
    return [{ at: 'alerts.routes', problem }];
  });
}

function isOf(globs: readonly string[], { id, name }: Account): boolean {
  return covers(globs, id) || covers(globs, name);
}
