import type { Region } from '../../model/aws-ids.ts';

/*
 * Names of stored documents. The plan function writes below plans/ and planning/, the prune function below runs/ and
 * ended/.
 */

/** Time and digest only, so that no id can name another path. */
const PLAN_ID = /^\d{8}T\d{6}Z-[0-9a-f]{16}$/;
/** Format of Lambda's request ids. */
const RUN_ID = /^[0-9a-fA-F-]{8,64}$/;
const SEQUENCE_DIGITS = 6;

export function isPlanId(text: string): boolean {
  return PLAN_ID.test(text);
}

export function isRunId(text: string): boolean {
  return RUN_ID.test(text);
}

export const PLANS = 'plans/';

/** The id of a complete plan by the name of its order. */
export function planIdIn(name: string): string | undefined {
  const [, id = ''] = /^plans\/([^/]+)\/order\.json$/.exec(name) ?? [];
  return isPlanId(id) ? id : undefined;
}

/** Empty before the first intent. */
export const journalPrefix = (planId: string): string => `runs/${planId}/journal/`;

/** Written last: a plan with an order is complete. */
export const orderName = (planId: string): string => `plans/${planId}/order.json`;

export const planName = (planId: string): string => `plans/${planId}/plan.json`;

export const planTextName = (planId: string): string => `plans/${planId}/plan.txt`;

/** Numbered from 1. */
export const narrowingName = (planId: string, sequence: number): string =>
  `plans/${planId}/narrowed/${String(sequence).padStart(SEQUENCE_DIGITS, '0')}.json`;

/** A planning that needs another invocation. */
export const planningName = (runId: string): string => `planning/${runId}.json`;

export const segmentName = (planId: string, region: Region, sequence: number): string =>
  `runs/${planId}/journal/${region}/${String(sequence).padStart(SEQUENCE_DIGITS, '0')}.json`;

/** Code storage before the first and after the last deletion in a Region. */
export const measuredName = (planId: string, region: Region, when: 'before' | 'after'): string =>
  `runs/${planId}/${when}/${region}.json`;

/** Written once the summary was published. */
export const summaryName = (planId: string): string => `runs/${planId}/summary.json`;

export const ENDED = 'ended/';

/** The end of a plan, for run reports. */
export const endedName = (planId: string): string => `${ENDED}${planId}.json`;

/* Documents of reviews. Only the plan function writes them; the prune function may not read them. */

/** Never the id of a plan. */
const REVIEW_ID = /^review-\d{8}T\d{6}Z-[0-9a-f]{16}$/;

export function isReviewId(text: string): boolean {
  return REVIEW_ID.test(text);
}

export const reviewName = (reviewId: string): string => `reviews/${reviewId}/review.json`;

export const reviewTextName = (reviewId: string): string => `reviews/${reviewId}/review.txt`;

/** A review that needs another invocation. */
export const reviewReadingName = (runId: string): string => `reading/${runId}.json`;
