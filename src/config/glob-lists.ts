import { matchesGlob } from '../model/glob.ts';
import { didYouMean } from './did-you-mean.ts';
import type { Path, Problem } from './faults.ts';
import { quoted } from './faults.ts';
import type { Watched, WatchedAccount } from './watched.ts';

/** Globs of one kind in a route or mute. No globs stand for all; `undefined` is left open by a fault. */
export interface GlobList {
  readonly path: Path;
  readonly globs: readonly string[] | undefined;
  readonly kind: keyof typeof KINDS;
}

const KINDS = { accounts: 'account', regions: 'Region', limits: 'limit' };

/** Globs that match nothing that is watched. `holder` is what the list is of, for the remedy. */
export function unmatchedGlobs(
  { path, globs = [], kind }: GlobList,
  watched: Watched,
  holder: 'route' | 'mute' | 'exception' | 'entry',
): readonly Problem[] {
  const names = namesOf(kind, watched);
  if (names === undefined) return [];
  // Without its only glob, a list would stand for all.
  const remedy = globs.length > 1 ? 'correct or remove it' : `correct it or remove the ${holder}`;
  return [...globs.entries()].flatMap(([at, glob]) => {
    if (matchesSome(names, [glob])) return [];
    const suggestion = meantGlob(glob, names);
    const message = `${quoted(glob)} matches no ${KINDS[kind]} that is watched; ${remedy}`;
    return [{ path: [...path, at], message, ...(suggestion === undefined ? {} : { suggestion }) }];
  });
}

/** Whether one of the globs takes one of the names of a thing. No globs take all. */
export function matchesSome(names: readonly string[], globs: readonly string[]): boolean {
  return globs.length === 0 || globs.some((glob) => names.some((name) => matchesGlob(name, glob)));
}

/** An account is matched by its id or its name. */
export function matchesAccount({ id, name }: WatchedAccount, globs: readonly string[]): boolean {
  return matchesSome([id, name], globs);
}

function namesOf(kind: GlobList['kind'], watched: Watched): readonly string[] | undefined {
  switch (kind) {
    case 'accounts':
      return watched.accounts?.flatMap(({ id, name }) => [name, id]);
    case 'regions':
      return watched.places;
    case 'limits':
      return watched.limits.map(({ id }) => id);
  }
}

function meantGlob(glob: string, names: readonly string[]): string | undefined {
  const otherCase = names.find((name) => matchesGlob(name.toLowerCase(), glob.toLowerCase()));
  if (otherCase !== undefined) return otherCase;
  const stem = /^(?<stem>[^*?]+)\*$/.exec(glob)?.groups?.['stem'];
  if (stem === undefined) return didYouMean(glob, names);
  // `paymnts-*` is near to what `payments-api` and `payments-web` begin with.
  const beginnings = [0, 1, -1].flatMap((more) =>
    names.map((name) => name.slice(0, stem.length + more)),
  );
  const meant = didYouMean(stem, beginnings);
  return meant === undefined ? undefined : `${meant}*`;
}
