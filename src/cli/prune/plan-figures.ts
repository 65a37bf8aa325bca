import type { ValueOf } from '../../documents/codec.ts';
import { openRecord, optional } from '../../documents/records.ts';
import { flag, list, number, oneOf, text } from '../../documents/values.ts';
/* The figures in the functions' answers about plans. Other keys pass: a newer function may say more. */

const storageFields = {
  usedBytes: optional(number),
  limitBytes: optional(number),
  failure: optional(openRecord({ operation: text, errorName: text })),
};
export const storage = openRecord(storageFields);

/** Code storage of a Region when the plan was made. */
export const regionStorage = openRecord({
  ...storageFields,
  region: text,
  at: text,
  isBelowTarget: optional(flag),
});

const sums = { delete: number, keep: number, packageBytes: number };
const otherFunctions = openRecord({ functions: number, ...sums });

/** The functions that lose most package bytes, and sums of the others. */
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

/** Versions that stay, by reason and name; of many not all. */
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
};
const reasons = list(openRecord({ code: text, why: text }));

/** A version of a plan, and why it goes or stays. */
export const shownVersion = openRecord({
  ...versionFields,
  verdict: oneOf(['delete', 'keep']),
  keptSince: optional(flag),
  reasons,
});

/** A version of a review. */
export const reviewedVersion = openRecord({
  ...versionFields,
  reasons,
  verdict: oneOf(['could-go', 'not-checked', 'keep']),
});

/** How far a stored plan is. */
export const planProgress = openRecord({
  state: oneOf(['not-begun', 'expired', 'begun', 'ended']),
  endedAt: optional(text),
  deleted: optional(number),
});

/** A plan in a list. */
export const listedPlan = openRecord({
  planId: text,
  madeAt: text,
  state: oneOf(['not-begun', 'expired', 'begun', 'ended', 'unreadable']),
  account: optional(openRecord({ id: text, name: text, stage: text })),
  delete: optional(openRecord({ versions: number, packageBytes: number })),
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
