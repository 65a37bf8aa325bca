import type { Region } from '../../../model/aws-ids.ts';
import type { Instant } from '../../../model/time.ts';
import type { Bytes, Count } from '../../../model/units.ts';
import { count } from '../../../model/units.ts';
import type { FunctionVerdicts, PlannedFunction } from '../../model/prune-plan.ts';
import { inOrder, canonicalJson } from '../canonical.ts';
import { sumOf } from '../totals.ts';
import { groupBy } from '../../../model/group-by.ts';
import type { KeepCode, KeepReason } from '../../model/reason.ts';
import type { VersionRef } from '../../model/version.ts';

interface FunctionSummary {
  readonly region: Region;
  readonly name: string;
  readonly delete: Count;
  readonly keep: Count;
  /** To delete. */
  readonly packageBytes: Bytes;
  /** Dates of the oldest and newest version to delete; absent where unknown. */
  readonly publishedFrom?: Instant;
  readonly publishedTo?: Instant;
}

interface OtherFunctions extends Pick<FunctionSummary, 'delete' | 'keep' | 'packageBytes'> {
  readonly functions: Count;
}

export interface FunctionTable {
  /** With the most package bytes to delete, the largest first. */
  readonly largest: readonly FunctionSummary[];
  /** Other functions that lose versions. */
  readonly others?: OtherFunctions;
  /** Functions that lose none. */
  readonly untouched?: OtherFunctions;
}

/** At most `most` functions by name. All figures together are the plan's totals. */
export function functionTable({ functions }: FunctionVerdicts, most: number): FunctionTable {
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

function largestFirst(a: FunctionSummary, b: FunctionSummary): number {
  return (
    b.packageBytes - a.packageBytes ||
    b.delete - a.delete ||
    inOrder(a.name, b.name) ||
    inOrder(a.region, b.region)
  );
}

interface KeptGroup {
  readonly reason: KeepReason;
  readonly versions: readonly VersionRef[];
}

export interface KeptGroups {
  readonly groups: readonly KeptGroup[];
  /** All, also of groups left out. */
  readonly versions: Count;
  readonly more: Count;
}

/** Uses that no alias shows come first. */
const USES: readonly KeepCode[] = [
  'in-use',
  'edge-replica',
  'capacity-provider',
  'alias-weight',
  'alias-target',
];
const UNCHECKED: readonly KeepCode[] = ['not-checked'];

/** At most `most` groups of versions in use. */
export function versionsInUse(plan: FunctionVerdicts, most: number): KeptGroups {
  return keptFor(plan, USES, most);
}

/** At most `most` groups of versions kept by a failed check. */
export function versionsNotChecked(plan: FunctionVerdicts, most: number): KeptGroups {
  return keptFor(plan, UNCHECKED, most);
}

/** By the most important reason, like the totals. */
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
        inOrder(aKey, bKey),
    )
    .map(([, group]) => ({ reason: group[0].reason, versions: group.map(({ ref }) => ref) }));
  return {
    groups: groups.slice(0, most),
    versions: count(kept.length),
    more: count(Math.max(0, groups.length - most)),
  };
}
