import type { FailureReason } from '../../model/failure.ts';
import type {
  Evidence,
  EvidenceScope,
  AgedSource,
  EvidenceReading,
  NarrowedVersion,
  Narrowing,
} from '../model/evidence.ts';
import type { Alias } from '../model/inventory.ts';
import type { PlannedFunction, PrunePlan } from '../model/prune-plan.ts';
import type { KeepReason, KeepReasons } from '../model/reason.ts';
import { versionKey } from '../model/version.ts';
import type { Instant } from '../../model/time.ts';
import { sourcesUsableUntil, keyOf, tooOldSources } from '../evidence/age.ts';
import { neededChecks, unchecked } from './in-use.ts';
import { indexEvidence } from './in-use-evidence.ts';
import type { PlannedDeletion } from './order.ts';
import { orderedReasons } from './reason-order.ts';
import type { JournalState } from '../model/journal-segment.ts';
import { remaining } from './journal.ts';

export interface NarrowBasis {
  readonly left: readonly PlannedDeletion[];
  /** The sources that were due to be read again, with the age of their earlier read. */
  readonly due: readonly AgedSource[];
  readonly evidence: readonly Evidence[];
  readonly readings: readonly EvidenceReading[];
  /** Keys of versions that were listed again. */
  readonly listed: ReadonlySet<string>;
  /** Keys of versions whose deletion was requested before. One that is no longer listed is deleted. */
  readonly intended: ReadonlySet<string>;
  readonly now: Instant;
}

/**
 * The remaining versions that newer evidence keeps. A source keeps the versions that it would have cleared where
 * its read failed, or took longer than evidence may be old. After a temporary failure it decides nothing while
 * its earlier read is recent enough: it is read again.
 */
export function narrow(basis: NarrowBasis): Narrowing {
  const { left, due, evidence, readings, listed, intended, now } = basis;
  const waiting = due.filter((source) => isToBeRetried(source, evidence, now));
  const fresh = new Set(due.filter((source) => !waiting.includes(source)).map(keyOf));
  const slow = new Set(readings.filter((one) => now >= sourcesUsableUntil([one])).map(keyOf));
  const counted = indexEvidence(evidence);
  const keep = left.flatMap((deletion): readonly NarrowedVersion[] => {
    const { region, functionName, version } = deletion;
    const ref = { region, functionName, version };
    if (intended.has(versionKey(ref)) && !listed.has(versionKey(ref))) return [];
    const needed = neededChecks(region, deletion).filter((check) =>
      fresh.has(keyOf({ check, region })),
    );
    const { failed, notRead } = unchecked(needed, ref, counted);
    const found = [
      ...counted.usesOf(ref),
      ...failed,
      ...needed
        .filter((check) => slow.has(keyOf({ check, region })))
        .map((check): KeepReason => ({ code: 'not-checked', check, why: 'out-of-time' })),
    ];
    // A version that is kept for another reason is not read further: `notRead` is then no reason.
    const reasons = orderedReasons(found.length > 0 ? found : notRead);
    return reasons === undefined ? [] : [{ ...ref, reasons }];
  });
  return { keep, readings: readings.filter((reading) => fresh.has(keyOf(reading))) };
}

/** Temporary failures: the next read may succeed. */
const MAY_PASS: ReadonlySet<FailureReason> = new Set([
  'throttled',
  'unavailable',
  'no-answer',
  'out-of-time',
]);

/** Whether the read of a source failed as a whole and temporarily, and its earlier read is not too old. */
function isToBeRetried(source: AgedSource, evidence: readonly Evidence[], now: Instant): boolean {
  if (tooOldSources([source], now).length > 0) return false;
  return evidence.some(
    ({ check, scope, outcome }) =>
      check === source.check &&
      coversSource(scope, source) &&
      outcome.kind === 'failed' &&
      MAY_PASS.has(outcome.failure.reason),
  );
}

/** Whether a scope is all that a source reads: a Region, or the account, which is read in one Region only. */
function coversSource(scope: EvidenceScope, { region }: AgedSource): boolean {
  return scope.kind === 'account' || (scope.kind === 'region' && scope.region === region);
}

/** The aliases of a function that refer to published versions, from the reasons in the plan. */
export function plannedAliases({ versions }: PlannedFunction): readonly Alias[] {
  const aliases = new Map<
    string,
    { pointsAt: string; weights: { version: string; weight: number }[] }
  >();
  for (const version of versions) {
    if (version.verdict === 'delete') continue;
    for (const reason of version.reasons) {
      if (reason.code !== 'alias-target' && reason.code !== 'alias-weight') continue;
      const alias = aliases.get(reason.alias) ?? { pointsAt: '$LATEST', weights: [] };
      aliases.set(reason.alias, alias);
      if (reason.code === 'alias-target') alias.pointsAt = version.version;
      // The weight itself makes no difference.
      else alias.weights.push({ version: version.version, weight: 0 });
    }
  }
  return [...aliases].map(([name, alias]) => ({ name, ...alias }));
}

export const NO_NARROWING: Narrowing = { readings: [], keep: [] };

/** The reasons for which newer evidence keeps versions, by version key. */
export function keptSince({ keep }: Narrowing): ReadonlyMap<string, KeepReasons> {
  return new Map(keep.map((one) => [versionKey(one), one.reasons]));
}

/** The readings of the plan, then those of newer evidence. */
export function readingsOf(
  { evidenceReadAt = [] }: Pick<PrunePlan, 'evidenceReadAt'>,
  { readings }: Narrowing,
): readonly EvidenceReading[] {
  return [...evidenceReadAt, ...readings];
}

/** The deletions without an outcome that newer evidence does not keep, in the plan's order. */
export function leftToDelete(
  plan: PrunePlan,
  journal: JournalState,
  narrowing: Narrowing,
): readonly PlannedDeletion[] {
  const kept = keptSince(narrowing);
  return remaining(plan, journal).filter((deletion) => !kept.has(versionKey(deletion)));
}

/** One narrowing of two: versions that either keeps, and the newest reading of each source. */
export function mergeNarrowings(one: Narrowing, other: Narrowing): Narrowing {
  const readings = new Map<string, EvidenceReading>();
  for (const reading of [...one.readings, ...other.readings]) {
    const known = readings.get(keyOf(reading));
    if (known === undefined || known.readAt < reading.readAt) readings.set(keyOf(reading), reading);
  }
  const kept = keptSince(one);
  return {
    readings: [...readings.values()],
    keep: [...one.keep, ...other.keep.filter((version) => !kept.has(versionKey(version)))],
  };
}
