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

export interface MuteSubject {
  readonly account: AccountRef;
  /** A Region, or `global`. */
  readonly place: string;
  /** All of them must be covered: the one limit, or each unknown limit of a target. */
  readonly limits: readonly string[];
}

/** The mute that covers `subject` now; of several the one that lasts longest. */
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

/** Whether one of `globs` matches the id or the name of an account; none at all match every account. */
export function coversAccount(
  globs: readonly string[],
  { id, name }: Pick<AccountRef, 'id' | 'name'>,
): boolean {
  return covers(globs, id) || covers(globs, name);
}

/** Whether one of `globs` fits; none at all fits everything. */
export function covers(globs: readonly string[], text: string): boolean {
  return globs.length === 0 || globs.some((glob) => matchesGlob(text, glob));
}

/** FNV-1a over 64 bits, in hex. Tells contents apart; guards nothing. http://www.isthe.com/chongo/tech/comp/fnv/ */
export function fingerprint(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const unit of new TextEncoder().encode(text)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(unit)) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, '0');
}

/** A mute as alerts and reports show it. */
export function muteRef({ id, owner, reason, until }: Mute): MuteRef {
  return { ...(id !== undefined && { id }), owner, reason, until };
}

/** `all accounts · eu-west-1 · s3-*` */
export function describeMute({ accounts, regions, limits }: Mute): string {
  const part = (globs: readonly string[], all: string) =>
    globs.length === 0 ? all : globs.join(', ');
  return [
    part(accounts, 'all accounts'),
    part(regions, 'all Regions'),
    part(limits, 'all limits'),
  ].join(' · ');
}

/** How much of what is watched a mute covers. */
export type MuteCoverage = 'nothing' | 'part' | 'everything';

type Watched = Pick<AccountConfiguration, 'id' | 'name' | 'regions'>;

/** With no account at all it is unknown: `part`. */
export function muteCoverage(
  mute: Pick<Mute, 'accounts' | 'regions' | 'limits'>,
  accounts: readonly Watched[],
  limits: readonly Pick<LimitDefinition, 'id' | 'scope'>[],
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
