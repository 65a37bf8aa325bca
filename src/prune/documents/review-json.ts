import type { Fields, Parsed, Read } from '../../documents/reading.ts';
import {
  instantText,
  list,
  object,
  oneOf,
  parsed,
  readInstant,
  readRegion,
  some,
  text,
} from '../../documents/reading.ts';
import { CHECKS } from '../evidence/callers.ts';
import type { PlannedVersion } from '../model/prune-plan.ts';
import type { Review, ReviewedFunction, ReviewedRow } from '../model/review.ts';
import { REVIEW_FORMAT, ROW_STATES } from '../model/review.ts';
import { readingForJson } from './evidence-reading-json.ts';
import { factsForJson, otherFacts, readDeletable, readPlanParts } from './plan-json.ts';
import { readKeepReason } from './reason-reading.ts';
import { readRegionStorage, regionStorageForJson } from './region-storage-json.ts';

const REVIEW_KIND = 'limits-watchdog.production-review';
/** In place of a plan's `delete`: no reader of plans knows it. */
const COULD_GO = 'could-go';

/** The review for a program, and for the store: `parseReview` gives it back. It has no digest. */
export function reviewJson(review: Review): string {
  return JSON.stringify({
    kind: REVIEW_KIND,
    ...review,
    madeAt: instantText(review.madeAt),
    ...(review.evidenceReadAt !== undefined && {
      evidenceReadAt: review.evidenceReadAt.map(readingForJson),
    }),
    functions: review.functions.map((fn) => ({ ...fn, versions: fn.versions.map(forJson) })),
    codeStorage: review.codeStorage.map(regionStorageForJson),
  });
}

export function parseReview(json: string): Parsed<Review> {
  return parsed(json, readReview);
}

function forJson(version: PlannedVersion): object {
  const facts = factsForJson(version);
  return version.verdict === 'delete' ? { ...facts, verdict: COULD_GO } : facts;
}

const readVersion: Read<PlannedVersion> = object((fields: Fields): PlannedVersion => {
  const { required } = fields;
  const facts = otherFacts(fields);
  if (required('verdict', oneOf(['keep', COULD_GO])) === COULD_GO) {
    return { version: required('version', readDeletable), ...facts, verdict: 'delete' };
  }
  const reasons = required('reasons', some(readKeepReason));
  return { version: required('version', text), ...facts, verdict: 'keep', reasons };
});

const readFunction: Read<ReviewedFunction> = object(({ required }) => ({
  region: required('region', readRegion),
  name: required('name', text),
  versions: required('versions', list(readVersion)),
}));

const readRow: Read<ReviewedRow> = object(({ required }) => ({
  check: required('check', oneOf(CHECKS)),
  state: required('state', oneOf(ROW_STATES)),
}));

const readReview: Read<Review> = object((fields): Review => {
  const { required, optional } = fields;
  required('kind', oneOf([REVIEW_KIND]));
  const { account, regions, unlisted, settings, filters, totals, failedChecks, ...others } =
    readPlanParts(fields);
  const { evidenceReadAt, couldNotTell, notCovered } = others;
  const requestedBy = optional('requestedBy', text);
  // In the order in which they are written, so that a review is written again as it was.
  return {
    format: required('format', oneOf([REVIEW_FORMAT])),
    madeAt: required('madeAt', readInstant),
    account,
    regions,
    unlisted,
    settings,
    filters,
    functions: required('functions', list(readFunction)),
    totals,
    rows: required('rows', list(readRow)),
    failedChecks,
    ...(evidenceReadAt !== undefined && { evidenceReadAt }),
    ...(couldNotTell !== undefined && { couldNotTell }),
    notCovered,
    codeStorage: required('codeStorage', list(readRegionStorage)),
    ...(requestedBy !== undefined && { requestedBy }),
  };
});
