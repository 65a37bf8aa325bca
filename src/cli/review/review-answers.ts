import type { ValueOf } from '../../documents/codec.ts';
import { openRecord, optional } from '../../documents/records.ts';
import { flag, list, oneOf, text } from '../../documents/values.ts';
import { variants } from '../../documents/variants.ts';
import {
  account,
  functionTable,
  keptFor,
  keptVersions,
  notFound,
  pageFields,
  regionStorage,
  reviewedVersion,
  sum,
} from '../prune/plan-figures.ts';

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
    keptFor,
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

/** The answer to a review event. Unknown keys are ignored, because a newer function may send more. */
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
    ...pageFields(reviewedVersion),
  }),
]);

type ReviewAnswer = ValueOf<typeof reviewAnswer>;
export type ReviewOverviewAnswer = ValueOf<typeof overview>;
export type ShownReviewAnswer = Extract<ReviewAnswer, { readonly state: 'shown' }>;
