import * as z from 'zod/mini';

import {
  functionTable,
  keptVersions,
  regionStorage,
  reviewedVersion,
} from '../prune/plan-figures.ts';

/* What this command needs of the plan function's answers. Other keys pass: a newer function may say more. */

const sum = z.object({ versions: z.number(), packageBytes: z.number() });
const account = z.object({ id: z.string(), name: z.string(), stage: z.string() });
const notFound = z.array(z.object({ asked: z.string(), meant: z.optional(z.string()) }));

const overview = z.object({
  reviewId: z.string(),
  account,
  madeAt: z.string(),
  evidenceFrom: z.string(),
  reviewAt: z.string(),
  requestedBy: z.optional(z.string()),
  codeStorage: z.array(regionStorage),
  totals: z.object({
    listed: sum,
    couldGo: sum,
    notChecked: sum,
    keep: sum,
    keptFor: z.array(z.object({ code: z.string(), versions: z.number() })),
  }),
  functions: functionTable,
  inUse: keptVersions,
  notChecked: keptVersions,
  rows: z.array(z.object({ check: z.string(), label: z.string(), state: z.string() })),
  parameter: z.optional(z.string()),
  unlisted: z.array(z.string()),
  couldNotCheck: z.array(z.string()),
  couldNotTell: z.array(z.string()),
  notCovered: z.array(z.string()),
  text: z.array(z.string()),
  rowText: z.array(z.string()),
});

export const reviewAnswer = z.discriminatedUnion('state', [
  z.object({ state: z.literal('use-prune'), account }),
  z.object({
    state: z.literal('unfinished'),
    continueWith: z.string(),
    progress: z.string(),
    throttled: z.boolean(),
  }),
  z.object({ state: z.literal('no-function'), functions: notFound }),
  z.object({ state: z.literal('reviewed'), review: overview }),
  z.object({ state: z.enum(['no-review', 'unreadable']), message: z.string() }),
  z.object({
    state: z.literal('shown'),
    review: overview,
    retention: z.object({ keepNewest: z.number(), minimumAgeDays: z.number() }),
    chosen: z.number(),
    versions: z.array(reviewedVersion),
    next: z.optional(z.number()),
    notFound,
  }),
]);

export type ReviewAnswer = z.infer<typeof reviewAnswer>;
export type ReviewOverviewAnswer = z.infer<typeof overview>;
export type ShownReviewAnswer = Extract<ReviewAnswer, { readonly state: 'shown' }>;

/** undefined for what is no answer of the plan function about reviews. */
export function readReviewAnswer(payload: unknown): ReviewAnswer | undefined {
  const parsed = reviewAnswer.safeParse(payload);
  return parsed.success ? parsed.data : undefined;
}
