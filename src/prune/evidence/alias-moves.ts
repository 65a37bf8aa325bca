import type { Alias, VersionFacts } from '../model/inventory.ts';
import { groupBy } from '../../model/group-by.ts';
import type { Instant } from '../../model/time.ts';
import { DAY_MS, instant } from '../../model/time.ts';

/** An alias that pointed at a version within so many days keeps it: a rollback may want it. */
export const ALIAS_HISTORY_DAYS = 14;

const KINDS = ['created', 'updated', 'deleted'] as const;

/** One thing that happened to an alias. */
export interface AliasMove {
  readonly at: Instant;
  readonly functionName: string;
  readonly alias: string;
  readonly kind: (typeof KINDS)[number];
  /** What it pointed at afterwards; absent where that did not change, and after it was deleted. */
  readonly target?: string;
  /** What it weighted besides. */
  readonly weighted: readonly string[];
  /** Of the alias, afterwards; absent where the event does not say. */
  readonly revision?: string;
}

export type MovesOfFunction =
  | {
      readonly kind: 'known';
      readonly uses: readonly { readonly version: string; readonly alias: string }[];
    }
  | { readonly kind: 'unknown'; readonly why: string };

export function windowStart(startedAt: Instant): Instant {
  return instant(startedAt - ALIAS_HISTORY_DAYS * DAY_MS);
}

/** Whether what an alias pointed at before a move within the window is not in `moves` yet. */
export function hasUnsettled(moves: readonly AliasMove[], startedAt: Instant): boolean {
  return [...byAlias(moves).values()].some((those) => !isSettled(those, windowStart(startedAt)));
}

/** Whether something else than the trail shows that an alias has not changed since before the trail's delay. */
export type ShowsUnchanged = (alias: Alias) => boolean;

/**
 * What the aliases of one function pointed at and weighted within the window, from its moves. Unknown
 * when it does not add up with the aliases as they are now: a move is missing. So it is of an alias whose
 * revision neither its newest event has nor `isUnchanged` knows: it may have moved a moment ago.
 */
export function movesOfFunction(
  functionName: string,
  aliases: readonly Alias[],
  versions: readonly VersionFacts[],
  moves: readonly AliasMove[],
  startedAt: Instant,
  isUnchanged: ShowsUnchanged,
): MovesOfFunction {
  const since = windowStart(startedAt);
  const own = byAlias(moves.filter((move) => move.functionName === functionName));
  const uses: { readonly version: string; readonly alias: string }[] = [];
  for (const [, those] of own) {
    const [first] = those;
    if (!isSettled(those, since)) {
      return unknown(`what the alias ${first.alias} pointed at before it moved is not on record`);
    }
    for (const { target, weighted, alias } of relevant(those, since)) {
      const versions = [...(target === undefined ? [] : [target]), ...weighted];
      uses.push(...versions.map((version) => ({ version, alias })));
    }
  }
  for (const alias of aliases) {
    const those = own.get(`${functionName}:${alias.name}`);
    const last = those?.findLast(isTelling);
    if (last !== undefined && last.target !== alias.pointsAt) {
      return unknown(`the last move of the alias ${alias.name} is not on record yet`);
    }
    if (!hasRevisionOf(those?.at(-1), alias) && !isUnchanged(alias)) {
      return unknown(`the last change of the alias ${alias.name} is not on record yet`);
    }
    const target = versions.find(({ version }) => version === alias.pointsAt);
    const isNew = target?.modifiedAt !== undefined && target.modifiedAt >= since;
    if (isNew && (last === undefined || last.at < since)) {
      return unknown(`the move of the alias ${alias.name} to a new version is not on record`);
    }
  }
  return { kind: 'known', uses };
}

function hasRevisionOf(newest: AliasMove | undefined, { revision }: Alias): boolean {
  return revision !== undefined && newest?.revision === revision;
}

type Moves = readonly [AliasMove, ...AliasMove[]];

/** Moves of each alias, the oldest first. */
function byAlias(moves: readonly AliasMove[]): ReadonlyMap<string, Moves> {
  // Each kind is listed newest first; within one second that and the kind tell the order.
  const oldestFirst = moves
    .toReversed()
    .toSorted((a, b) => a.at - b.at || KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind));
  return groupBy(oldestFirst, ({ functionName, alias }) => `${functionName}:${alias}`);
}

/** Whether it says where the alias pointed afterwards. */
function isTelling({ kind, target }: AliasMove): boolean {
  return kind === 'deleted' || target !== undefined;
}

/** Whether it is known what the alias pointed at when the window began, if anything. */
function isSettled(moves: Moves, since: Instant): boolean {
  const oldest = moves.find(isTelling);
  return oldest === undefined || oldest.kind === 'created' || oldest.at < since;
}

/** Those within the window, and the one before it, which held until then. */
function relevant(moves: Moves, since: Instant): readonly AliasMove[] {
  const inside = moves.filter(({ at }) => at >= since);
  const before = moves.findLast((move) => move.at < since && isTelling(move));
  return inside.length === 0 || before === undefined ? inside : [before, ...inside];
}

function unknown(why: string): MovesOfFunction {
  return { kind: 'unknown', why };
}
