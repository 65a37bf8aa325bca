import type { Region } from '../../model/aws-ids.ts';

/* Names of what pruning keeps. The plan function writes below plans/ and planning/, the prune function below runs/ and ended/. */

/** When the plan was made and the beginning of what it hashes to: nothing that could lead elsewhere. */
const PLAN_ID = /^\d{8}T\d{6}Z-[0-9a-f]{16}$/;
/** As Lambda makes the ids of its requests. */
const RUN_ID = /^[0-9a-fA-F-]{8,64}$/;
const SEQUENCE_DIGITS = 6;

export function isPlanId(text: string): boolean {
  return PLAN_ID.test(text);
}

export function isRunId(text: string): boolean {
  return RUN_ID.test(text);
}

/** Below it, the documents of each plan. */
export const PLANS = 'plans/';

/** The plan whose order has this name: one that is whole. */
export function planIdIn(name: string): string | undefined {
  const [, id = ''] = /^plans\/([^/]+)\/order\.json$/.exec(name) ?? [];
  return isPlanId(id) ? id : undefined;
}

/** Below it, the journals of a plan: none before its first deletion is intended. */
export const journalPrefix = (planId: string): string => `runs/${planId}/journal/`;

/** What was asked for; written last, so that a plan which has it is whole. */
export const orderName = (planId: string): string => `plans/${planId}/order.json`;

export const planName = (planId: string): string => `plans/${planId}/plan.json`;

export const planTextName = (planId: string): string => `plans/${planId}/plan.txt`;

/** What was learned after the plan was made, numbered from 1. */
export const narrowingName = (planId: string, sequence: number): string =>
  `plans/${planId}/narrowed/${String(sequence).padStart(SEQUENCE_DIGITS, '0')}.json`;

/** Where a plan that took more than one invocation was left. */
export const planningName = (runId: string): string => `planning/${runId}.json`;

export const segmentName = (planId: string, region: Region, sequence: number): string =>
  `runs/${planId}/journal/${region}/${String(sequence).padStart(SEQUENCE_DIGITS, '0')}.json`;

/** Code storage before the first deletion of a Region, or after its last. */
export const measuredName = (planId: string, region: Region, when: 'before' | 'after'): string =>
  `runs/${planId}/${when}/${region}.json`;

/** The summary, once it was published. */
export const summaryName = (planId: string): string => `runs/${planId}/summary.json`;

/** Below it, one document of each plan that has come to its end. */
export const ENDED = 'ended/';

/** How a plan ended, for reports. */
export const endedName = (planId: string): string => `${ENDED}${planId}.json`;

/* Names of what reviews keep. Only the plan function writes them, and the prune function may not read them. */

/** When the review was made and the beginning of what it hashes to; never the id of a plan. */
const REVIEW_ID = /^review-\d{8}T\d{6}Z-[0-9a-f]{16}$/;

export function isReviewId(text: string): boolean {
  return REVIEW_ID.test(text);
}

export const reviewName = (reviewId: string): string => `reviews/${reviewId}/review.json`;

export const reviewTextName = (reviewId: string): string => `reviews/${reviewId}/review.txt`;

/** Where a review that took more than one invocation was left. */
export const reviewReadingName = (runId: string): string => `reading/${runId}.json`;
