import type { PrunePlan } from '../../model/prune-plan.ts';
import type { Review } from '../../model/review.ts';
import { REVIEW_FORMAT } from '../../model/review.ts';
import { reviewedRows } from './rows.ts';

/** The verdicts of a plan as a review: what a deletion needs is left out. */
export function reviewOf(
  plan: PrunePlan,
  { codeStorage, requestedBy }: Pick<Review, 'codeStorage' | 'requestedBy'>,
): Review {
  const { madeAt, account, regions, unlisted, settings, filters, totals } = plan;
  const { failedChecks, evidenceReadAt, couldNotTell, notCovered } = plan;
  return {
    format: REVIEW_FORMAT,
    madeAt,
    account,
    regions,
    unlisted,
    settings,
    filters,
    functions: plan.functions.map(({ region, name, versions }) => ({ region, name, versions })),
    totals,
    rows: reviewedRows(plan),
    failedChecks,
    ...(evidenceReadAt !== undefined && { evidenceReadAt }),
    ...(couldNotTell !== undefined && { couldNotTell }),
    notCovered,
    codeStorage,
    ...(requestedBy !== undefined && { requestedBy }),
  };
}
