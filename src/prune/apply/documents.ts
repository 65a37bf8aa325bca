import type { Region } from '../../model/aws-ids.ts';

/* Names of S3 objects. The plan function writes to plans/ and planning/, the prune function to runs/ and ended/. */

/** The time of the plan and a digest of its order. Without `/` and `.`, an id cannot point outside its prefix. */
const PLAN_ID = /^\d{8}T\d{6}Z-[0-9a-f]{16}$/;
/** The format of Lambda's request ids. */
const RUN_ID = /^[0-9a-fA-F-]{8,64}$/;
const SEQUENCE_DIGITS = 6;

export const isPlanId = (text: string): boolean => PLAN_ID.test(text);

export const isRunId = (text: string): boolean => RUN_ID.test(text);

export const PLANS = 'plans/';

/** Returns the id of a plan from the name of its `order.json`; undefined for any other name. */
export function planIdIn(name: string): string | undefined {
  const [, id = ''] = /^plans\/([^/]+)\/order\.json$/.exec(name) ?? [];
  return isPlanId(id) ? id : undefined;
}

/** The prefix of a plan's journal. It has no objects until the first delete request is about to be sent. */
export const journalPrefix = (planId: string): string => `runs/${planId}/journal/`;

/** The name of a `PruneOrder`. It is the last object written of a plan, so a plan that has one is complete. */
export const orderName = (planId: string): string => `plans/${planId}/order.json`;

export const planName = (planId: string): string => `plans/${planId}/plan.json`;

export const planTextName = (planId: string): string => `plans/${planId}/plan.txt`;

/** `sequence`: the number of the narrowing among those of the plan, from 1. */
export const narrowingName = (planId: string, sequence: number): string =>
  `plans/${planId}/narrowed/${String(sequence).padStart(SEQUENCE_DIGITS, '0')}.json`;

/** The progress of a planning that another invocation continues. */
export const planningName = (runId: string): string => `planning/${runId}.json`;

export const segmentName = (planId: string, region: Region, sequence: number): string =>
  `runs/${planId}/journal/${region}/${String(sequence).padStart(SEQUENCE_DIGITS, '0')}.json`;

/** The code storage of a Region, measured before the first or after the last deletion. */
export const measurementName = (planId: string, region: Region, when: 'before' | 'after'): string =>
  `runs/${planId}/${when}/${region}.json`;

/** An object that is written after the summary of a run was published, so that the summary is not published again. */
export const summaryName = (planId: string): string => `runs/${planId}/summary.json`;

export const ENDED = 'ended/';

/** The result of a finished plan, which run reports include. */
export const pruneEndName = (planId: string): string => `${ENDED}${planId}.json`;

/* Documents of reviews. Only the plan function writes them; the prune function may not read them. */

const REVIEW_ID = /^review-\d{8}T\d{6}Z-[0-9a-f]{16}$/;

export const isReviewId = (text: string): boolean => REVIEW_ID.test(text);

export const reviewName = (reviewId: string): string => `reviews/${reviewId}/review.json`;

export const reviewTextName = (reviewId: string): string => `reviews/${reviewId}/review.txt`;

/** The progress of a review that another invocation continues. */
export const reviewReadingName = (runId: string): string => `reading/${runId}.json`;
