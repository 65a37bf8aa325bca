import type { AccountId, Region } from '../../model/aws-ids.ts';
import type { Instant } from '../../model/time.ts';
import { DAY_MS, instant, isoTime } from '../../model/time.ts';
import type { AliasRecord, WatchState } from '../../model/watch-state.ts';

/** Days for which it is kept what an alias referred to. Pruning asks for 14 of them. */
export const ALIAS_DAYS = 30;

export type AliasState = Pick<WatchState, 'aliases' | 'aliasesReadOn'>;

/** The aliases of one function as one run read them: all of them, or the function is not in here. */
export interface AliasReading {
  readonly account: AccountId;
  readonly region: Region;
  readonly functionName: string;
  readonly aliases: readonly { readonly name: string; readonly versions: readonly number[] }[];
}

export type AliasHistory =
  /** Published versions that any alias was seen to refer to, ascending. */
  | { readonly kind: 'known'; readonly versions: readonly number[] }
  /** The record does not reach back without a gap: any version may have been referred to. */
  | { readonly kind: 'unknown' };

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
    const records = withReading(aliases.get(key) ?? [], reading, now);
    if (records.length > 0) aliases.set(key, records);
    const before = readOn.get(key);
    const unbroken = before !== undefined && before.lastDay >= dayBefore(now, 1);
    readOn.set(key, { firstDay: unbroken ? before.firstDay : today, lastDay: today });
  }
  return { aliases: Object.fromEntries(aliases), aliasesReadOn: Object.fromEntries(readOn) };
}

/**
 * The versions that aliases of a function referred to in the `days` before `now`. `unknown` while the
 * record is younger than that, or has a day on which they were not read.
 */
export function aliasHistory(
  state: AliasState,
  of: Pick<AliasReading, 'account' | 'region' | 'functionName'>,
  days: number,
  now: Instant,
): AliasHistory {
  const key = functionKey(of.account, of.region, of.functionName);
  const readOn = Object.hasOwn(state.aliasesReadOn, key) ? state.aliasesReadOn[key] : undefined;
  const reachesBack = readOn !== undefined && readOn.firstDay <= dayBefore(now, days);
  // No watch run can have read them on a day that is still to come.
  const isCurrent =
    readOn !== undefined && readOn.lastDay >= dayBefore(now, 1) && readOn.lastDay <= dayOf(now);
  if (!reachesBack || !isCurrent || days >= ALIAS_DAYS) return { kind: 'unknown' };
  // Last seen the day before, an alias may have moved at any time until it was read again.
  const since = dayBefore(now, days + 1);
  const records = Object.hasOwn(state.aliases, key) ? (state.aliases[key] ?? []) : [];
  const versions = records.filter(({ lastDay }) => lastDay >= since).flatMap((one) => one.versions);
  return { kind: 'known', versions: ascending(versions) };
}

/** As in `WatchState.aliases`. */
function functionKey(account: AccountId, region: Region, functionName: string): string {
  return `${account}/${region}/${functionName}`;
}

function withReading(
  records: readonly AliasRecord[],
  { aliases }: AliasReading,
  now: Instant,
): readonly AliasRecord[] {
  const today = dayOf(now);
  const yesterday = dayBefore(now, 1);
  const updated = [...records];
  for (const { name, versions } of aliases) {
    const seen = ascending(versions);
    const goesOn = updated.findIndex(
      (one) => one.alias === name && one.lastDay >= yesterday && sameList(one.versions, seen),
    );
    const going = updated[goesOn];
    if (going === undefined) {
      updated.push({ alias: name, versions: seen, firstDay: today, lastDay: today });
    } else {
      updated[goesOn] = { ...going, lastDay: today };
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

function dayOf(at: Instant): string {
  return isoTime(at).slice(0, 10);
}

function dayBefore(at: Instant, days: number): string {
  return dayOf(instant(at - days * DAY_MS));
}
