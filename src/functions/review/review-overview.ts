import { isoTime } from '../../model/time.ts';
import { planActions } from '../../prune/evidence/callers.ts';
import type { Review } from '../../prune/model/review.ts';
import { failedReads } from '../../prune/plan/blind-spots.ts';
import { versionsInUse, versionsNotChecked } from '../../prune/plan/overview/by-function.ts';
import { reviewSums } from '../../prune/plan/make-review.ts';
import { failedChecks, unclearCallers } from '../../prune/plan/text/blind-text.ts';
import { checkText } from '../../prune/plan/text/reason-text.ts';
import { reviewTotalLines, reviewUnlisted, rowLines } from '../../prune/plan/text/review-text.ts';
import { functionsAnswer, keptAnswer, MOST_GROUPS, storageAnswer } from '../plan-figures.ts';
import { firstOf, mostFrequent } from '../plan-overview.ts';

const ALWAYS_GRANTED: readonly string[] = ['lambda:ListAliases', 'lambda:ListFunctions'];

/** A review for a person; nothing in it can be applied. */
export function reviewOverview(
  review: Review,
  { reviewId, textAt }: { readonly reviewId: string; readonly textAt: string },
) {
  const { account, madeAt, totals, requestedBy, codeStorage } = review;
  const sums = reviewSums(review);
  return {
    reviewId,
    account,
    madeAt: isoTime(madeAt),
    evidenceFrom: isoTime(madeAt),
    reviewAt: textAt,
    /** Not verified. */
    ...(requestedBy !== undefined && { requestedBy }),
    codeStorage: storageAnswer(codeStorage, undefined),
    totals: {
      listed: totals.listed,
      couldGo: sums['could-go'],
      notChecked: sums['not-checked'],
      keep: sums.keep,
      keptFor: totals.keptFor,
    },
    /** In each sum, `delete` is what could go. */
    functions: functionsAnswer(review),
    inUse: keptAnswer(versionsInUse(review, MOST_GROUPS)),
    notChecked: keptAnswer(versionsNotChecked(review, MOST_GROUPS)),
    rows: review.rows.map(({ check, state }) => ({ check, label: checkText(check), state })),
    /** The parameter of the read role's stack that allows the denied checks. */
    ...(isDeniedEvidence(review) && { parameter: 'ReviewEvidence' as const }),
    unlisted: review.unlisted.map(reviewUnlisted),
    failedReads: failedReads(review.failedChecks),
    couldNotCheck: mostFrequent(failedChecks(review, 'ReviewEvidence')),
    couldNotTell: firstOf(unclearCallers(review)),
    notCovered: review.notCovered,
    text: reviewTotalLines(review),
    rowText: rowLines(review.rows),
  };
}

function isDeniedEvidence({ failedChecks: failed }: Review): boolean {
  const granted = planActions().filter((action) => !ALWAYS_GRANTED.includes(action));
  return failed.some(
    ({ failure }) => failure.reason === 'denied' && granted.includes(failure.operation),
  );
}
