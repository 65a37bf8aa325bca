import type { Region } from '../../../model/aws-ids.ts';
import type { Instant } from '../../../model/time.ts';
import type { Bytes, Count } from '../../../model/units.ts';
import { count } from '../../../model/units.ts';
import type { FunctionVerdicts, PlannedFunction } from '../../model/prune-plan.ts';
import { compareTexts, canonicalJson } from '../canonical.ts';
import { sumOf } from '../totals.ts';
import { groupBy } from '../../../model/group-by.ts';
import type { KeepCode, KeepReason } from '../../model/reason.ts';
import type { VersionRef } from '../../model/version.ts';

interface FunctionSummary {
  readonly region: Region;
  readonly name: string;
  readonly delete: Count;
  readonly keep: Count;
  /** Package bytes of the versions to delete. */
  readonly packageBytes: Bytes;
  /** Publication dates of the oldest and newest version to delete; undefined when no date is known. */
  readonly publishedFrom?: Instant;
  readonly publishedTo?: Instant;
}

/** The sums of functions that a table does not name. */
interface OtherFunctions extends Pick<FunctionSummary, 'delete' | 'keep' | 'packageBytes'> {
  readonly functions: Count;
}

export interface FunctionTable {
  /** The functions with the most package bytes to delete, the largest first. */
  readonly largest: readonly FunctionSummary[];
  /** The other functions with versions to delete; undefined when there are none. */
  readonly others?: OtherFunctions;
  /** The functions without versions to delete; undefined when there are none. */
  readonly untouched?: OtherFunctions;
}

/** A table that names at most `most` functions. All its numbers together are the plan's totals. */
export function functionTable({ functions }: FunctionVerdicts, most: number): FunctionTable {
  const summaries = functions.map(summaryOf);
  const affected = summaries.filter((one) => one.delete > 0).toSorted(largestFirst);
  const others = summedFunctions(affected.slice(most));
  const untouched = summedFunctions(summaries.filter((one) => one.delete === 0));
  return {
    largest: affected.slice(0, most),
    ...(others !== undefined && { others }),
    ...(untouched !== undefined && { untouched }),
  };
}

function summaryOf({ region, name, versions }: Omit<PlannedFunction, 'digest'>): FunctionSummary {
  const deleted = versions.filter(({ verdict }) => verdict === 'delete');
  const dates = deleted
    .flatMap(({ modifiedAt }) => (modifiedAt === undefined ? [] : [modifiedAt]))
    .toSorted((a, b) => a - b);
  const [publishedFrom] = dates;
  const publishedTo = dates.at(-1);
  return {
    region,
    name,
    delete: count(deleted.length),
    keep: count(versions.length - deleted.length),
    packageBytes: sumOf(deleted).packageBytes,
    ...(publishedFrom !== undefined && { publishedFrom }),
    ...(publishedTo !== undefined && { publishedTo }),
  };
}

function summedFunctions(summaries: readonly FunctionSummary[]): OtherFunctions | undefined {
  if (summaries.length === 0) return undefined;
  const sum = (of: (one: FunctionSummary) => number): Count =>
    count(summaries.reduce((total, one) => total + of(one), 0));
  return {
    functions: count(summaries.length),
    delete: sum((one) => one.delete),
    keep: sum((one) => one.keep),
    packageBytes: sumOf(summaries).packageBytes,
  };
}

function largestFirst(a: FunctionSummary, b: FunctionSummary): number {
  return (
    b.packageBytes - a.packageBytes ||
    b.delete - a.delete ||
    compareTexts(a.name, b.name) ||
    compareTexts(a.region, b.region)
  );
}

interface KeptGroup {
  readonly reason: KeepReason;
  readonly versions: readonly VersionRef[];
}

export interface KeptGroups {
  readonly groups: readonly KeptGroup[];
  /** The number of versions in all groups, also in those that `groups` leaves out. */
  readonly versions: Count;
  /** The number of groups that `groups` leaves out. */
  readonly more: Count;
}

/** Reasons that mean that a version is in use. Uses that aliases do not show come first. */
const USES: readonly KeepCode[] = [
  'in-use',
  'edge-replica',
  'capacity-provider',
  'alias-weight',
  'alias-target',
];
const UNCHECKED: readonly KeepCode[] = ['not-checked'];

/** Versions in use, grouped by reason, in at most `most` groups. */
export function versionsInUse(plan: FunctionVerdicts, most: number): KeptGroups {
  return keptFor(plan, USES, most);
}

/** Versions kept because a check failed or was not made, grouped by reason, in at most `most` groups. */
export function versionsNotChecked(plan: FunctionVerdicts, most: number): KeptGroups {
  return keptFor(plan, UNCHECKED, most);
}

/** Versions grouped by their most important reason, if its code is one of `codes`. */
function keptFor(
  { functions }: FunctionVerdicts,
  codes: readonly KeepCode[],
  most: number,
): KeptGroups {
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
        compareTexts(aKey, bKey),
    )
    .map(([, group]) => ({ reason: group[0].reason, versions: group.map(({ ref }) => ref) }));
  return {
    groups: groups.slice(0, most),
    versions: count(kept.length),
    more: count(Math.max(0, groups.length - most)),
  };
}
