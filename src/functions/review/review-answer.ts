import { isoTime } from '../../model/time.ts';
import { planActions } from '../../prune/evidence/callers.ts';
import type { Review } from '../../prune/model/prune-plan.ts';
import { failedReads } from '../../prune/plan/blind-spots.ts';
import { versionsInUse, versionsNotChecked } from '../../prune/plan/overview/by-function.ts';
import { failedCheckLines, unclearCallerLines } from '../../prune/plan/text/blind-text.ts';
import { checkText } from '../../prune/plan/text/reason-text.ts';
import { reviewTotalLines, reviewUnlisted, rowLines } from '../../prune/plan/text/review-text.ts';
import { functionsAnswer, keptAnswer, MOST_GROUPS, storageAnswer } from '../plan-figures.ts';
import { firstOf, mostFrequent } from '../plan-overview.ts';
import type { AccountRef } from '../../model/configuration.ts';
import type { LoadedReview, ReviewingAnswer } from '../../prune/apply/reviewing.ts';
import type { ShowFilter } from '../../prune/plan/overview/show.ts';
import { namesNotFound } from '../../prune/plan/overview/show.ts';
import { reviewSums, reviewVerdict } from '../../prune/plan/make-review.ts';
import { progressText } from '../../prune/plan/text/progress-text.ts';
import { pageOf, versionFields } from '../plan/plan-reader.ts';

export type ReviewResponse = ReturnType<typeof reviewResponse> | ReturnType<typeof shownReview>;

export function reviewResponse(
  answer: ReviewingAnswer,
  {
    account,
    runId,
    throttled,
  }: { readonly account: AccountRef; readonly runId: string; readonly throttled: boolean },
) {
  switch (answer.kind) {
    case 'use-prune': {
      const { id, name, stage } = account;
      return { state: answer.kind, account: { id, name, stage } };
    }
    case 'unfinished':
      return {
        state: answer.kind,
        /** The id for the next event, `{"continueReview": <this id>}`. */
        continueWith: runId,
        progress: progressText(answer.progress),
        /** Whether AWS throttled the reads. If so, the caller should continue later. */
        throttled,
      };
    case 'no-function':
      return { state: answer.kind, functions: answer.functions };
    case 'reviewed':
      return { state: answer.kind, review: reviewOverview(answer.review, answer) };
  }
}

export function shownReview(
  loaded: LoadedReview,
  { reviewId, textAt }: { readonly reviewId: string; readonly textAt: string },
  { filter, from }: { readonly filter: ShowFilter; readonly from: number },
) {
  if (loaded.kind === 'missing')
    return { state: 'no-review', reviewId, message: 'There is no such review.' } as const;
  if (loaded.kind === 'unreadable') {
    const message = `The review cannot be read: ${loaded.fault}`;
    return { state: loaded.kind, reviewId, message };
  }
  const { review } = loaded;
  return {
    state: 'shown' as const,
    review: reviewOverview(review, { reviewId, textAt }),
    ...pageOf(review, review.settings, { filter, from }, (one) => ({
      ...versionFields(one),
      verdict: reviewVerdict(one.planned),
    })),
    notFound: namesNotFound(review, filter),
  };
}

const ALWAYS_GRANTED: readonly string[] = ['lambda:ListAliases', 'lambda:ListFunctions'];

/** Returns the summary of a review for a person. Nothing in it can be applied. */
function reviewOverview(
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
    /** The requester as stated in the event; not verified. */
    ...(requestedBy !== undefined && { requestedBy }),
    codeStorage: storageAnswer(codeStorage, undefined),
    totals: {
      listed: totals.listed,
      couldGo: sums['could-go'],
      notChecked: sums['not-checked'],
      keep: sums.keep,
      keptFor: totals.keptFor,
    },
    /** In these sums, `delete` counts the versions that could be deleted. */
    functions: functionsAnswer(review),
    inUse: keptAnswer(versionsInUse(review, MOST_GROUPS)),
    notChecked: keptAnswer(versionsNotChecked(review, MOST_GROUPS)),
    rows: review.rows.map(({ check, state }) => ({ check, label: checkText(check), state })),
    /** The parameter of the read role's stack that allows checks which were denied; absent if none were. */
    ...(isDeniedEvidence(review) && { parameter: 'ReviewEvidence' as const }),
    unlisted: review.unlisted.map(reviewUnlisted),
    failedReads: failedReads(review.failedChecks),
    couldNotCheck: mostFrequent(failedCheckLines(review, 'ReviewEvidence')),
    couldNotTell: firstOf(unclearCallerLines(review)),
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
