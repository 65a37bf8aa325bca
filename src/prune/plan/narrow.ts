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
import { neededChecks, missingChecks } from './in-use.ts';
import { indexEvidence } from './in-use-evidence.ts';
import type { PlannedDeletion } from './order.ts';
import { orderedReasons } from './reason-order.ts';
import type { JournalState } from '../model/journal-segment.ts';
import { remainingDeletions } from './journal.ts';

export interface NarrowBasis {
  /** The planned deletions that are still to be made. */
  readonly left: readonly PlannedDeletion[];
  /** The sources that were due to be read again, with the times of their earlier reads. */
  readonly due: readonly AgedSource[];
  readonly evidence: readonly Evidence[];
  readonly readings: readonly EvidenceReading[];
  /** Keys of the versions that the repeated list of versions contains. */
  readonly listed: ReadonlySet<string>;
  /** Keys of versions whose deletion was requested before. Those that are no longer listed count as deleted. */
  readonly intended: ReadonlySet<string>;
  readonly now: Instant;
}

/**
 * The versions still to be deleted that newer evidence keeps. A source whose read failed, or whose new evidence is too
 * old by now, keeps the versions that it would have cleared. A source whose read failed temporarily keeps none while
 * its earlier read is recent enough, since it is read again.
 */
export function narrow(basis: NarrowBasis): Narrowing {
  const { left, due, evidence, readings, listed, intended, now } = basis;
  const waiting = due.filter((source) => isToBeRetried(source, evidence, now));
  const fresh = new Set(due.filter((source) => !waiting.includes(source)).map(keyOf));
  const slow = new Set(readings.filter((one) => now >= sourcesUsableUntil([one])).map(keyOf));
  const index = indexEvidence(evidence);
  const keep = left.flatMap((deletion): readonly NarrowedVersion[] => {
    const { region, functionName, version } = deletion;
    const ref = { region, functionName, version };
    if (intended.has(versionKey(ref)) && !listed.has(versionKey(ref))) return [];
    const needed = neededChecks(region, deletion).filter((check) =>
      fresh.has(keyOf({ check, region })),
    );
    const { failed, notRead } = missingChecks(needed, ref, index);
    const found = [
      ...index.usesOf(ref),
      ...failed,
      ...needed
        .filter((check) => slow.has(keyOf({ check, region })))
        .map((check): KeepReason => ({ code: 'not-checked', check, why: 'out-of-time' })),
    ];
    // A version that is kept for another reason is not checked further, so `notRead` is not a reason to keep it.
    const reasons = orderedReasons(found.length > 0 ? found : notRead);
    return reasons === undefined ? [] : [{ ...ref, reasons }];
  });
  return { keep, readings: readings.filter((reading) => fresh.has(keyOf(reading))) };
}

/** Temporary failures, after which the next read may succeed. */
const TEMPORARY: ReadonlySet<FailureReason> = new Set([
  'throttled',
  'unavailable',
  'no-answer',
  'out-of-time',
]);

/** Whether the read of a whole source failed temporarily and its earlier read is not too old. */
function isToBeRetried(source: AgedSource, evidence: readonly Evidence[], now: Instant): boolean {
  if (tooOldSources([source], now).length > 0) return false;
  return evidence.some(
    ({ check, scope, outcome }) =>
      check === source.check &&
      coversSource(scope, source) &&
      outcome.kind === 'failed' &&
      TEMPORARY.has(outcome.failure.reason),
  );
}

/** Whether a scope covers the whole source: its Region, or the account, whose evidence is read in one Region only. */
function coversSource(scope: EvidenceScope, { region }: AgedSource): boolean {
  return scope.kind === 'account' || (scope.kind === 'region' && scope.region === region);
}

/** The aliases of a function that send calls to published versions, derived from the reasons in the plan. */
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

/** The reasons for which evidence read after planning keeps versions, by version key. */
export function newerReasons({ keep }: Narrowing): ReadonlyMap<string, KeepReasons> {
  return new Map(keep.map((one) => [versionKey(one), one.reasons]));
}

/** The reads of the plan's evidence with their times, followed by the reads of newer evidence. */
export function readingsOf(
  { evidenceReadAt = [] }: Pick<PrunePlan, 'evidenceReadAt'>,
  { readings }: Narrowing,
): readonly EvidenceReading[] {
  return [...evidenceReadAt, ...readings];
}

/** The planned deletions that have no outcome and that newer evidence does not keep, in the plan's order. */
export function leftToDelete(
  plan: PrunePlan,
  journal: JournalState,
  narrowing: Narrowing,
): readonly PlannedDeletion[] {
  const kept = newerReasons(narrowing);
  return remainingDeletions(plan, journal).filter((deletion) => !kept.has(versionKey(deletion)));
}

/** Merges two narrowings: the versions that either one keeps, and the newest read of each source. */
export function mergeNarrowings(one: Narrowing, other: Narrowing): Narrowing {
  const readings = new Map<string, EvidenceReading>();
  for (const reading of [...one.readings, ...other.readings]) {
    const known = readings.get(keyOf(reading));
    if (known === undefined || known.readAt < reading.readAt) readings.set(keyOf(reading), reading);
  }
  const kept = newerReasons(one);
  return {
    readings: [...readings.values()],
    keep: [...one.keep, ...other.keep.filter((version) => !kept.has(versionKey(version)))],
  };
}
