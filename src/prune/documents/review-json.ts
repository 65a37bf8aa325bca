import type { Codec, Parsed } from '../../documents/codec.ts';
import { encode, parse } from '../../documents/codec.ts';
import { region } from '../../documents/model-values.ts';
import { document, optional, record } from '../../documents/records.ts';
import { converted, list, oneOf, text } from '../../documents/values.ts';
import { variants } from '../../documents/variants.ts';
import { CHECKS } from '../evidence/callers.ts';
import type { PlannedVersion, Review, ReviewedFunction, ReviewedRow } from '../model/prune-plan.ts';
import { REVIEW_FORMAT, ROW_STATES } from '../model/prune-plan.ts';
import { deletedVersion, keptVersion, planChecks, planHead, totals } from './plan-json.ts';
import { regionStorage } from './region-storage-json.ts';

/** The word in a review for the verdict `delete`. It is unknown to code that reads plans, so no review is applied. */
const COULD_GO = 'could-go' as const;

const version: Codec<PlannedVersion> = converted(
  variants('verdict', [deletedVersion(COULD_GO), keptVersion]),
  (stored): PlannedVersion =>
    stored.verdict === COULD_GO ? { ...stored, verdict: 'delete' } : stored,
  (value) => (value.verdict === 'delete' ? { ...value, verdict: COULD_GO } : value),
);

const review = document(
  { kind: 'limits-watchdog.production-review' },
  record<Review>({
    format: oneOf([REVIEW_FORMAT]),
    ...planHead,
    functions: list(record<ReviewedFunction>({ region, name: text, versions: list(version) })),
    totals,
    rows: list(record<ReviewedRow>({ check: oneOf(CHECKS), state: oneOf(ROW_STATES) })),
    ...planChecks,
    notCovered: list(text),
    codeStorage: list(regionStorage),
    requestedBy: optional(text),
  }),
);

/** The review as stored and printed JSON, which `parseReview` reads. It has no digest. */
export function reviewJson(made: Review): string {
  return encode(made, review);
}

export function parseReview(json: string): Parsed<Review> {
  return parse(json, review);
}
