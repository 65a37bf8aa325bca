/* Names of what reviews keep. Only the plan function writes them, and the prune function may not read them. */

/** When the review was made and the beginning of what it hashes to; never the id of a plan. */
const REVIEW_ID = /^review-\d{8}T\d{6}Z-[0-9a-f]{16}$/;

export function isReviewId(text: string): boolean {
  return REVIEW_ID.test(text);
}

/** The review as a program reads it. */
export function reviewName(reviewId: string): string {
  return `reviews/${reviewId}/review.json`;
}

/** The review as a person reads it. */
export function reviewTextName(reviewId: string): string {
  return `reviews/${reviewId}/review.txt`;
}

/** Where a review that took more than one invocation was left. */
export function reviewReadingName(runId: string): string {
  return `reading/${runId}.json`;
}
