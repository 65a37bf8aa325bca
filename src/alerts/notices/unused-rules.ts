import type { AccountConfiguration, AlertSettings, Mute } from '../../model/configuration.ts';
import type { RuleProblem } from '../../model/discovery.ts';
import type { LimitDefinition } from '../../model/limit.ts';
import type { Instant } from '../../model/time.ts';
import { covers, coversAccount, describeMute, muteCoverage } from './mutes.ts';

type Account = Pick<AccountConfiguration, 'id' | 'name' | 'stage' | 'regions'>;
type Limit = Pick<LimitDefinition, 'id' | 'scope'>;

/** The subjects of routes that are no limits. */
const OTHER_SUBJECTS = ['sight', 'prune-role'];

/**
 * Mutes and routes that match nothing that is watched now, and mutes that cover all of it without saying
 * so. Where the file lists all accounts these are faults of the file; with discovered accounts only a run
 * can determine them.
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
  const name = `the mute of ${describeMute(mute)} (${mute.owner})`;
  switch (muteCoverage(mute, accounts, limits)) {
    case 'nothing':
      return [{ at: 'alerts.mutes', problem: `${name} matches nothing that is watched` }];
    case 'part':
      return [];
    case 'everything': {
      const problem = `${name} silences everything that is watched, and does not say everything: true`;
      return mute.everything === true ? [] : [{ at: 'alerts.mutes', problem }];
    }
  }
}

/** The first route that matches a subject takes it. */
function ofRoutes(
  routes: AlertSettings['routes'],
  accounts: readonly Account[],
  limits: readonly Limit[],
): readonly RuleProblem[] {
  const taken = new Set<string>();
  return routes.flatMap((route): readonly RuleProblem[] => {
    const reached = accounts
      .filter((account) => coversAccount(route.accounts, account))
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
