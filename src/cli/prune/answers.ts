import * as z from 'zod/mini';

import {
  functionTable,
  keptVersions,
  listedPlan,
  planProgress,
  regionStorage,
  shownVersion,
  storage,
} from './plan-figures.ts';

/* What this command needs of the functions' answers. Other keys pass: a newer function may say more. */

const refusals = z.array(z.object({ code: z.string(), sentence: z.string() }));
const sum = z.object({ versions: z.number(), packageBytes: z.number() });
const account = z.object({ id: z.string(), name: z.string(), stage: z.string() });

/** A request to keep fewer of the newest versions than the configuration says. */
const keepNewest = z.object({ asked: z.number(), configured: z.number(), applied: z.number() });

const keptFor = z.array(z.object({ code: z.string(), versions: z.number() }));
const layers = z.discriminatedUnion('state', [
  z.object({ state: z.literal('left-out') }),
  z.object({
    state: z.literal('planned'),
    totals: z.object({
      delete: z.object({ versions: z.number(), layers: z.number() }),
      keptFor,
    }),
    unlisted: z.array(z.string()),
    failedChecks: z.number(),
    /** Absent in answers of former versions of the functions. */
    couldNotCheck: z.optional(z.array(z.string())),
  }),
]);

/** What the plan function is to read again. */
const evidenceSource = z.object({
  check: z.string(),
  region: z.string(),
  readAt: z.optional(z.string()),
});

/** What is shown of a plan before the account's name is typed. */
const overview = {
  planId: z.string(),
  account,
  madeAt: z.optional(z.string()),
  /** When the oldest evidence was read; absent in answers of former versions of the plan function. */
  evidenceFrom: z.optional(z.string()),
  beginBefore: z.string(),
  /** Deleting ends in a Region once its code storage is below so many percent of its limit. */
  untilPercent: z.optional(z.number()),
  /** Absent in answers of former versions of the functions. */
  untilEstimate: z.optional(
    z.object({
      belowAlready: sum,
      enough: z.optional(z.extend(sum, { reachesTarget: z.boolean() })),
    }),
  ),
  /** The plan deletes the largest packages until they reach so many bytes. */
  untilPackageBytes: z.optional(z.number()),
  planAt: z.string(),
  /* Absent in answers of former versions of the functions, down to `notChecked`. */
  requestedBy: z.optional(z.string()),
  codeStorage: z.optional(z.array(regionStorage)),
  functions: z.optional(functionTable),
  inUse: z.optional(keptVersions),
  notChecked: z.optional(keptVersions),
  totals: z.object({
    delete: sum,
    keptFor,
  }),
  keepNewest: z.optional(keepNewest),
  layers: z.optional(layers),
  unlisted: z.array(z.string()),
  failedChecks: z.number(),
  /** Absent in answers of former versions of the plan function. */
  failedReads: z.optional(
    z.array(
      z.object({
        check: z.string(),
        reason: z.string(),
        operation: z.string(),
        errorName: z.string(),
        times: z.number(),
      }),
    ),
  ),
  couldNotCheck: z.optional(z.array(z.string())),
  couldNotTell: z.optional(z.array(z.string())),
  notCovered: z.array(z.string()),
  text: z.array(z.string()),
};
const planOverview = z.object(overview);
const plannedAnswer = z.object({ state: z.literal('planned'), ...overview });

const notFound = z.array(z.object({ asked: z.string(), meant: z.optional(z.string()) }));
const question = [
  z.object({ state: z.enum(['no-plan', 'unreadable']), message: z.string() }),
  z.object({ state: z.literal('listed'), plans: z.array(listedPlan), notRead: z.number() }),
  z.object({
    state: z.literal('shown'),
    plan: planOverview,
    /** Absent in answers of former versions of the plan function. */
    progress: z.optional(planProgress),
    retention: z.object({ keepNewest: z.number(), minimumAgeDays: z.number() }),
    /** Versions that the question chooses; `versions` may have some of them. */
    chosen: z.number(),
    versions: z.array(shownVersion),
    next: z.optional(z.number()),
    notFound,
  }),
] as const;
export const questionAnswer = z.discriminatedUnion('state', question);

export const planAnswer = z.discriminatedUnion('state', [
  z.object({ state: z.literal('refused'), refusals }),
  z.object({ state: z.literal('unfinished'), continueWith: z.string(), progress: z.string() }),
  z.object({ state: z.literal('no-function'), functions: notFound }),
  plannedAnswer,
]);

const renewalAnswer = z.discriminatedUnion('state', [
  z.object({ state: z.literal('refused'), refusals }),
  z.object({ state: z.literal('unfinished'), continueWith: z.string(), progress: z.string() }),
  z.object({ state: z.literal('no-plan'), message: z.string() }),
  z.object({ state: z.literal('renewed'), kept: z.number() }),
]);

/** Codes are absent in answers of former versions of the prune function. */
const code = z.optional(z.string());
const group = { why: z.string(), versions: z.number(), code };
const failure = { operation: code, errorName: code };

const counts = z.object({
  planned: z.number(),
  deleted: z.number(),
  skipped: z.number(),
  failed: z.number(),
  /** Absent where it is known of all whether they were deleted. */
  unknown: z.optional(z.number()),
  notAttempted: z.number(),
});

const progressAnswer = z.object({
  state: z.enum(['finished', 'goes-on', 'needs-evidence', 'not-begun', 'busy', 'stopped']),
  planId: z.string(),
  account,
  /** As stated by the callers. */
  requestedBy: z.optional(z.string()),
  appliedBy: z.optional(z.string()),
  counts,
  packageBytesDeleted: z.number(),
  layers: z.optional(z.object({ counts })),
  regions: z.array(
    z.object({
      region: z.string(),
      /** Absent in answers of former versions of the prune function. */
      counts: z.optional(counts),
      before: z.optional(storage),
      after: z.optional(storage),
      targetReached: z.optional(z.boolean()),
      stopped: z.optional(z.object({ code, sentence: z.string() })),
    }),
  ),
  skipped: z.array(z.object({ ...group, keptFor: code, check: code, reason: code, ...failure })),
  failed: z.array(z.object({ ...group, ...failure })),
  unknown: z.optional(z.array(z.object({ ...group, ...failure }))),
  keepNewest: z.optional(keepNewest),
  /** Of a status; absent in answers of former versions of the prune function. */
  plan: z.optional(planOverview),
  remaining: z.number(),
  renewEvidence: z.optional(z.array(evidenceSource)),
  retryAfterSeconds: z.optional(z.number()),
  notice: z.optional(z.union([z.literal('published'), z.object({ notPublished: z.string() })])),
});

export const pruneAnswer = z.discriminatedUnion('state', [
  z.object({ state: z.enum(['no-plan', 'unreadable']), message: z.string() }),
  z.object({ state: z.literal('refused'), refusals }),
  progressAnswer,
]);

export type PlanAnswer = z.infer<typeof planAnswer>;
export type PlanOverview = z.infer<typeof planOverview>;
export type ProgressAnswer = z.infer<typeof progressAnswer>;
export type PruneAnswer = z.infer<typeof pruneAnswer>;
export type KeepAnswer = z.infer<typeof keepNewest>;
export type QuestionAnswer = z.infer<typeof questionAnswer>;
export type ShownAnswer = Extract<QuestionAnswer, { readonly state: 'shown' }>;
export type NotFoundAnswer = z.infer<typeof notFound>;
export type EvidenceSourceAnswer = z.infer<typeof evidenceSource>;

/** An answer about a run, as read and as it came. */
export interface ProgressReply {
  readonly progress: ProgressAnswer;
  readonly payload: unknown;
}

/** undefined for what is no answer of the plan function. */
export function readPlanAnswer(payload: unknown): PlanAnswer | undefined {
  const parsed = planAnswer.safeParse(payload);
  return parsed.success ? parsed.data : undefined;
}

/** undefined for what is no answer of the plan function about stored plans. */
export function readQuestionAnswer(payload: unknown): QuestionAnswer | undefined {
  const parsed = questionAnswer.safeParse(payload);
  return parsed.success ? parsed.data : undefined;
}

/** undefined for what is no answer of the plan function to a renewal. */
export function readRenewalAnswer(payload: unknown): z.infer<typeof renewalAnswer> | undefined {
  const parsed = renewalAnswer.safeParse(payload);
  return parsed.success ? parsed.data : undefined;
}

/** undefined for what is no answer of the prune function. */
export function readPruneAnswer(payload: unknown): PruneAnswer | undefined {
  const parsed = pruneAnswer.safeParse(payload);
  return parsed.success ? parsed.data : undefined;
}
