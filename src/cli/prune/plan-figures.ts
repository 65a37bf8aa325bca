import type { Codec, ValueOf } from '../../documents/codec.ts';
import { openRecord, optional } from '../../documents/records.ts';
import { flag, list, number, oneOf, text } from '../../documents/values.ts';

/* Parts of the answers about plans and reviews. Unknown keys are ignored, because a newer function may send more. */

export const sumFields = { versions: number, packageBytes: number };
export const sum = openRecord(sumFields);
export const account = openRecord({ id: text, name: text, stage: text });
export const keptFor = list(openRecord({ code: text, versions: number }));
/** Requested names without a match, each with the name that was probably meant. */
export const notFound = list(openRecord({ asked: text, meant: optional(text) }));
/** Returns the fields of a page of chosen versions. `chosen` counts all pages; `next` is where the next page begins. */
export function pageFields<Version>(version: Codec<Version>) {
  return {
    retention: openRecord({ keepNewest: number, minimumAgeDays: number }),
    chosen: number,
    versions: list(version),
    next: optional(number),
    notFound,
  };
}

const storageFields = {
  usedBytes: optional(number),
  limitBytes: optional(number),
  failure: optional(openRecord({ operation: text, errorName: text })),
};
export const storage = openRecord(storageFields);

export const regionStorage = openRecord({
  ...storageFields,
  region: text,
  at: text,
  isBelowTarget: optional(flag),
});

const sums = { delete: number, keep: number, packageBytes: number };
const otherFunctions = openRecord({ functions: number, ...sums });

export const functionTable = openRecord({
  largest: list(
    openRecord({
      region: text,
      name: text,
      ...sums,
      publishedFrom: optional(text),
      publishedTo: optional(text),
    }),
  ),
  others: optional(otherFunctions),
  untouched: optional(otherFunctions),
});

export const keptVersions = openRecord({
  versions: number,
  groups: list(
    openRecord({
      code: text,
      why: text,
      versions: list(openRecord({ region: text, functionName: text, version: text })),
      moreVersions: optional(number),
    }),
  ),
  moreGroups: optional(number),
});

const versionFields = {
  region: text,
  functionName: text,
  version: text,
  packageBytes: number,
  modifiedAt: optional(text),
  reasons: list(openRecord({ code: text, why: text })),
};

export const shownVersion = openRecord({
  ...versionFields,
  verdict: oneOf(['delete', 'keep']),
  keptSince: optional(flag),
});

export const reviewedVersion = openRecord({
  ...versionFields,
  verdict: oneOf(['could-go', 'not-checked', 'keep']),
});

export const planProgress = openRecord({
  state: oneOf(['not-begun', 'expired', 'begun', 'ended']),
  endedAt: optional(text),
  deleted: optional(number),
});

export const listedPlan = openRecord({
  planId: text,
  madeAt: text,
  state: oneOf(['not-begun', 'expired', 'begun', 'ended', 'unreadable']),
  account: optional(account),
  delete: optional(sum),
  requestedBy: optional(text),
  appliedBy: optional(text),
  endedAt: optional(text),
  deleted: optional(number),
  fault: optional(text),
});

export type FunctionTableAnswer = ValueOf<typeof functionTable>;
export type KeptVersionsAnswer = ValueOf<typeof keptVersions>;
export type ShownVersionAnswer = ValueOf<typeof shownVersion>;
export type ListedPlanAnswer = ValueOf<typeof listedPlan>;
