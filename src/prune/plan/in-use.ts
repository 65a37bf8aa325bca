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
 * Why each version of one function is kept: reasons by the list of versions and by aliases, uses, failed checks, and
 * `moreReasons`. A check that was not made is a reason only when there is no other, since versions that are kept anyway
 * are not checked.
 */
export function functionReasons(
  fn: TidyFunction,
  evidence: EvidenceIndex,
  retention: VersionRetention,
  now: Instant,
  moreReasons: (version: VersionFacts) => readonly KeepReason[] = () => [],
): (version: VersionFacts) => readonly KeepReason[] {
  const listed = listingReasons(fn, retention, now);
  // Cached by the combination of traits, of which there are few.
  const neededBy = new Map<string, readonly EvidenceCheck[]>();
  const neededOf = (facts: VersionFacts): readonly EvidenceCheck[] => {
    const traits = facts.traits.join();
    const needed = neededBy.get(traits) ?? neededChecks(fn.region, facts);
    neededBy.set(traits, needed);
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
      ...moreReasons(facts),
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

/** The needed checks that do not clear a version, as reasons: those that failed, and those that were not made. */
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

/** The checks that a version needs, by its Region and traits. */
export function neededChecks(
  region: Region,
  { traits }: Pick<VersionFacts, 'traits'>,
): readonly EvidenceCheck[] {
  return EVIDENCE_CHECKS.filter((check) => callerOf(check).concerns?.({ region, traits }) ?? true);
}

/** The checks that the prune function makes again before deletions, in addition to versions and aliases. */
export const RECHECKED: readonly EvidenceCheck[] = CALLERS.filter(
  ({ whenApplying }) => whenApplying !== 'aged',
).map(({ check }) => check);
