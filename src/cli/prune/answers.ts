import type { ValueOf } from '../../documents/codec.ts';
import { openRecord, optional } from '../../documents/records.ts';
import { either, flag, list, number, oneOf, text } from '../../documents/values.ts';
import { variants } from '../../documents/variants.ts';
import {
  account,
  functionTable,
  keptFor,
  keptVersions,
  listedPlan,
  notFound,
  pageFields,
  planProgress,
  regionStorage,
  shownVersion,
  storage,
  sum,
  sumFields,
} from './plan-figures.ts';

/* The answers of the plan and prune functions. Unknown keys are ignored, because a newer function may send more. Optional
 * keys without a comment are absent where they do not apply, and in answers of older functions. */

const refusals = list(openRecord({ code: text, sentence: text }));
const refused = openRecord({ state: oneOf(['refused']), refusals });
const unfinished = openRecord({
  state: oneOf(['unfinished']),
  continueWith: text,
  progress: text,
});

/** A request to keep fewer of the newest versions than the configuration says. */
const keepNewest = openRecord({ asked: number, configured: number, applied: number });

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
    couldNotCheck: optional(list(text)),
  }),
]);

const evidenceSource = openRecord({
  check: text,
  region: text,
  readAt: optional(text),
});

const overview = {
  planId: text,
  account,
  madeAt: optional(text),
  /** When the oldest evidence was read. */
  evidenceFrom: optional(text),
  beginBefore: text,
  untilPercent: optional(number),
  untilEstimate: optional(
    openRecord({
      belowAlready: sum,
      enough: optional(openRecord({ ...sumFields, reachesTarget: flag })),
    }),
  ),
  untilPackageBytes: optional(number),
  planAt: text,
  requestedBy: optional(text),
  codeStorage: optional(list(regionStorage)),
  functions: optional(functionTable),
  inUse: optional(keptVersions),
  notChecked: optional(keptVersions),
  totals: openRecord({ delete: sum, keptFor }),
  keepNewest: optional(keepNewest),
  layers: optional(layers),
  unlisted: list(text),
  failedChecks: number,
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

export const questionAnswer = variants('state', [
  openRecord({ state: oneOf(['no-plan', 'unreadable']), message: text }),
  openRecord({ state: oneOf(['listed']), plans: list(listedPlan), notRead: number }),
  openRecord({
    state: oneOf(['shown']),
    plan: planOverview,
    progress: optional(planProgress),
    ...pageFields(shownVersion),
  }),
]);

export const planAnswer = variants('state', [
  refused,
  unfinished,
  openRecord({ state: oneOf(['no-function']), functions: notFound }),
  openRecord({ state: oneOf(['planned']), ...overview }),
]);

export const renewalAnswer = variants('state', [
  refused,
  unfinished,
  openRecord({ state: oneOf(['no-plan']), message: text }),
  openRecord({ state: oneOf(['renewed']), kept: number }),
]);

const code = optional(text);
const group = { why: text, versions: number, code };
const failure = { operation: code, errorName: code };

const counts = openRecord({
  planned: number,
  deleted: number,
  skipped: number,
  failed: number,
  /** Versions of which it is not known whether they are deleted; absent when there are none. */
  unknown: optional(number),
  notAttempted: number,
});

const progressAnswer = openRecord({
  state: oneOf(['finished', 'goes-on', 'needs-evidence', 'not-begun', 'busy', 'stopped']),
  planId: text,
  account,
  requestedBy: optional(text),
  appliedBy: optional(text),
  counts,
  packageBytesDeleted: number,
  layers: optional(openRecord({ counts })),
  regions: list(
    openRecord({
      region: text,
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
  /** Set in the answer to a status request. */
  plan: optional(planOverview),
  remaining: number,
  renewEvidence: optional(list(evidenceSource)),
  retryAfterSeconds: optional(number),
  notice: optional(either(oneOf(['published']), openRecord({ notPublished: text }))),
});

export const pruneAnswer = variants('state', [
  openRecord({ state: oneOf(['no-plan', 'unreadable']), message: text }),
  refused,
  progressAnswer,
]);

export type PlanAnswer = ValueOf<typeof planAnswer>;
export type PlanOverview = ValueOf<typeof planOverview>;
export type ProgressAnswer = ValueOf<typeof progressAnswer>;
export type KeepAnswer = ValueOf<typeof keepNewest>;
type QuestionAnswer = ValueOf<typeof questionAnswer>;
export type ShownAnswer = Extract<QuestionAnswer, { readonly state: 'shown' }>;
export type NotFoundAnswer = ValueOf<typeof notFound>;
export type EvidenceSourceAnswer = ValueOf<typeof evidenceSource>;

/** An answer about the progress of a plan: parsed, and as it was received. */
export interface ProgressReply {
  readonly progress: ProgressAnswer;
  readonly payload: unknown;
}
