import type { Region } from '../../../model/aws-ids.ts';
import type { Instant } from '../../../model/time.ts';
import type { Bytes, Count } from '../../../model/units.ts';
import { count } from '../../../model/units.ts';
import type { JudgedFunctions, PlannedFunction } from '../../model/prune-plan.ts';
import { inOrder } from '../canonical.ts';
import { sumOf } from '../totals.ts';

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
