import type { Alias, VersionFacts } from '../model/inventory.ts';
import { groupBy } from '../../model/group-by.ts';
import type { Instant } from '../../model/time.ts';
import { DAY_MS, instant } from '../../model/time.ts';

/** Versions that an alias pointed at within this many days are kept, since a rollback may need them. */
export const ALIAS_HISTORY_DAYS = 14;

const KINDS = ['created', 'updated', 'deleted'] as const;

/** A creation, change or deletion of an alias, from CloudTrail. */
export interface AliasMove {
  readonly at: Instant;
  readonly functionName: string;
  readonly alias: string;
  readonly kind: (typeof KINDS)[number];
  /** The version that the alias then points at; absent if the target was not changed, and after a deletion. */
  readonly target?: string;
  /** The versions that then receive a share of the alias's traffic. */
  readonly weighted: readonly string[];
  /** The alias's revision id afterwards; absent if the event does not give it. */
  readonly revision?: string;
}

/** The versions that a function's aliases pointed at, or why they are unknown. */
export type MovesOfFunction =
  | {
      readonly kind: 'known';
      readonly uses: readonly { readonly version: string; readonly alias: string }[];
    }
  | { readonly kind: 'unknown'; readonly why: string };

/** Returns the time 14 days before `startedAt`. */
export function windowStart(startedAt: Instant): Instant {
  return instant(startedAt - ALIAS_HISTORY_DAYS * DAY_MS);
}

/** Returns whether `moves` leave unknown where any of their aliases pointed 14 days before `startedAt`. */
export function lacksFirstTarget(moves: readonly AliasMove[], startedAt: Instant): boolean {
  return [...byAlias(moves).values()].some(
    (those) => !isFirstTargetKnown(those, windowStart(startedAt)),
  );
}

/**
 * Returns the versions that a function's aliases pointed at, or sent traffic to, in the last 14 days. The result is
 * `unknown` if `moves` do not show where an alias pointed 14 days ago or how it came to its current target, or if the last
 * move has another revision than the alias and `isUnchanged` is false.
 * @param isUnchanged whether watch runs show that an alias has not changed in the minutes that CloudTrail does not show
 */
export function movesOfFunction(
  functionName: string,
  aliases: readonly Alias[],
  versions: readonly VersionFacts[],
  moves: readonly AliasMove[],
  startedAt: Instant,
  isUnchanged: (alias: Alias) => boolean,
): MovesOfFunction {
  const since = windowStart(startedAt);
  const own = byAlias(moves.filter((move) => move.functionName === functionName));
  const uses: { readonly version: string; readonly alias: string }[] = [];
  for (const [, those] of own) {
    const [first] = those;
    if (!isFirstTargetKnown(those, since)) {
      return unknown(`what the alias ${first.alias} pointed at before it moved is not on record`);
    }
    for (const { target, weighted, alias } of movesFrom(those, since)) {
      const versions = [...(target === undefined ? [] : [target]), ...weighted];
      uses.push(...versions.map((version) => ({ version, alias })));
    }
  }
  for (const alias of aliases) {
    const those = own.get(`${functionName}:${alias.name}`);
    const last = those?.findLast(namesTarget);
    if (last !== undefined && last.target !== alias.pointsAt) {
      return unknown(`the last move of the alias ${alias.name} is not on record yet`);
    }
    const isShown = alias.revision !== undefined && those?.at(-1)?.revision === alias.revision;
    if (!isShown && !isUnchanged(alias)) {
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

/** The moves of one alias, oldest first. */
type Moves = readonly [AliasMove, ...AliasMove[]];

function byAlias(moves: readonly AliasMove[]): ReadonlyMap<string, Moves> {
  // CloudTrail lists each kind of event newest first, with times in seconds; the kind orders events of one second.
  const oldestFirst = moves
    .toReversed()
    .toSorted((a, b) => a.at - b.at || KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind));
  return groupBy(oldestFirst, ({ functionName, alias }) => `${functionName}:${alias}`);
}

function namesTarget({ kind, target }: AliasMove): boolean {
  return kind === 'deleted' || target !== undefined;
}

/** Returns whether the alias's target at `since` is known, or the alias did not exist then. */
function isFirstTargetKnown(moves: Moves, since: Instant): boolean {
  const oldest = moves.find(namesTarget);
  return oldest === undefined || oldest.kind === 'created' || oldest.at < since;
}

/** Returns the moves from `since` on and, if there are any, the last one before, whose target was current at `since`. */
function movesFrom(moves: Moves, since: Instant): readonly AliasMove[] {
  const inside = moves.filter(({ at }) => at >= since);
  const before = moves.findLast((move) => move.at < since && namesTarget(move));
  return inside.length === 0 || before === undefined ? inside : [before, ...inside];
}

function unknown(why: string): MovesOfFunction {
  return { kind: 'unknown', why };
}
