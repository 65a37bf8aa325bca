import type { AccountRef } from '../../model/configuration.ts';
import type { LoadedReview, ReviewingAnswer } from '../../prune/apply/reviewing.ts';
import type { ShowFilter } from '../../prune/plan/overview/show.ts';
import { namesNotFound, shownVersions } from '../../prune/plan/overview/show.ts';
import { reviewVerdict } from '../../prune/plan/make-review.ts';
import { progressText } from '../../prune/plan/text/progress-text.ts';
import { MOST_VERSIONS, shownFacts } from '../plan/plan-question-answer.ts';
import { reviewOverview } from './review-overview.ts';

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
        /** The next event is `{"continueReview": <this>}`. */
        continueWith: runId,
        progress: progressText(answer.progress),
        /** AWS throttled the reads: continue later. */
        throttled,
      };
    case 'no-function':
      return { state: answer.kind, functions: answer.functions };
    case 'reviewed':
      return { state: answer.kind, review: reviewOverview(answer.review, answer) };
  }
}

/** A page of a stored review. */
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
  const chosen = shownVersions(review, filter);
  const end = from + MOST_VERSIONS;
  const { keepNewest, minimumAgeDays } = review.settings.retention;
  return {
    state: 'shown' as const,
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
