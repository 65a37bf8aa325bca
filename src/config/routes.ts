import type { Draft, DraftRoute } from './draft.ts';
import type { Path, Problem } from './faults.ts';
import { pathText } from './faults.ts';
import type { GlobList } from './glob-lists.ts';
import { matchesAccount, matchesSome, unmatchedGlobs } from './glob-lists.ts';
import type { Watched } from './watched.ts';
import { given } from './watched.ts';

/** A route that names no limit takes also what is about none, such as an account that cannot be seen. */
const NO_LIMIT = '';

/** What a route would take if it were the first: of each account by its position, each limit. */
interface Reach {
  readonly accounts: readonly number[];
  readonly limits: readonly string[];
}

/** Globs of routes that match nothing, and routes that nothing can reach. */
export function routeProblems(
  draft: Draft,
  watched: Watched,
  isFaulty: (path: Path) => boolean,
): readonly Problem[] {
  const earlier: { readonly path: Path; readonly reach: Reach }[] = [];
  const taken = new Set<string>();
  return (draft.alerts?.routes ?? []).flatMap((route, at): readonly Problem[] => {
    const path = ['alerts', 'routes', at];
    if (route === undefined) return [];
    const accounts = listOf('accounts', route, path, isFaulty);
    const limits = listOf('limits', route, path, isFaulty);
    const unmatched = [accounts, limits].flatMap((list) => unmatchedGlobs(list, watched, 'route'));
    if (unmatched.length > 0) return unmatched;
    const stages = given(route.stages, [...path, 'stages'], isFaulty);
    const reach = reachOf(accounts.globs, stages, limits.globs, watched);
    if (reach === undefined) return [];
    if (reach.accounts.length === 0) {
      const whose = accounts.globs?.length === 0 ? 'no account' : 'none of its accounts';
      const message = `${whose} has the stage ${stages?.join(' or ') ?? ''}, so it takes nothing; correct or remove it`;
      return [{ path: [...path, 'stages'], message }];
    }
    const pairs = reach.accounts.flatMap((account) =>
      reach.limits.map((limit) => `${account} ${limit}`),
    );
    if (pairs.every((pair) => taken.has(pair))) {
      const one = earlier.find((before) => isWithin(reach, before.reach));
      const who = one === undefined ? 'the routes before it take' : `${pathText(one.path)} takes`;
      const message = `nothing reaches it, as ${who} all that it would; move it up or remove it`;
      return [{ path, message }];
    }
    earlier.push({ path, reach });
    for (const pair of pairs) taken.add(pair);
    return [];
  });
}

function listOf(
  kind: 'accounts' | 'limits',
  route: DraftRoute,
  at: Path,
  isFaulty: (path: Path) => boolean,
): GlobList {
  const path = [...at, kind];
  return { path, kind, globs: given(route[kind], path, isFaulty) };
}

/** `undefined` when a fault leaves it open. */
function reachOf(
  accounts: readonly string[] | undefined,
  stages: readonly string[] | undefined,
  limits: readonly string[] | undefined,
  watched: Watched,
): Reach | undefined {
  if (accounts === undefined || stages === undefined || limits === undefined) return undefined;
  if (watched.accounts === undefined) return undefined;
  const isStageOpen = watched.accounts.some(({ stage }) => stage === undefined);
  if (isStageOpen && stages.length > 0) return undefined;
  const positions = [...watched.accounts.entries()]
    .filter(([, account]) => matchesAccount(account, accounts))
    .filter(([, { stage = '' }]) => stages.length === 0 || stages.includes(stage))
    .map(([position]) => position);
  const ids = watched.limits.map(({ id }) => id).filter((id) => matchesSome([id], limits));
  return { accounts: positions, limits: limits.length === 0 ? [...ids, NO_LIMIT] : ids };
}

function isWithin(inner: Reach, outer: Reach): boolean {
  const accounts = new Set(outer.accounts);
  const limits = new Set(outer.limits);
  return (
    inner.accounts.every((account) => accounts.has(account)) &&
    inner.limits.every((limit) => limits.has(limit))
  );
}
