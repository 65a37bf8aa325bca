import type { Draft } from './draft.ts';
import type { Path, Problem } from './faults.ts';
import { matchesAccount, matchesSome, unmatchedGlobs } from './glob-lists.ts';
import type { Watched } from './watched.ts';
import { given, WHOLE_ACCOUNT } from './watched.ts';

/** What a mute names, in each respect; all when empty. */
interface Named {
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  readonly limits: readonly string[];
}

/** Globs of mutes that match nothing, and mutes that cover nothing or everything. */
export function muteProblems(
  draft: Draft,
  watched: Watched,
  isFaulty: (path: Path) => boolean,
): readonly Problem[] {
  return (draft.alerts?.mutes ?? []).flatMap((mute, at): readonly Problem[] => {
    const path = ['alerts', 'mutes', at];
    if (mute === undefined) return [];
    const globsOf = (kind: keyof Named) => given(mute[kind], [...path, kind], isFaulty);
    const accounts = globsOf('accounts');
    const regions = globsOf('regions');
    const limits = globsOf('limits');
    const unmatched = [
      { path: [...path, 'accounts'], kind: 'accounts', globs: accounts } as const,
      { path: [...path, 'regions'], kind: 'regions', globs: regions } as const,
      { path: [...path, 'limits'], kind: 'limits', globs: limits } as const,
    ].flatMap((list) => unmatchedGlobs(list, watched, 'mute'));
    if (unmatched.length > 0) return unmatched;
    if (accounts === undefined || regions === undefined || limits === undefined) return [];
    const named = { accounts, regions, limits };
    const saysSo = mute.everything === true || isFaulty([...path, 'everything']);
    if (!saysSo && coversEverything(named, watched)) {
      const message =
        'would silence everything that is watched; name the accounts, Regions or limits that it covers, or say everything: true';
      return [{ path, message }];
    }
    if (coversNothing(named, watched)) {
      const message =
        'covers nothing, as none of its accounts has such a limit in such a Region; correct or remove it';
      return [{ path, message }];
    }
    return [];
  });
}

/**
 * Whether every limit of every target is covered. What is not known before a run (accounts of the
 * organisation, Regions that a fault leaves open) is covered only by all, or by wildcards alone.
 */
function coversEverything(
  { accounts, regions, limits }: Named,
  { accounts: all, places, limits: definitions }: Watched,
): boolean {
  const areLimits = definitions.every(({ id }) => matchesSome([id], limits));
  const areAccounts =
    all?.every((account) => matchesAccount(account, accounts)) ?? isOpenToAll(accounts);
  const arePlaces = places?.every((place) => matchesSome([place], regions)) ?? isOpenToAll(regions);
  return areLimits && areAccounts && arePlaces;
}

/** A glob of wildcards alone names nothing. */
function isOpenToAll(globs: readonly string[]): boolean {
  return globs.length === 0 || globs.some((glob) => /^[*?]+$/.test(glob));
}

function coversNothing({ accounts, regions, limits }: Named, watched: Watched): boolean {
  const scopes = new Set(
    watched.limits.filter(({ id }) => matchesSome([id], limits)).map(({ scope }) => scope),
  );
  const isWhole = scopes.has('account') && matchesSome([WHOLE_ACCOUNT], regions);
  const isCovered = watched.accounts
    ?.filter((account) => matchesAccount(account, accounts))
    // Of an account whose Regions a fault leaves open, nothing can be told.
    .some(
      ({ regions: codes }) =>
        isWhole || codes === undefined || (scopes.has('region') && matchesSome(codes, regions)),
    );
  return isCovered === false;
}
