import type { ValueOf } from '../../documents/codec.ts';
import { tryRead } from '../../documents/codec.ts';
import { openRecord, optional } from '../../documents/records.ts';
import { flag, list, number, oneOf, text } from '../../documents/values.ts';
import { variants } from '../../documents/variants.ts';
import {
  functionTable,
  keptVersions,
  regionStorage,
  reviewedVersion,
} from '../prune/plan-figures.ts';

/* What this command needs of the plan function's answers. Other keys pass: a newer function may say more. */

const sum = openRecord({ versions: number, packageBytes: number });
const account = openRecord({ id: text, name: text, stage: text });
const notFound = list(openRecord({ asked: text, meant: optional(text) }));

const overview = openRecord({
  reviewId: text,
  account,
  madeAt: text,
  evidenceFrom: text,
  reviewAt: text,
  requestedBy: optional(text),
  codeStorage: list(regionStorage),
  totals: openRecord({
    listed: sum,
    couldGo: sum,
    notChecked: sum,
    keep: sum,
    keptFor: list(openRecord({ code: text, versions: number })),
  }),
  functions: functionTable,
  inUse: keptVersions,
  notChecked: keptVersions,
  rows: list(openRecord({ check: text, label: text, state: text })),
  parameter: optional(text),
  unlisted: list(text),
  couldNotCheck: list(text),
  couldNotTell: list(text),
  notCovered: list(text),
  text: list(text),
  rowText: list(text),
});

export const reviewAnswer = variants('state', [
  openRecord({ state: oneOf(['use-prune']), account }),
  openRecord({
    state: oneOf(['unfinished']),
    continueWith: text,
    progress: text,
    throttled: flag,
  }),
  openRecord({ state: oneOf(['no-function']), functions: notFound }),
  openRecord({ state: oneOf(['reviewed']), review: overview }),
  openRecord({ state: oneOf(['no-review', 'unreadable']), message: text }),
  openRecord({
    state: oneOf(['shown']),
    review: overview,
    retention: openRecord({ keepNewest: number, minimumAgeDays: number }),
    chosen: number,
    versions: list(reviewedVersion),
    next: optional(number),
    notFound,
  }),
]);

export type ReviewAnswer = ValueOf<typeof reviewAnswer>;
export type ReviewOverviewAnswer = ValueOf<typeof overview>;
export type ShownReviewAnswer = Extract<ReviewAnswer, { readonly state: 'shown' }>;

/** undefined for what is no answer of the plan function about reviews. */
export function readReviewAnswer(payload: unknown): ReviewAnswer | undefined {
  return tryRead(reviewAnswer, payload);
}
