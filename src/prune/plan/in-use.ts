import type { VersionRetention } from '../../model/configuration.ts';
import type { EvidenceCheck } from '../model/evidence.ts';
import type { VersionFacts } from '../model/inventory.ts';
import type { KeepReason } from '../model/reason.ts';
import type { VersionRef } from '../model/version.ts';
import type { Instant } from '../../model/time.ts';
import type { EvidenceIndex } from './in-use-evidence.ts';
import { listingReasons } from './in-use-listing.ts';
import type { TidyFunction } from './tidy.ts';
import type { Region } from '../../model/aws-ids.ts';
import { callerOf, CALLERS, EVIDENCE_CHECKS } from '../evidence/callers.ts';

/**
 * What keeps each version of one function: the listing and aliases, every use, and every failed check.
 * A check that was not made is a reason only for versions without another reason (`besides` included), since
 * others are not checked.
 */
export function functionReasons(
  fn: TidyFunction,
  evidence: EvidenceIndex,
  retention: VersionRetention,
  now: Instant,
  besides: (version: VersionFacts) => readonly KeepReason[] = () => [],
): (version: VersionFacts) => readonly KeepReason[] {
  const listed = listingReasons(fn, retention, now);
  // Once for each of the few combinations of traits.
  const neededBy = new Map<string, readonly EvidenceCheck[]>();
  const neededOf = (facts: VersionFacts): readonly EvidenceCheck[] => {
    const kind = facts.traits.join();
    const needed = neededBy.get(kind) ?? neededChecks(fn.region, facts);
    neededBy.set(kind, needed);
    return needed;
  };
  return (facts) => {
    const ref = { region: fn.region, functionName: fn.name, version: facts.version };
    const needed = neededOf(facts);
    const { failed, notRead } = missingChecks(needed, ref, evidence);
    const found = [
      ...listed(facts),
      ...evidence.usesOf(ref),
      ...(fn.aliases?.kind === 'failed'
        ? [{ code: 'not-checked', check: 'aliases', why: fn.aliases.failure.reason } as const]
        : []),
      ...failed,
      ...besides(facts),
    ];
    if (found.length > 0) return found;
    return [
      ...(fn.aliases === undefined
        ? [{ code: 'not-checked', check: 'aliases', why: 'not-read' } as const]
        : []),
      ...notRead,
    ];
  };
}

/** The checks that clear nothing, by whether they failed or were not made. */
export function missingChecks(
  needed: readonly EvidenceCheck[],
  ref: VersionRef,
  evidence: EvidenceIndex,
): { readonly failed: readonly KeepReason[]; readonly notRead: readonly KeepReason[] } {
  const failed: KeepReason[] = [];
  const notRead: KeepReason[] = [];
  const clearanceOf = evidence.clearancesOf(ref);
  for (const check of needed) {
    const clearance = clearanceOf(check);
    if (clearance.kind === 'failed') {
      failed.push({ code: 'not-checked', check, why: clearance.failure.reason });
    } else if (clearance.kind === 'not-read') {
      notRead.push({ code: 'not-checked', check, why: 'not-read' });
    }
  }
  return { failed, notRead };
}

/** The checks that can concern a version. */
export function neededChecks(
  region: Region,
  { traits }: Pick<VersionFacts, 'traits'>,
): readonly EvidenceCheck[] {
  return EVIDENCE_CHECKS.filter((check) => callerOf(check).concerns?.({ region, traits }) ?? true);
}

/** Repeated before deletions, beside the listing and the aliases. */
export const RECHECKED: readonly EvidenceCheck[] = CALLERS.filter(
  ({ whenApplying }) => whenApplying !== 'aged',
).map(({ check }) => check);
