import type { Region } from '../../model/aws-ids.ts';
import { CALLERS, callerOf, EVIDENCE_CHECKS } from '../evidence/callers.ts';
import type { EvidenceCheck } from '../model/evidence.ts';
import type { VersionFacts } from '../model/inventory.ts';

/** The checks that must have found no use of a version before it can go: those that can concern it. */
export function neededChecks(
  region: Region,
  { traits }: Pick<VersionFacts, 'traits'>,
): readonly EvidenceCheck[] {
  return EVIDENCE_CHECKS.filter((check) => callerOf(check).concerns?.({ region, traits }) ?? true);
}

/** Made again before each chunk of a function's deletions, beside its listing and its aliases. */
export const RECHECKED: readonly EvidenceCheck[] = CALLERS.filter(
  ({ whenApplying }) => whenApplying !== 'aged',
).map(({ check }) => check);
