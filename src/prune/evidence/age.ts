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
import { inOrder } from '../plan/canonical.ts';
import { neededChecks } from '../plan/in-use.ts';

/** How old evidence may be that applying does not read itself, from the start of its read. */
export const EVIDENCE_AGE_MS = 15 * MINUTE_MS;
/** From this age on it is read again. */
const RENEWED_FROM_MS = 10 * MINUTE_MS;
/** A deletion may still be sent this long after its slice began it. */
const UNDER_WAY_MS = MINUTE_MS;
/** Two machines' clocks may differ by this much. */
const CLOCK_TOLERANCE_MS = MINUTE_MS;
/** The latest time of a Date, in milliseconds. https://tc39.es/ecma262/#sec-time-values-and-time-range */
const LATEST_MS = 8.64e15;

/**
 * How fresh a check is when it decides about a deletion:
 * - `re-read`: the prune function reads it for each chunk of deletions, or once a slice
 * - `aged`: the plan function reads it again before it is older than `EVIDENCE_AGE_MS`
 * `shownLateMs` is how late AWS itself shows a use to that read.
 */
export type Freshness =
  | { readonly kind: 're-read'; readonly each: 'chunk' | 'slice'; readonly shownLateMs: number }
  | { readonly kind: 'aged'; readonly shownLateMs: number };

/**
 * Destinations of other functions take a request for each function of the Region, too many for each slice, so
 * they are aged; the settings of the function itself are read again.
 */
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

/** The aged sources that these versions need: unknown ages first, then the oldest. */
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
    // Nothing can have been read in the future.
    if (reading.readAt > now + CLOCK_TOLERANCE_MS) continue;
    newest.set(key, instant(Math.max(reading.readAt, newest.get(key) ?? reading.readAt)));
  }
  return [...needed]
    .map(([key, source]): AgedSource => {
      const readAt = newest.get(key);
      return { ...source, ...(readAt !== undefined && { readAt }) };
    })
    .toSorted((a, b) => (a.readAt ?? 0) - (b.readAt ?? 0) || inOrder(keyOf(a), keyOf(b)));
}

/** No deletion that needs these sources may begin then or later. */
export function decidesUntil(sources: readonly AgedSource[]): Instant {
  const decidesMs = EVIDENCE_AGE_MS - UNDER_WAY_MS;
  const ends = sources.map(({ readAt }) => (readAt === undefined ? 0 : readAt + decidesMs));
  return instant(Math.min(LATEST_MS, ...ends));
}

export function tooOld(sources: readonly AgedSource[], now: Instant): readonly AgedSource[] {
  return sources.filter((source) => now >= decidesUntil([source]));
}

export function dueForRenewal(sources: readonly AgedSource[], now: Instant): readonly AgedSource[] {
  return sources.filter(({ readAt }) => readAt === undefined || now - readAt >= RENEWED_FROM_MS);
}

export function keyOf({ check, region }: EvidenceSource): string {
  return `${region} ${check}`;
}
