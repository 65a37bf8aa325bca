import * as z from 'zod/mini';

/* The figures in the functions' answers about plans. Other keys pass: a newer function may say more. */

export const storage = z.object({
  usedBytes: z.optional(z.number()),
  limitBytes: z.optional(z.number()),
  failure: z.optional(z.object({ operation: z.string(), errorName: z.string() })),
});

/** Code storage of a Region when the plan was made. */
export const regionStorage = z.extend(storage, {
  region: z.string(),
  at: z.string(),
  isBelowTarget: z.optional(z.boolean()),
});

const sums = { delete: z.number(), keep: z.number(), packageBytes: z.number() };
const otherFunctions = z.object({ functions: z.number(), ...sums });

/** The functions that lose most package bytes, and sums of the others. */
export const functionTable = z.object({
  largest: z.array(
    z.object({
      region: z.string(),
      name: z.string(),
      ...sums,
      publishedFrom: z.optional(z.string()),
      publishedTo: z.optional(z.string()),
    }),
  ),
  others: z.optional(otherFunctions),
  untouched: z.optional(otherFunctions),
});

/** Versions that stay, by reason and name; of many not all. */
export const keptVersions = z.object({
  versions: z.number(),
  groups: z.array(
    z.object({
      code: z.string(),
      why: z.string(),
      versions: z.array(
        z.object({ region: z.string(), functionName: z.string(), version: z.string() }),
      ),
      moreVersions: z.optional(z.number()),
    }),
  ),
  moreGroups: z.optional(z.number()),
});

/** A version of a plan, and why it goes or stays. */
export const shownVersion = z.object({
  region: z.string(),
  functionName: z.string(),
  version: z.string(),
  packageBytes: z.number(),
  modifiedAt: z.optional(z.string()),
  verdict: z.enum(['delete', 'keep']),
  keptSince: z.optional(z.boolean()),
  reasons: z.array(z.object({ code: z.string(), why: z.string() })),
});

/** A version of a review. */
export const reviewedVersion = z.object({
  ...z.omit(shownVersion, { verdict: true, keptSince: true }).shape,
  verdict: z.enum(['could-go', 'not-checked', 'keep']),
});

/** How far a stored plan is. */
export const planProgress = z.object({
  state: z.enum(['not-begun', 'expired', 'begun', 'ended']),
  endedAt: z.optional(z.string()),
  deleted: z.optional(z.number()),
});

/** A plan in a list. */
export const listedPlan = z.object({
  planId: z.string(),
  madeAt: z.string(),
  state: z.enum(['not-begun', 'expired', 'begun', 'ended', 'unreadable']),
  account: z.optional(z.object({ id: z.string(), name: z.string(), stage: z.string() })),
  delete: z.optional(z.object({ versions: z.number(), packageBytes: z.number() })),
  requestedBy: z.optional(z.string()),
  appliedBy: z.optional(z.string()),
  endedAt: z.optional(z.string()),
  deleted: z.optional(z.number()),
  fault: z.optional(z.string()),
});

export type FunctionTableAnswer = z.infer<typeof functionTable>;
export type KeptVersionsAnswer = z.infer<typeof keptVersions>;
export type ShownVersionAnswer = z.infer<typeof shownVersion>;
export type ListedPlanAnswer = z.infer<typeof listedPlan>;
