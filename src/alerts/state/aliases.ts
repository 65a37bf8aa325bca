import type { AccountId, Region } from '../../model/aws-ids.ts';
import type { Instant } from '../../model/time.ts';
import { DAY_MS, instant } from '../../model/time.ts';
import { defined } from '../defined.ts';
import { dayOf } from '../notices/samples.ts';
import type { AliasTargets, FunctionAliases } from '../../model/aliases.ts';
import type { AliasRecord, WatchState } from '../../model/watch-state.ts';

/** The number of days for which the targets of an alias are remembered. Pruning needs 14. */
const ALIAS_DAYS = 30;

export type AliasState = Pick<WatchState, 'aliases' | 'aliasesReadOn'>;

/** All aliases of one function, as one run read them. */
export interface AliasReading extends FunctionAliases {
  readonly account: AccountId;
  readonly region: Region;
}

type FunctionName = Pick<AliasReading, 'account' | 'region' | 'functionName'>;

/**
 * Adds the readings of one run to `recorded`. If a function was not read for a whole day, its period of unbroken
 * readings starts again: its aliases may have pointed elsewhere in between.
 */
export function recordAliases(
  recorded: AliasState,
  readings: readonly AliasReading[],
  now: Instant,
): AliasState {
  const today = dayOf(now);
  const oldest = dayBefore(now, ALIAS_DAYS);
  const aliases = new Map<string, readonly AliasRecord[]>(
    Object.entries(recorded.aliases)
      .map(([key, all]) => [key, all.filter(({ lastDay }) => lastDay >= oldest)] as const)
      .filter(([, young]) => young.length > 0),
  );
  const readOn = new Map(
    Object.entries(recorded.aliasesReadOn).filter(
      ([, { lastDay }]) => lastDay >= oldest && lastDay <= today,
    ),
  );
  for (const reading of readings) {
    const key = functionKey(reading);
    // The reading may be from an earlier run of the day, which could not save it.
    const readAt = reading.readAt === undefined || reading.readAt > now ? now : reading.readAt;
    const day = dayOf(readAt);
    const records = withReading(aliases.get(key) ?? [], reading, readAt);
    if (records.length > 0) aliases.set(key, records);
    const before = readOn.get(key);
    const unbroken = before !== undefined && before.lastDay >= dayBefore(readAt, 1);
    const lastDay = unbroken ? laterDay(before.lastDay, day) : day;
    readOn.set(key, { firstDay: unbroken ? before.firstDay : day, lastDay });
  }
  return { aliases: Object.fromEntries(aliases), aliasesReadOn: Object.fromEntries(readOn) };
}

/** Returns a function's alias records seen in the `days` before `now` or one day earlier. Some days may have no reading. */
export function aliasesSeen(
  state: AliasState,
  of: FunctionName,
  days: number,
  now: Instant,
): readonly AliasRecord[] {
  // An alias that was last seen one day earlier may have moved at any time before it was read again.
  const since = dayBefore(now, days + 1);
  return recordsOf(state, of).filter(({ lastDay }) => lastDay >= since);
}

/**
 * Whether a run on a day before `before` read an alias with these versions and this revision. AWS never reuses a
 * revision, so the alias has not changed since.
 */
export function wasSeenWith(
  state: AliasState,
  of: FunctionName,
  { name, versions, revision }: AliasTargets,
  before: Instant,
): boolean {
  const seen = sortedUnique(versions);
  return recordsOf(state, of).some(
    (one) =>
      one.alias === name &&
      revision !== undefined &&
      one.revision === revision &&
      sameList(one.versions, seen) &&
      one.firstDay < dayOf(before),
  );
}

/** A change of an alias between two readings: after the day `after` and by the day `by`. */
export interface AliasChange {
  readonly alias: string;
  readonly after: string;
  readonly by: string;
}

/** Returns the recorded changes of a function's aliases in the `days` before `now`. Aliases are read once a day. */
export function changesSeen(
  state: AliasState,
  of: FunctionName,
  days: number,
  now: Instant,
): readonly AliasChange[] {
  const since = dayBefore(now, days);
  const records = recordsOf(state, of).toSorted((a, b) => (a.firstDay < b.firstDay ? -1 : 1));
  return records.flatMap((after, at): readonly AliasChange[] => {
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

function recordsOf({ aliases }: AliasState, of: FunctionName): readonly AliasRecord[] {
  const key = functionKey(of);
  return Object.hasOwn(aliases, key) ? (aliases[key] ?? []) : [];
}

function functionKey({ account, region, functionName }: FunctionName): string {
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
  for (const { name, versions: listed, revision } of aliases) {
    const versions = sortedUnique(listed);
    const at = updated.findIndex(
      (one) =>
        one.alias === name &&
        one.revision === revision &&
        one.lastDay >= yesterday &&
        sameList(one.versions, versions),
    );
    const same = updated[at];
    if (same !== undefined) updated[at] = { ...same, lastDay: laterDay(same.lastDay, day) };
    else {
      const days = { firstDay: day, lastDay: day };
      updated.push({ alias: name, versions, ...defined({ revision }), ...days });
    }
  }
  return updated;
}

function sortedUnique(versions: readonly number[]): readonly number[] {
  return [...new Set(versions)].sort((a, b) => a - b);
}

function sameList(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((version, index) => version === b[index]);
}

function laterDay(a: string, b: string): string {
  return a > b ? a : b;
}

function dayBefore(at: Instant, days: number): string {
  return dayOf(instant(at - days * DAY_MS));
}
