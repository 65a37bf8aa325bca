import type { PrunableAccount } from '../../model/recheck.ts';
import type { Review } from '../../model/review.ts';
import { accountRefusals } from '../../plan/guard-account.ts';
import { reviewOf } from '../../plan/make-review.ts';
import type { JudgedAccount, Planning, PlanningPorts, PlanningRequest } from '../planning.ts';
import { judgeAccount } from '../planning.ts';
import type { InTheMaking } from '../stored-planning.ts';
import { reviewReadingName, reviewTextName } from './review-names.ts';
import { storeReview } from './stored-review.ts';

/** A review in the making, which no plan goes on with. */
export const REVIEW_IN_THE_MAKING: InTheMaking = {
  kind: 'limits-watchdog.review-reading',
  nameOf: reviewReadingName,
};

export interface ReviewRequest extends Omit<
  PlanningRequest,
  'order' | 'fewer' | 'layers' | 'configured'
> {
  readonly configured: PrunableAccount;
  readonly requestedBy?: string;
}

export interface ReviewPorts extends Omit<PlanningPorts, 'textOf'> {
  /** The review for a person, which is stored beside it. */
  readonly textOf: (review: Review) => string;
}

export type ReviewingAnswer =
  /** The account may be pruned: a plan says the same, and can be applied. */
  | { readonly kind: 'use-prune' }
  | Exclude<JudgedAccount, { readonly kind: 'judged' }>
  | {
      readonly kind: 'reviewed';
      readonly reviewId: string;
      readonly review: Review;
      /** Where a person finds the whole of it. */
      readonly textAt: string;
    };

/**
 * Reads an account where nothing may be pruned, for as long as one invocation may last, and stores what could go
 * and why the rest stays once everything is read.
 */
export async function makeReview(
  request: ReviewRequest,
  planning: Planning | undefined,
  ports: ReviewPorts,
): Promise<ReviewingAnswer> {
  const { account, configured, regions, requestedBy } = request;
  if (accountRefusals(configured).length === 0) return { kind: 'use-prune' };
  const judged = await judgeAccount(request, planning, ports);
  if (judged.kind !== 'judged') return judged;
  const { store, codeStorage, digest, textOf } = ports;
  const review = reviewOf(judged.plan, {
    codeStorage: await codeStorage(account.id, regions),
    ...(requestedBy !== undefined && { requestedBy }),
  });
  const reviewId = await storeReview(store, review, digest, textOf);
  return {
    kind: 'reviewed',
    reviewId,
    review,
    textAt: store.locationOf(reviewTextName(reviewId)),
  };
}
