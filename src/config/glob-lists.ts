import type { Stage } from '../model/configuration.ts';
import { matchesGlob, matchesSome } from '../model/glob.ts';
import { fitsAccount } from '../model/limit-choice/choice.ts';
import type { RuleContext, WatchedAccount, WatchedTargets } from './draft.ts';
import { completeList } from './draft.ts';
import { didYouMean } from './did-you-mean.ts';
import type { Path, Problem } from './faults.ts';
import { quoted } from './faults.ts';

const NOUNS = { accounts: 'account', regions: 'Region', limits: 'limit' };
const KINDS = ['accounts', 'regions', 'limits'] as const;
type Kind = (typeof KINDS)[number];
/** The word for an entry in messages. */
type EntryNoun = 'route' | 'mute' | 'exception' | 'entry';

type Texts = readonly (string | undefined)[] | undefined;
interface Scope {
  readonly accounts?: Texts;
  readonly stages?: readonly (Stage | undefined)[] | undefined;
  readonly regions?: Texts;
}

/** The lists of an entry, each `undefined` if it has a fault, and in `unmatched` the faults of globs without a match. */
export function readGlobs(
  entry: Scope & { readonly limits?: Texts },
  path: Path,
  noun: EntryNoun,
  { watched, isFaulty }: RuleContext,
) {
  const globsOf = (kind: Kind) => completeList(entry[kind], [...path, kind], isFaulty);
  const globs = {
    accounts: globsOf('accounts'),
    regions: globsOf('regions'),
    limits: globsOf('limits'),
  };
  return {
    ...globs,
    stages: completeList(entry.stages, [...path, 'stages'], isFaulty),
    unmatched: KINDS.flatMap((kind) =>
      unmatchedGlobs(globs[kind] ?? [], kind, path, noun, watched),
    ),
  };
}

export interface StagedAccount extends WatchedAccount {
  readonly stage: Stage;
}

/** The watched accounts to which an entry applies; absent if it has a fault, or accounts or stages are not known. */
export function matchingAccounts(
  entry: Scope,
  path: Path,
  noun: EntryNoun,
  context: RuleContext,
): { readonly problems: readonly Problem[]; readonly accounts?: readonly StagedAccount[] } {
  const { accounts, stages, unmatched } = readGlobs(entry, path, noun, context);
  const all = context.watched.accounts;
  if (unmatched.length > 0 || accounts === undefined || stages === undefined) {
    return { problems: unmatched };
  }
  const isKnown = all?.every((one): one is StagedAccount => one.stage !== undefined) === true;
  if (!isKnown) return { problems: [] };
  const fitting = all.filter((account) => fitsAccount(account, { accounts, stages }));
  if (fitting.length > 0) return { problems: [], accounts: fitting };
  return { problems: [{ path, message: 'fits no account that is watched; correct or remove it' }] };
}

function unmatchedGlobs(
  globs: readonly string[],
  kind: Kind,
  path: Path,
  noun: EntryNoun,
  watched: WatchedTargets,
): readonly Problem[] {
  const { accounts, places, limits } = watched;
  const names = {
    accounts: accounts?.flatMap(({ id, name }) => [name, id]),
    regions: places,
    limits: limits.map(({ id }) => id),
  }[kind];
  if (names === undefined) return [];
  // A list whose only glob is removed would match everything, so the message advises to remove the entry.
  const remedy = globs.length > 1 ? 'correct or remove it' : `correct it or remove the ${noun}`;
  return globs.flatMap((glob, at) => {
    if (matchesSome(names, [glob])) return [];
    const suggestion = similarGlob(glob, names);
    const message = `${quoted(glob)} matches no ${NOUNS[kind]} that is watched; ${remedy}`;
    return [{ path: [...path, kind, at], message, suggestion }];
  });
}

function similarGlob(glob: string, names: readonly string[]): string | undefined {
  const otherCase = names.find((name) => matchesGlob(name.toLowerCase(), glob.toLowerCase()));
  if (otherCase !== undefined) return otherCase;
  const stem = /^(?<stem>[^*?]+)\*$/.exec(glob)?.groups?.['stem'];
  if (stem === undefined) return didYouMean(glob, names);
  // For `paymnts-*`, the beginnings `payments` of the names `payments-api` and `payments-web` are similar.
  const beginnings = [0, 1, -1].flatMap((more) =>
    names.map((name) => name.slice(0, stem.length + more)),
  );
  const similar = didYouMean(stem, beginnings);
  return similar === undefined ? undefined : `${similar}*`;
}
