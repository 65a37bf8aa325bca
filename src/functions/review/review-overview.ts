import type { AccountRef } from '../../model/configuration.ts';
import { isoTime } from '../../model/time.ts';
import { planActions } from '../../prune/evidence/callers.ts';
import type { Check } from '../../prune/model/evidence.ts';
import type { VersionTotals } from '../../prune/model/prune-plan.ts';
import type { Review, ReviewedRow } from '../../prune/model/review.ts';
import type { KeepCode } from '../../prune/model/reason.ts';
import type { FailedReads } from '../../prune/plan/blind-spots.ts';
import { failedReads } from '../../prune/plan/blind-spots.ts';
import { oldestEvidence } from '../../prune/plan/evidence-age.ts';
import { versionsInUse, versionsNotChecked } from '../../prune/plan/overview/kept-by-name.ts';
import { reviewSums } from '../../prune/plan/review/verdict.ts';
import { failedChecks, unclearCallers } from '../../prune/plan/text/plan.ts';
import { checkText } from '../../prune/plan/text/reason-text.ts';
import { reviewTotalLines, reviewUnlisted, rowLines } from '../../prune/plan/text/review-text.ts';
import type { FunctionsAnswer, KeptAnswer, RegionStorageAnswer } from '../plan-figures.ts';
import { functionsAnswer, keptAnswer, MOST_GROUPS, storageAnswer } from '../plan-figures.ts';
import { firstOf, mostFrequent } from '../plan-overview.ts';

/** Granted without the parameter of the read role. */
const ALWAYS_GRANTED: readonly string[] = ['lambda:ListAliases', 'lambda:ListFunctions'];

interface ReviewedRowAnswer {
  readonly check: Check;
  readonly label: string;
  readonly state: ReviewedRow['state'];
}

/** What a person reads of a review. It names nothing by which a version could be deleted. */
export interface ReviewOverview {
  readonly reviewId: string;
  readonly account: AccountRef;
  readonly madeAt: string;
  /** When the oldest evidence that the review rests on was read. */
  readonly evidenceFrom: string;
  readonly reviewAt: string;
  /** Who asked, as stated by the caller and not verified. */
  readonly requestedBy?: string;
  readonly codeStorage: readonly RegionStorageAnswer[];
  readonly totals: {
    readonly listed: VersionTotals;
    readonly couldGo: VersionTotals;
    readonly notChecked: VersionTotals;
    readonly keep: VersionTotals;
    readonly keptFor: readonly { readonly code: KeepCode; readonly versions: number }[];
  };
  /** In each sum, `delete` is what could go. */
  readonly functions: FunctionsAnswer;
  readonly inUse: KeptAnswer;
  readonly notChecked: KeptAnswer;
  readonly rows: readonly ReviewedRowAnswer[];
  /** The parameter of the stack of the read role that lets a review check the rest; absent where none would. */
  readonly parameter?: 'ReviewEvidence';
  /** Regions of which the review says nothing, since they could not be listed. */
  readonly unlisted: readonly string[];
  readonly failedReads: readonly FailedReads[];
  readonly couldNotCheck: readonly string[];
  readonly couldNotTell: readonly string[];
  readonly notCovered: readonly string[];
  /** The totals and the rows for a person. */
  readonly text: readonly string[];
  readonly rowText: readonly string[];
}

export function reviewOverview(
  review: Review,
  { reviewId, textAt }: { readonly reviewId: string; readonly textAt: string },
): ReviewOverview {
  const { account, madeAt, totals, requestedBy, codeStorage } = review;
  const sums = reviewSums(review);
  return {
    reviewId,
    account,
    madeAt: isoTime(madeAt),
    evidenceFrom: isoTime(oldestEvidence(review)),
    reviewAt: textAt,
    ...(requestedBy !== undefined && { requestedBy }),
    codeStorage: storageAnswer(codeStorage, undefined),
    totals: {
      listed: totals.listed,
      couldGo: sums['could-go'],
      notChecked: sums['not-checked'],
      keep: sums.keep,
      keptFor: totals.keptFor,
    },
    functions: functionsAnswer(review),
    inUse: keptAnswer(versionsInUse(review, MOST_GROUPS)),
    notChecked: keptAnswer(versionsNotChecked(review, MOST_GROUPS)),
    rows: review.rows.map(({ check, state }) => ({ check, label: checkText(check), state })),
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
