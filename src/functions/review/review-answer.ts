import type { AccountRef } from '../../model/configuration.ts';
import type { LoadedReview, ReviewingAnswer } from '../../prune/apply/reviewing.ts';
import type { NothingShown, ShowFilter } from '../../prune/plan/overview/show.ts';
import { namesNotFound, shownVersions } from '../../prune/plan/overview/show.ts';
import type { ReviewVerdict } from '../../prune/plan/review/verdict.ts';
import { reviewVerdict } from '../../prune/plan/review/verdict.ts';
import { progressText } from '../../prune/plan/text/progress-text.ts';
import { MOST_VERSIONS, shownFacts } from '../plan/plan-question-answer.ts';
import type { ReviewOverview } from './review-overview.ts';
import { reviewOverview } from './review-overview.ts';

interface ReviewedVersionJson extends ReturnType<typeof shownFacts> {
  readonly verdict: ReviewVerdict;
}

/** What the plan function answers to a review; the whole of it is stored where `reviewAt` says. */
export type ReviewResponse =
  /** The account may be pruned. Nothing was read. */
  | { readonly state: 'use-prune'; readonly account: AccountRef }
  | {
      readonly state: 'unfinished';
      /** The next event is `{"continueReview": <this>}`. */
      readonly continueWith: string;
      readonly progress: string;
      /** AWS answered "too many requests", so the slice ended: go on later. */
      readonly throttled: boolean;
    }
  | { readonly state: 'no-function'; readonly functions: readonly NothingShown[] }
  | { readonly state: 'reviewed'; readonly review: ReviewOverview }
  | {
      readonly state: 'no-review' | 'unreadable';
      readonly reviewId: string;
      readonly message: string;
    }
  | {
      readonly state: 'shown';
      readonly review: ReviewOverview;
      /** By these, what no use and no check keeps could go. */
      readonly retention: { readonly keepNewest: number; readonly minimumAgeDays: number };
      /** Versions that the question chooses. */
      readonly chosen: number;
      readonly versions: readonly ReviewedVersionJson[];
      /** Where the next answer begins, which is to be asked with `from`; absent at the end. */
      readonly next?: number;
      /** Names and versions that the review does not hold. */
      readonly notFound: readonly NothingShown[];
    };

export function reviewResponse(
  answer: ReviewingAnswer,
  {
    account,
    runId,
    throttled,
  }: { readonly account: AccountRef; readonly runId: string; readonly throttled: boolean },
): ReviewResponse {
  switch (answer.kind) {
    case 'use-prune': {
      const { id, name, stage } = account;
      return { state: 'use-prune', account: { id, name, stage } };
    }
    case 'unfinished':
      return {
        state: 'unfinished',
        continueWith: runId,
        progress: progressText(answer.progress),
        throttled,
      };
    case 'no-function':
      return { state: 'no-function', functions: answer.functions };
    case 'reviewed':
      return { state: 'reviewed', review: reviewOverview(answer.review, answer) };
  }
}

/** A stored review with the versions that the question chooses. */
export function shownReview(
  loaded: LoadedReview,
  { reviewId, textAt }: { readonly reviewId: string; readonly textAt: string },
  { filter, from }: { readonly filter: ShowFilter; readonly from: number },
): ReviewResponse {
  if (loaded.kind === 'missing')
    return { state: 'no-review', reviewId, message: 'There is no such review.' };
  if (loaded.kind === 'unreadable') {
    const message = `The review cannot be read: ${loaded.fault}`;
    return { state: 'unreadable', reviewId, message };
  }
  const { review } = loaded;
  const chosen = shownVersions(review, filter);
  const end = from + MOST_VERSIONS;
  const { keepNewest, minimumAgeDays } = review.settings.retention;
  return {
    state: 'shown',
    review: reviewOverview(review, { reviewId, textAt }),
    retention: { keepNewest, minimumAgeDays },
    chosen: chosen.length,
    versions: chosen
      .slice(from, end)
      .map((one) => ({ ...shownFacts(one), verdict: reviewVerdict(one.planned) })),
    ...(end < chosen.length && { next: end }),
    notFound: namesNotFound(review, filter),
  };
}
