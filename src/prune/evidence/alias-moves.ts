import type { Alias, VersionFacts } from '../model/inventory.ts';
import { groupBy } from '../../model/group-by.ts';
import type { Instant } from '../../model/time.ts';
import { DAY_MS, instant } from '../../model/time.ts';

/** A version that an alias pointed at within this many days is kept for a rollback. */
export const ALIAS_HISTORY_DAYS = 14;

const KINDS = ['created', 'updated', 'deleted'] as const;

export interface AliasMove {
  readonly at: Instant;
  readonly functionName: string;
  readonly alias: string;
  readonly kind: (typeof KINDS)[number];
  /** The target afterwards; absent where unchanged, and after a deletion. */
  readonly target?: string;
  readonly weighted: readonly string[];
  /** Afterwards; absent where the event does not give it. */
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

/** Whether `moves` lack the target of an alias before its first move within the window. */
export function hasUnsettled(moves: readonly AliasMove[], startedAt: Instant): boolean {
  return [...byAlias(moves).values()].some((those) => !isSettled(those, windowStart(startedAt)));
}

/** Whether the record shows that an alias has not changed within the trail's delay. */
export type ShowsUnchanged = (alias: Alias) => boolean;

/**
 * The versions that a function's aliases pointed at or weighted within the window. Unknown when the moves do
 * not lead to the current aliases, or neither the newest event nor `isUnchanged` knows the revision of an
 * alias: a move is missing, or is not shown yet.
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

function byAlias(moves: readonly AliasMove[]): ReadonlyMap<string, Moves> {
  // Each kind is listed newest first; within one second the kind gives the order.
  const oldestFirst = moves
    .toReversed()
    .toSorted((a, b) => a.at - b.at || KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind));
  return groupBy(oldestFirst, ({ functionName, alias }) => `${functionName}:${alias}`);
}

function isTelling({ kind, target }: AliasMove): boolean {
  return kind === 'deleted' || target !== undefined;
}

/** Whether the target at the start of the window is known, if there was one. */
function isSettled(moves: Moves, since: Instant): boolean {
  const oldest = moves.find(isTelling);
  return oldest === undefined || oldest.kind === 'created' || oldest.at < since;
}

/** Moves within the window, and the last one before it, whose target was valid until then. */
function relevant(moves: Moves, since: Instant): readonly AliasMove[] {
  const inside = moves.filter(({ at }) => at >= since);
  const before = moves.findLast((move) => move.at < since && isTelling(move));
  return inside.length === 0 || before === undefined ? inside : [before, ...inside];
}

function unknown(why: string): MovesOfFunction {
  return { kind: 'unknown', why };
}
