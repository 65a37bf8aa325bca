import type { JudgedFunctions, PlannedVersion, VersionTotals } from '../../model/prune-plan.ts';
import { sumOf } from '../totals.ts';

/**
 * What a review says of a version. `could-go`: every check was made and found no use. `not-checked`: nothing that
 * was read keeps it, and something was not read, so whether it is in use is unknown.
 */
export type ReviewVerdict = 'could-go' | 'not-checked' | 'keep';

export function reviewVerdict(version: PlannedVersion): ReviewVerdict {
  if (version.verdict === 'delete') return 'could-go';
  // Reasons are in the order of importance: whatever keeps it for sure comes first.
  return version.reasons[0].code === 'not-checked' ? 'not-checked' : 'keep';
}

/** The versions of a review by verdict. Together they are all that were listed. */
export function reviewSums({
  functions,
}: JudgedFunctions): Readonly<Record<ReviewVerdict, VersionTotals>> {
  const versions = functions.flatMap((fn) => fn.versions);
  const sum = (verdict: ReviewVerdict): VersionTotals =>
    sumOf(versions.filter((version) => reviewVerdict(version) === verdict));
  return { 'could-go': sum('could-go'), 'not-checked': sum('not-checked'), keep: sum('keep') };
}
