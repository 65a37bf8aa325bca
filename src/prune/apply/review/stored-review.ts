import { isoTime } from '../../../model/time.ts';
import { parseReview, reviewJson } from '../../documents/review-json.ts';
import type { Digest } from '../../model/prune-plan.ts';
import type { Review } from '../../model/review.ts';
import type { PruneStore } from '../../ports.ts';
import { reviewName, reviewTextName } from './review-names.ts';

const ID_DIGEST_LENGTH = 16;

export type LoadedReview =
  | { readonly kind: 'missing' }
  | { readonly kind: 'unreadable'; readonly fault: string }
  | { readonly kind: 'loaded'; readonly review: Review };

/**
 * Stores a review for people and for programs.
 * @returns its id, which is made of its content and is never the id of a plan.
 */
export async function storeReview(
  store: PruneStore,
  review: Review,
  digest: Digest,
  textOf: (review: Review) => string,
): Promise<string> {
  const json = reviewJson(review);
  const made = isoTime(review.madeAt).replace(/[-:]/g, '');
  const reviewId = `review-${made}-${idDigest(json, digest)}`;
  await store.create(reviewTextName(reviewId), textOf(review));
  await store.create(reviewName(reviewId), json);
  return reviewId;
}

/** Reads a review back. One that is not, byte for byte, what its id was made of is not shown. */
export async function loadReview(
  store: PruneStore,
  reviewId: string,
  digest: Digest,
): Promise<LoadedReview> {
  const json = await store.read(reviewName(reviewId));
  if (json === undefined) return { kind: 'missing' };
  if (!reviewId.endsWith(`-${idDigest(json, digest)}`))
    return { kind: 'unreadable', fault: 'it is not as it was stored' };
  const review = parseReview(json);
  return review.ok
    ? { kind: 'loaded', review: review.value }
    : { kind: 'unreadable', fault: review.fault };
}

function idDigest(json: string, digest: Digest): string {
  return digest(json).slice(0, ID_DIGEST_LENGTH);
}
