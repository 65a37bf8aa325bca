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
export function journalPrefix(planId: string): string {
  return `runs/${planId}/journal/`;
}

/** What was asked for; written last, so that a plan which has it is whole. */
export function orderName(planId: string): string {
  return `plans/${planId}/order.json`;
}

/** The plan as a program reads it. */
export function planName(planId: string): string {
  return `plans/${planId}/plan.json`;
}

/** The plan as a person reads it. */
export function planTextName(planId: string): string {
  return `plans/${planId}/plan.txt`;
}

/** What was learned after the plan was made, numbered from 1. */
export function narrowingName(planId: string, sequence: number): string {
  return `plans/${planId}/narrowed/${String(sequence).padStart(SEQUENCE_DIGITS, '0')}.json`;
}

/** Where a plan that took more than one invocation was left. */
export function planningName(runId: string): string {
  return `planning/${runId}.json`;
}

export function segmentName(planId: string, region: Region, sequence: number): string {
  return `runs/${planId}/journal/${region}/${String(sequence).padStart(SEQUENCE_DIGITS, '0')}.json`;
}

/** Code storage before the first deletion of a Region, or after its last. */
export function measuredName(planId: string, region: Region, when: 'before' | 'after'): string {
  return `runs/${planId}/${when}/${region}.json`;
}

/** The summary, once it was published. */
export function summaryName(planId: string): string {
  return `runs/${planId}/summary.json`;
}

/** Below it, one document of each plan that has come to its end. */
export const ENDED = 'ended/';

/** How a plan ended, for reports. */
export function endedName(planId: string): string {
  return `${ENDED}${planId}.json`;
}

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
