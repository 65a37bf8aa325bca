import type {
  AccountConfiguration,
  AccountRef,
  AlertSettings,
  Mute,
} from '../../model/configuration.ts';
import { matchesGlob } from '../../model/glob.ts';
import type { LimitDefinition } from '../../model/limit.ts';
import type { MuteRef } from '../../model/notice.ts';
import type { Instant } from '../../model/time.ts';
import type { RuleProblem } from '../../model/discovery.ts';

/** What an alert is about, as mutes see it. */
export interface MuteSubject {
  readonly account: AccountRef;
  /** A Region, or `global` for account-wide limits. */
  readonly place: string;
  /** One limit, or all limits of a target whose usage or quota is unknown. A mute must cover all of them. */
  readonly limits: readonly string[];
}

/** Returns the mute that covers `subject` now and ends last; undefined when there is none. */
export function muteOf(
  mutes: readonly Mute[],
  { account, place, limits }: MuteSubject,
  now: Instant,
): MuteRef | undefined {
  const [longest] = mutes
    .filter(
      (mute) =>
        mute.until > now &&
        coversAccount(mute.accounts, account) &&
        covers(mute.regions, place) &&
        limits.every((limit) => covers(mute.limits, limit)),
    )
    .toSorted((a, b) => b.until - a.until);
  return longest === undefined ? undefined : muteRef(longest);
}

/** Whether one of `globs` matches the id or name of the account. An empty list matches every account. */
export function coversAccount(
  globs: readonly string[],
  { id, name }: Pick<AccountRef, 'id' | 'name'>,
): boolean {
  return covers(globs, id) || covers(globs, name);
}

/** Whether one of `globs` matches `text`. An empty list matches everything. */
export function covers(globs: readonly string[], text: string): boolean {
  return globs.length === 0 || globs.some((glob) => matchesGlob(text, glob));
}

/** Returns the 64-bit FNV-1a hash of `text` in hex; not secure. http://www.isthe.com/chongo/tech/comp/fnv/ */
export function fingerprint(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const unit of new TextEncoder().encode(text)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(unit)) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, '0');
}

export function muteRef({ id, owner, reason, until }: Mute): MuteRef {
  return { ...(id !== undefined && { id }), owner, reason, until };
}

/** Returns what a mute covers, such as `all accounts · eu-west-1 · s3-*`. */
export function describeMute({ accounts, regions, limits }: Mute): string {
  const part = (globs: readonly string[], all: string) =>
    globs.length === 0 ? all : globs.join(', ');
  return [
    part(accounts, 'all accounts'),
    part(regions, 'all Regions'),
    part(limits, 'all limits'),
  ].join(' · ');
}

export type MuteCoverage = 'nothing' | 'part' | 'everything';

type Account = Pick<AccountConfiguration, 'id' | 'name' | 'stage' | 'regions'>;
type Limit = Pick<LimitDefinition, 'id' | 'scope'>;

/** Returns how much of the watched targets a mute covers. Without accounts that is unknown: returns `part`. */
export function muteCoverage(
  mute: Pick<Mute, 'accounts' | 'regions' | 'limits'>,
  accounts: readonly Omit<Account, 'stage'>[],
  limits: readonly Limit[],
): MuteCoverage {
  const covered = accounts.flatMap(({ id, name, regions }) => {
    const isAccount = coversAccount(mute.accounts, { id, name });
    return limits.flatMap((limit) => {
      const isLimit = isAccount && covers(mute.limits, limit.id);
      const places = limit.scope === 'account' ? ['global'] : regions.map(({ region }) => region);
      return places.map((place) => isLimit && covers(mute.regions, place));
    });
  });
  if (covered.length === 0) return 'part';
  if (!covered.includes(true)) return 'nothing';
  return covered.includes(false) ? 'part' : 'everything';
}

const OTHER_SUBJECTS = ['sight', 'prune-role'];

/** Returns a problem for each mute or route that covers nothing, or mute of everything without `everything: true`. */
export function alertRuleProblems(
  { mutes, routes }: Pick<AlertSettings, 'mutes' | 'routes'>,
  accounts: readonly Account[],
  limits: readonly Limit[],
  now: Instant,
): readonly RuleProblem[] {
  if (accounts.length === 0) return [];
  return [
    ...mutes
      .filter(({ until }) => until > now)
      .flatMap((one) => muteProblems(one, accounts, limits)),
    ...routeProblems(routes, accounts, limits),
  ];
}

function muteProblems(
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
      const problem = `${name} mutes everything that is watched, but everything: true is not set`;
      return mute.everything === true ? [] : [{ at: 'alerts.mutes', problem }];
    }
  }
}

function routeProblems(
  routes: AlertSettings['routes'],
  accounts: readonly Account[],
  limits: readonly Limit[],
): readonly RuleProblem[] {
  const routedPairs = new Set<string>();
  return routes.flatMap((route): readonly RuleProblem[] => {
    const reached = accounts
      .filter((account) => coversAccount(route.accounts, account))
      .filter(({ stage }) => route.stages.length === 0 || route.stages.includes(stage))
      .flatMap(({ id }) =>
        [...limits.map((limit) => String(limit.id)), ...OTHER_SUBJECTS]
          .filter((subject) => covers(route.limits, subject))
          .map((subject) => `${id} ${subject}`),
      )
      .filter((pair) => !routedPairs.has(pair));
    for (const pair of reached) routedPairs.add(pair);
    if (reached.length > 0) return [];
    const problem = `the route ${route.name} receives no alerts: it matches nothing that is watched, or earlier routes match all of it`;
    return [{ at: 'alerts.routes', problem }];
  });
}
