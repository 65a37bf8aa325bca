import type { AccountId, Region } from '../../model/aws-ids.ts';
import type { Instant } from '../../model/time.ts';
import { DAY_MS, instant, isoTime } from '../../model/time.ts';
import type { AliasTargets, FunctionAliases } from '../../model/aliases.ts';
import type { AliasRecord, WatchState } from '../../model/watch-state.ts';

/** Days for which it is kept what an alias referred to. Pruning asks for 14 of them. */
const ALIAS_DAYS = 30;

export type AliasState = Pick<WatchState, 'aliases' | 'aliasesReadOn'>;

/** The aliases of one function as one run read them: all of them, or the function is not in here. */
export interface AliasReading extends FunctionAliases {
  readonly account: AccountId;
  readonly region: Region;
}

/**
 * What the aliases of each function referred to, brought up to `now`. A function of which a whole day
 * went by unread starts its record anew: its aliases may have been elsewhere in between.
 */
export function recordAliases(
  kept: AliasState,
  readings: readonly AliasReading[],
  now: Instant,
): AliasState {
  const today = dayOf(now);
  const oldest = dayBefore(now, ALIAS_DAYS);
  const aliases = new Map<string, readonly AliasRecord[]>(
    Object.entries(kept.aliases).flatMap(([key, records]) => {
      const young = records.filter(({ lastDay }) => lastDay >= oldest);
      return young.length === 0 ? [] : [[key, young] as const];
    }),
  );
  const readOn = new Map(
    Object.entries(kept.aliasesReadOn).filter(
      ([, { lastDay }]) => lastDay >= oldest && lastDay <= today,
    ),
  );
  for (const reading of readings) {
    const key = functionKey(reading.account, reading.region, reading.functionName);
    // An earlier run of the day may not have saved what it read.
    const readAt = reading.readAt === undefined || reading.readAt > now ? now : reading.readAt;
    const day = dayOf(readAt);
    const records = withReading(aliases.get(key) ?? [], reading, readAt);
    if (records.length > 0) aliases.set(key, records);
    const before = readOn.get(key);
    const unbroken = before !== undefined && before.lastDay >= dayBefore(readAt, 1);
    const lastDay = unbroken ? later(before.lastDay, day) : day;
    readOn.set(key, { firstDay: unbroken ? before.firstDay : day, lastDay });
  }
  return { aliases: Object.fromEntries(aliases), aliasesReadOn: Object.fromEntries(readOn) };
}

/**
 * The versions that aliases of a function were seen to refer to in the `days` before `now`, whether or not
 * the record is whole: runs look at them from time to time.
 */
export function aliasesSeen(
  state: AliasState,
  of: Pick<AliasReading, 'account' | 'region' | 'functionName'>,
  days: number,
  now: Instant,
): readonly AliasRecord[] {
  // Last seen the day before, an alias may have moved at any time until it was read again.
  const since = dayBefore(now, days + 1);
  return recordsOf(state, of).filter(({ lastDay }) => lastDay >= since);
}

/**
 * Whether a run on a day that had ended by `before` saw an alias refer to these versions with this revision.
 * A revision never comes back, so the alias has not changed since.
 */
export function wasSeenWith(
  state: AliasState,
  of: Pick<AliasReading, 'account' | 'region' | 'functionName'>,
  { name, versions, revision }: AliasTargets,
  before: Instant,
): boolean {
  const seen = ascending(versions);
  return recordsOf(state, of).some(
    (one) =>
      one.alias === name &&
      revision !== undefined &&
      one.revision === revision &&
      sameList(one.versions, seen) &&
      one.firstDay < dayOf(before),
  );
}

/** An alias was read on both days, with another revision on the second. */
export interface SeenChange {
  readonly alias: string;
  readonly after: string;
  readonly by: string;
}

/**
 * The changes of aliases of a function in the `days` before `now` that the record shows. Where an alias was
 * between the two readings, it does not: runs look at an alias once a day.
 */
export function changesSeen(
  state: AliasState,
  of: Pick<AliasReading, 'account' | 'region' | 'functionName'>,
  days: number,
  now: Instant,
): readonly SeenChange[] {
  const since = dayBefore(now, days);
  const records = recordsOf(state, of).toSorted((a, b) => (a.firstDay < b.firstDay ? -1 : 1));
  return records.flatMap((after, at): readonly SeenChange[] => {
    const { alias } = after;
    const before = records.slice(0, at).findLast((one) => one.alias === alias);
    const isChange =
      before?.revision !== undefined &&
      after.revision !== undefined &&
      before.revision !== after.revision;
    return isChange && before.lastDay >= since
      ? [{ alias, after: before.lastDay, by: after.firstDay }]
      : [];
  });
}

function recordsOf(
  { aliases }: AliasState,
  { account, region, functionName }: Pick<AliasReading, 'account' | 'region' | 'functionName'>,
): readonly AliasRecord[] {
  const key = functionKey(account, region, functionName);
  return Object.hasOwn(aliases, key) ? (aliases[key] ?? []) : [];
}

/** As in `WatchState.aliases`. */
function functionKey(account: AccountId, region: Region, functionName: string): string {
  return `${account}/${region}/${functionName}`;
}

function withReading(
  records: readonly AliasRecord[],
  { aliases }: AliasReading,
  readAt: Instant,
): readonly AliasRecord[] {
  const day = dayOf(readAt);
  const yesterday = dayBefore(readAt, 1);
  const updated = [...records];
  for (const { name, versions, revision } of aliases) {
    const seen = ascending(versions);
    const goesOn = updated.findIndex(
      (one) =>
        one.alias === name &&
        one.revision === revision &&
        one.lastDay >= yesterday &&
        sameList(one.versions, seen),
    );
    const going = updated[goesOn];
    if (going === undefined) {
      const days = { firstDay: day, lastDay: day };
      updated.push({
        alias: name,
        versions: seen,
        ...(revision !== undefined && { revision }),
        ...days,
      });
    } else {
      updated[goesOn] = { ...going, lastDay: later(going.lastDay, day) };
    }
  }
  return updated;
}

function ascending(versions: readonly number[]): readonly number[] {
  return [...new Set(versions)].sort((a, b) => a - b);
}

function sameList(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((version, index) => version === b[index]);
}

function later(a: string, b: string): string {
  return a > b ? a : b;
}

function dayOf(at: Instant): string {
  return isoTime(at).slice(0, 10);
}

function dayBefore(at: Instant, days: number): string {
  return dayOf(instant(at - days * DAY_MS));
}
