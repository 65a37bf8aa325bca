import type { ValueOf } from '../../documents/codec.ts';
import { tryRead } from '../../documents/codec.ts';
import { openRecord, optional } from '../../documents/records.ts';
import { either, flag, list, number, oneOf, text } from '../../documents/values.ts';
import { variants } from '../../documents/variants.ts';
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

const refusals = list(openRecord({ code: text, sentence: text }));
const sumFields = { versions: number, packageBytes: number };
const sum = openRecord(sumFields);
const account = openRecord({ id: text, name: text, stage: text });

/** A request to keep fewer of the newest versions than the configuration says. */
const keepNewest = openRecord({ asked: number, configured: number, applied: number });

const keptFor = list(openRecord({ code: text, versions: number }));
const layers = variants('state', [
  openRecord({ state: oneOf(['left-out']) }),
  openRecord({
    state: oneOf(['planned']),
    totals: openRecord({
      delete: openRecord({ versions: number, layers: number }),
      keptFor,
    }),
    unlisted: list(text),
    failedChecks: number,
    /** Absent in answers of former versions of the functions. */
    couldNotCheck: optional(list(text)),
  }),
]);

/** What the plan function is to read again. */
const evidenceSource = openRecord({
  check: text,
  region: text,
  readAt: optional(text),
});

/** What is shown of a plan before the account's name is typed. */
const overview = {
  planId: text,
  account,
  madeAt: optional(text),
  /** When the oldest evidence was read; absent in answers of former versions of the plan function. */
  evidenceFrom: optional(text),
  beginBefore: text,
  /** Deleting ends in a Region once its code storage is below so many percent of its limit. */
  untilPercent: optional(number),
  /** Absent in answers of former versions of the functions. */
  untilEstimate: optional(
    openRecord({
      belowAlready: sum,
      enough: optional(openRecord({ ...sumFields, reachesTarget: flag })),
    }),
  ),
  /** The plan deletes the largest packages until they reach so many bytes. */
  untilPackageBytes: optional(number),
  planAt: text,
  /* Absent in answers of former versions of the functions, down to `notChecked`. */
  requestedBy: optional(text),
  codeStorage: optional(list(regionStorage)),
  functions: optional(functionTable),
  inUse: optional(keptVersions),
  notChecked: optional(keptVersions),
  totals: openRecord({
    delete: sum,
    keptFor,
  }),
  keepNewest: optional(keepNewest),
  layers: optional(layers),
  unlisted: list(text),
  failedChecks: number,
  /** Absent in answers of former versions of the plan function. */
  failedReads: optional(
    list(
      openRecord({
        check: text,
        reason: text,
        operation: text,
        errorName: text,
        times: number,
      }),
    ),
  ),
  couldNotCheck: optional(list(text)),
  couldNotTell: optional(list(text)),
  notCovered: list(text),
  text: list(text),
};
const planOverview = openRecord(overview);
const plannedAnswer = openRecord({ state: oneOf(['planned']), ...overview });

const notFound = list(openRecord({ asked: text, meant: optional(text) }));
const question = [
  openRecord({ state: oneOf(['no-plan', 'unreadable']), message: text }),
  openRecord({ state: oneOf(['listed']), plans: list(listedPlan), notRead: number }),
  openRecord({
    state: oneOf(['shown']),
    plan: planOverview,
    /** Absent in answers of former versions of the plan function. */
    progress: optional(planProgress),
    retention: openRecord({ keepNewest: number, minimumAgeDays: number }),
    /** Versions that the question chooses; `versions` may have some of them. */
    chosen: number,
    versions: list(shownVersion),
    next: optional(number),
    notFound,
  }),
] as const;
export const questionAnswer = variants('state', question);

export const planAnswer = variants('state', [
  openRecord({ state: oneOf(['refused']), refusals }),
  openRecord({ state: oneOf(['unfinished']), continueWith: text, progress: text }),
  openRecord({ state: oneOf(['no-function']), functions: notFound }),
  plannedAnswer,
]);

const renewalAnswer = variants('state', [
  openRecord({ state: oneOf(['refused']), refusals }),
  openRecord({ state: oneOf(['unfinished']), continueWith: text, progress: text }),
  openRecord({ state: oneOf(['no-plan']), message: text }),
  openRecord({ state: oneOf(['renewed']), kept: number }),
]);

/** Codes are absent in answers of former versions of the prune function. */
const code = optional(text);
const group = { why: text, versions: number, code };
const failure = { operation: code, errorName: code };

const counts = openRecord({
  planned: number,
  deleted: number,
  skipped: number,
  failed: number,
  /** Absent where it is known of all whether they were deleted. */
  unknown: optional(number),
  notAttempted: number,
});

const progressAnswer = openRecord({
  state: oneOf(['finished', 'goes-on', 'needs-evidence', 'not-begun', 'busy', 'stopped']),
  planId: text,
  account,
  /** As stated by the callers. */
  requestedBy: optional(text),
  appliedBy: optional(text),
  counts,
  packageBytesDeleted: number,
  layers: optional(openRecord({ counts })),
  regions: list(
    openRecord({
      region: text,
      /** Absent in answers of former versions of the prune function. */
      counts: optional(counts),
      before: optional(storage),
      after: optional(storage),
      targetReached: optional(flag),
      stopped: optional(openRecord({ code, sentence: text })),
    }),
  ),
  skipped: list(openRecord({ ...group, keptFor: code, check: code, reason: code, ...failure })),
  failed: list(openRecord({ ...group, ...failure })),
  unknown: optional(list(openRecord({ ...group, ...failure }))),
  keepNewest: optional(keepNewest),
  /** Of a status; absent in answers of former versions of the prune function. */
  plan: optional(planOverview),
  remaining: number,
  renewEvidence: optional(list(evidenceSource)),
  retryAfterSeconds: optional(number),
  notice: optional(either(oneOf(['published']), openRecord({ notPublished: text }))),
});

export const pruneAnswer = variants('state', [
  openRecord({ state: oneOf(['no-plan', 'unreadable']), message: text }),
  openRecord({ state: oneOf(['refused']), refusals }),
  progressAnswer,
]);

export type PlanAnswer = ValueOf<typeof planAnswer>;
export type PlanOverview = ValueOf<typeof planOverview>;
export type ProgressAnswer = ValueOf<typeof progressAnswer>;
export type PruneAnswer = ValueOf<typeof pruneAnswer>;
export type KeepAnswer = ValueOf<typeof keepNewest>;
export type QuestionAnswer = ValueOf<typeof questionAnswer>;
export type ShownAnswer = Extract<QuestionAnswer, { readonly state: 'shown' }>;
export type NotFoundAnswer = ValueOf<typeof notFound>;
export type EvidenceSourceAnswer = ValueOf<typeof evidenceSource>;

/** An answer about a run, as read and as it came. */
export interface ProgressReply {
  readonly progress: ProgressAnswer;
  readonly payload: unknown;
}

/** undefined for what is no answer of the plan function. */
export function readPlanAnswer(payload: unknown): PlanAnswer | undefined {
  return tryRead(planAnswer, payload);
}

/** undefined for what is no answer of the plan function about stored plans. */
export function readQuestionAnswer(payload: unknown): QuestionAnswer | undefined {
  return tryRead(questionAnswer, payload);
}

/** undefined for what is no answer of the plan function to a renewal. */
export function readRenewalAnswer(payload: unknown): ValueOf<typeof renewalAnswer> | undefined {
  return tryRead(renewalAnswer, payload);
}

/** undefined for what is no answer of the prune function. */
export function readPruneAnswer(payload: unknown): PruneAnswer | undefined {
  return tryRead(pruneAnswer, payload);
}
