import type { Stage } from '../model/configuration.ts';
import { matchesGlob, matchesSome } from '../model/glob.ts';
import { fitsAccount } from '../model/limit-choice/choice.ts';
import type { RuleContext, WatchedAccount, WatchedTargets } from './draft.ts';
import { completeList } from './draft.ts';
import { didYouMean } from './did-you-mean.ts';
import type { Path, Problem } from './faults.ts';
import { quoted } from './faults.ts';

const NOUNS = { accounts: 'account', regions: 'Region', limits: 'limit' };
type Kind = keyof typeof NOUNS;
type Holder = 'route' | 'mute' | 'exception' | 'entry';

type Texts = readonly (string | undefined)[] | undefined;
interface Scope {
  readonly accounts?: Texts;
  readonly stages?: readonly (Stage | undefined)[] | undefined;
  readonly regions?: Texts;
}

/** The lists of an entry, each `undefined` where a fault makes it unknown, and globs that match nothing. */
export function readGlobs(
  entry: Scope & { readonly limits?: Texts },
  path: Path,
  holder: Holder,
  { watched, isFaulty }: RuleContext,
) {
  const globsOf = (kind: Kind) => completeList(entry[kind], [...path, kind], isFaulty);
  const accounts = globsOf('accounts');
  const regions = globsOf('regions');
  const limits = globsOf('limits');
  const unmatchedOf = (kind: Kind, globs: readonly string[] = []) =>
    unmatchedGlobs(globs, kind, path, holder, watched);
  return {
    accounts,
    regions,
    limits,
    stages: completeList(entry.stages, [...path, 'stages'], isFaulty),
    unmatched: [
      ...unmatchedOf('accounts', accounts),
      ...unmatchedOf('regions', regions),
      ...unmatchedOf('limits', limits),
    ],
  };
}

export interface StagedAccount extends WatchedAccount {
  readonly stage: Stage;
}

function isStaged(account: WatchedAccount): account is StagedAccount {
  return account.stage !== undefined;
}

/** The accounts that an entry applies to, absent where a fault makes them unknown; or why there is none. */
export function accountsFitting(
  entry: Scope,
  path: Path,
  holder: Holder,
  context: RuleContext,
): { readonly problems: readonly Problem[]; readonly accounts?: readonly StagedAccount[] } {
  const { accounts, stages, unmatched } = readGlobs(entry, path, holder, context);
  const all = context.watched.accounts;
  if (unmatched.length > 0 || accounts === undefined || stages === undefined) {
    return { problems: unmatched };
  }
  if (all?.every(isStaged) !== true) return { problems: [] };
  const fitting = all.filter((account) => fitsAccount(account, { accounts, stages }));
  if (fitting.length > 0) return { problems: [], accounts: fitting };
  return { problems: [{ path, message: 'fits no account that is watched; correct or remove it' }] };
}

function unmatchedGlobs(
  globs: readonly string[],
  kind: Kind,
  path: Path,
  holder: Holder,
  watched: WatchedTargets,
): readonly Problem[] {
  const { accounts, places, limits } = watched;
  const names = {
    accounts: accounts?.flatMap(({ id, name }) => [name, id]),
    regions: places,
    limits: limits.map(({ id }) => id),
  }[kind];
  if (names === undefined) return [];
  // Without its only glob, a list would mean all.
  const remedy = globs.length > 1 ? 'correct or remove it' : `correct it or remove the ${holder}`;
  return globs.flatMap((glob, at) => {
    if (matchesSome(names, [glob])) return [];
    const suggestion = meantGlob(glob, names);
    const message = `${quoted(glob)} matches no ${NOUNS[kind]} that is watched; ${remedy}`;
    return [{ path: [...path, kind, at], message, suggestion }];
  });
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
