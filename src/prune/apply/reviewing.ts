import { isoTime } from '../../model/time.ts';
import { parseReview, reviewJson } from '../documents/review-json.ts';
import type { Hash, Review } from '../model/prune-plan.ts';
import { accountRefusals } from '../plan/guard-account.ts';
import type { PruneStore } from '../ports.ts';
import { reviewOf } from '../plan/make-review.ts';
import type { Planning, PlanningKind, PlanningPorts, PlanningRequest } from './planning.ts';
import { decideFromEvidence } from './planning.ts';
import { reviewName, reviewReadingName, reviewTextName } from './documents.ts';
import { idDigest } from './stored-plan.ts';

export const REVIEW_PLANNING: PlanningKind = {
  kind: 'limits-watchdog.review-reading',
  nameOf: reviewReadingName,
};

export interface ReviewRequest extends Omit<PlanningRequest, 'order' | 'fewer' | 'layers'> {
  readonly requestedBy?: string;
}

export interface ReviewPorts extends Omit<PlanningPorts, 'textOf'> {
  readonly textOf: (review: Review) => string;
}

export type ReviewingAnswer = Awaited<ReturnType<typeof makeReview>>;

/** Reads an account that may not be pruned and stores a review: what could be deleted and why the rest is kept. */
export async function makeReview(
  request: ReviewRequest,
  planning: Planning | undefined,
  ports: ReviewPorts,
) {
  const { account, configured, regions, requestedBy } = request;
  // This account may be pruned: a plan gives the same answer and can be applied.
  if (accountRefusals(configured).length === 0) return { kind: 'use-prune' } as const;
  const decided = await decideFromEvidence(request, planning, ports);
  if (decided.kind !== 'decided') return decided;
  const { store, codeStorage, hash, textOf } = ports;
  const review = reviewOf(decided.plan, {
    codeStorage: await codeStorage(account.id, regions),
    ...(requestedBy !== undefined && { requestedBy }),
  });
  const reviewId = await storeReview(store, review, hash, textOf);
  const textAt = store.locationOf(reviewTextName(reviewId));
  return { kind: 'reviewed', reviewId, review, textAt } as const;
}

export type LoadedReview =
  | { readonly kind: 'missing' }
  | { readonly kind: 'unreadable'; readonly fault: string }
  | { readonly kind: 'loaded'; readonly review: Review };

/** Stores a review as text and JSON. Returns its id, made from the time and a digest of the JSON. */
async function storeReview(
  store: PruneStore,
  review: Review,
  hash: Hash,
  textOf: (review: Review) => string,
): Promise<string> {
  const json = reviewJson(review);
  const made = isoTime(review.madeAt).replace(/[-:]/g, '');
  const reviewId = `review-${made}-${idDigest(json, hash)}`;
  await store.create(reviewTextName(reviewId), textOf(review));
  await store.create(reviewName(reviewId), json);
  return reviewId;
}

/** Reads a review. A review whose content does not match its id is `unreadable`. */
export async function loadReview(
  store: PruneStore,
  reviewId: string,
  hash: Hash,
): Promise<LoadedReview> {
  const json = await store.read(reviewName(reviewId));
  if (json === undefined) return { kind: 'missing' };
  if (!reviewId.endsWith(`-${idDigest(json, hash)}`))
    return { kind: 'unreadable', fault: 'it is not as it was stored' };
  const review = parseReview(json);
  return review.ok
    ? { kind: 'loaded', review: review.value }
    : { kind: 'unreadable', fault: review.fault };
}
