import type { Region } from '../../../model/aws-ids.ts';
import type { Instant } from '../../../model/time.ts';
import type { Bytes, Count } from '../../../model/units.ts';
import { count } from '../../../model/units.ts';
import type { JudgedFunctions, PlannedFunction } from '../../model/prune-plan.ts';
import { inOrder, canonicalJson } from '../canonical.ts';
import { sumOf } from '../totals.ts';
import { groupBy } from '../../../model/group-by.ts';
import type { KeepCode, KeepReason } from '../../model/reason.ts';
import type { VersionRef } from '../../model/version.ts';

/** What a plan does to one function. */
interface FunctionSummary {
  readonly region: Region;
  readonly name: string;
  readonly delete: Count;
  readonly keep: Count;
  /** Of the packages to delete. */
  readonly packageBytes: Bytes;
  /** When the oldest and the newest version to delete were published; absent where no date is known. */
  readonly publishedFrom?: Instant;
  readonly publishedTo?: Instant;
}

/** Functions that a table leaves out, and what the plan does to them. */
interface OtherFunctions extends Pick<FunctionSummary, 'delete' | 'keep' | 'packageBytes'> {
  readonly functions: Count;
}

export interface FunctionTable {
  /** Those with the most package bytes to delete, the largest first. */
  readonly largest: readonly FunctionSummary[];
  /** Those that lose versions as well, but fewer bytes; absent where there are none. */
  readonly others?: OtherFunctions;
  /** Those that lose nothing; absent where there are none. */
  readonly untouched?: OtherFunctions;
}

/** The functions of a plan, at most `most` of them by name. All figures together are the plan's totals. */
export function functionTable({ functions }: JudgedFunctions, most: number): FunctionTable {
  const summaries = functions.map(summaryOf);
  const losing = summaries.filter((one) => one.delete > 0).toSorted(largestFirst);
  const others = togetherOf(losing.slice(most));
  const untouched = togetherOf(summaries.filter((one) => one.delete === 0));
  return {
    largest: losing.slice(0, most),
    ...(others !== undefined && { others }),
    ...(untouched !== undefined && { untouched }),
  };
}

function summaryOf({ region, name, versions }: Omit<PlannedFunction, 'digest'>): FunctionSummary {
  const going = versions.filter(({ verdict }) => verdict === 'delete');
  const dates = going
    .flatMap(({ modifiedAt }) => (modifiedAt === undefined ? [] : [modifiedAt]))
    .toSorted((a, b) => a - b);
  const [publishedFrom] = dates;
  const publishedTo = dates.at(-1);
  return {
    region,
    name,
    delete: count(going.length),
    keep: count(versions.length - going.length),
    packageBytes: sumOf(going).packageBytes,
    ...(publishedFrom !== undefined && { publishedFrom }),
    ...(publishedTo !== undefined && { publishedTo }),
  };
}

function togetherOf(those: readonly FunctionSummary[]): OtherFunctions | undefined {
  if (those.length === 0) return undefined;
  const sum = (of: (one: FunctionSummary) => number): Count =>
    count(those.reduce((total, one) => total + of(one), 0));
  return {
    functions: count(those.length),
    delete: sum((one) => one.delete),
    keep: sum((one) => one.keep),
    packageBytes: sumOf(those).packageBytes,
  };
}

/** Among equals those that lose more versions, then by name and Region. */
function largestFirst(a: FunctionSummary, b: FunctionSummary): number {
  return (
    b.packageBytes - a.packageBytes ||
    b.delete - a.delete ||
    inOrder(a.name, b.name) ||
    inOrder(a.region, b.region)
  );
}

/** Versions that stay for one and the same most important reason. */
interface KeptGroup {
  readonly reason: KeepReason;
  /** In the order of the plan. */
  readonly versions: readonly VersionRef[];
}

export interface KeptByName {
  readonly groups: readonly KeptGroup[];
  /** All of them, those that `groups` leaves out included. */
  readonly versions: Count;
  /** Groups left out. */
  readonly more: Count;
}

/** What would fail if the version went. Uses that no alias shows come first. */
const USES: readonly KeepCode[] = [
  'in-use',
  'edge-replica',
  'capacity-provider',
  'alias-weight',
  'alias-target',
];
const UNCHECKED: readonly KeepCode[] = ['not-checked'];

/** Versions in use by name, at most `most` groups of them: other uses before those that an alias shows. */
export function versionsInUse(plan: JudgedFunctions, most: number): KeptByName {
  return keptFor(plan, USES, most);
}

/** Versions that stay since a check of them failed, by name, at most `most` groups. */
export function versionsNotChecked(plan: JudgedFunctions, most: number): KeptByName {
  return keptFor(plan, UNCHECKED, most);
}

/** By the most important reason of each version, so that it is counted where the totals count it. */
function keptFor(
  { functions }: JudgedFunctions,
  codes: readonly KeepCode[],
  most: number,
): KeptByName {
  const kept = functions.flatMap(({ region, name: functionName, versions }) =>
    versions.flatMap((planned) => {
      if (planned.verdict !== 'keep') return [];
      const [reason] = planned.reasons;
      const { version } = planned;
      return codes.includes(reason.code)
        ? [{ reason, ref: { region, functionName, version } }]
        : [];
    }),
  );
  const groups = [...groupBy(kept, ({ reason }) => canonicalJson(reason))]
    .toSorted(
      ([aKey, a], [bKey, b]) =>
        codes.indexOf(a[0].reason.code) - codes.indexOf(b[0].reason.code) ||
        b.length - a.length ||
        inOrder(aKey, bKey),
    )
    .map(([, group]) => ({ reason: group[0].reason, versions: group.map(({ ref }) => ref) }));
  return {
    groups: groups.slice(0, most),
    versions: count(kept.length),
    more: count(Math.max(0, groups.length - most)),
  };
}
