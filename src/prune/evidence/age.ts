import type { Region } from '../../model/aws-ids.ts';
import type { Instant } from '../../model/time.ts';
import { instant, MINUTE_MS } from '../../model/time.ts';
import { callerOf } from './callers.ts';
import type {
  EvidenceCheck,
  AgedSource,
  EvidenceReading,
  EvidenceSource,
} from '../model/evidence.ts';
import type { VersionFacts } from '../model/inventory.ts';
import { compareTexts } from '../plan/canonical.ts';
import { neededChecks } from '../plan/in-use.ts';

/** How old evidence of the plan function may be at a deletion, counted from the start of its read. */
export const EVIDENCE_AGE_MS = 15 * MINUTE_MS;
/** The age from which the plan function reads evidence again. */
const RENEWAL_AGE_MS = 10 * MINUTE_MS;
/** The longest time between the decision to delete a version and its delete request. */
const PENDING_REQUEST_MS = MINUTE_MS;
/** The largest accepted difference between the clocks of two machines. */
const CLOCK_TOLERANCE_MS = MINUTE_MS;
/** The latest time of a Date, in milliseconds. https://tc39.es/ecma262/#sec-time-values-and-time-range */
const LATEST_MS = 8.64e15;

/**
 * How recent a check's evidence is when it decides about a deletion:
 * - `re-read`: the prune function reads it within a minute before each chunk of deletions, or once an invocation (a slice)
 * - `aged`: the plan function reads it again before it is older than `EVIDENCE_AGE_MS`
 * `shownLateMs` is the time, in milliseconds, after which AWS shows a new use.
 */
export type Freshness =
  | { readonly kind: 're-read'; readonly each: 'chunk' | 'slice'; readonly shownLateMs: number }
  | { readonly kind: 'aged'; readonly shownLateMs: number };

/** Returns how recent a check's evidence is at a deletion, from its entry in the catalogue of callers. */
export function freshnessOf(check: EvidenceCheck): Freshness {
  const { whenApplying, shownLateMs = 0 } = callerOf(check);
  switch (whenApplying) {
    case 'aged':
      return { kind: 'aged', shownLateMs };
    case 'read-again':
      return { kind: 're-read', each: 'chunk', shownLateMs };
    case 'read-each-slice':
      return { kind: 're-read', each: 'slice', shownLateMs };
  }
}

/** Returns the evidence sources that the versions in `left` need and only the plan function reads, oldest first. */
export function agedSources(
  left: readonly (Pick<VersionFacts, 'traits'> & { readonly region: Region })[],
  readings: readonly EvidenceReading[],
  now: Instant,
): readonly AgedSource[] {
  const needed = new Map<string, EvidenceSource>();
  for (const { region, traits } of left) {
    for (const check of neededChecks(region, { traits })) {
      if (freshnessOf(check).kind === 'aged')
        needed.set(keyOf({ check, region }), { check, region });
    }
  }
  const newest = new Map<string, Instant>();
  for (const reading of readings) {
    const key = keyOf(reading);
    // A time in the future is an error, so the age is unknown.
    if (reading.readAt > now + CLOCK_TOLERANCE_MS) continue;
    newest.set(key, instant(Math.max(reading.readAt, newest.get(key) ?? reading.readAt)));
  }
  return [...needed]
    .map(([key, source]): AgedSource => {
      const readAt = newest.get(key);
      return { ...source, ...(readAt !== undefined && { readAt }) };
    })
    .toSorted((a, b) => (a.readAt ?? 0) - (b.readAt ?? 0) || compareTexts(keyOf(a), keyOf(b)));
}

/** Returns the time from which one of these sources is too old for a deletion to begin; 0 if one is of unknown age. */
export function sourcesUsableUntil(sources: readonly AgedSource[]): Instant {
  const usableMs = EVIDENCE_AGE_MS - PENDING_REQUEST_MS;
  const ends = sources.map(({ readAt }) => (readAt === undefined ? 0 : readAt + usableMs));
  return instant(Math.min(LATEST_MS, ...ends));
}

/** Returns the sources that are too old for a deletion. */
export function tooOldSources(sources: readonly AgedSource[], now: Instant): readonly AgedSource[] {
  return sources.filter((source) => now >= sourcesUsableUntil([source]));
}

/** Returns the sources that the plan function should read again: at least 10 minutes old, or of unknown age. */
export function dueForRenewal(sources: readonly AgedSource[], now: Instant): readonly AgedSource[] {
  return sources.filter(({ readAt }) => readAt === undefined || now - readAt >= RENEWAL_AGE_MS);
}

export function keyOf({ check, region }: EvidenceSource): string {
  return `${region} ${check}`;
}
