import type { FailureReason } from '../../model/failure.ts';
import type {
  Evidence,
  EvidenceCheck,
  EvidenceScope,
  AgedSource,
  EvidenceReading,
  EvidenceSource,
  NarrowedVersion,
  Narrowing,
} from '../model/evidence.ts';
import type { Alias } from '../model/inventory.ts';
import type { PlannedFunction, PrunePlan } from '../model/prune-plan.ts';
import type { KeepReason, KeepReasons } from '../model/reason.ts';
import { versionKey } from '../model/version.ts';
import type { Instant } from '../../model/time.ts';
import { decidesUntil, keyOf, tooOld } from '../evidence/age.ts';
import { neededChecks, unchecked } from './in-use.ts';
import { indexed } from './in-use-evidence.ts';
import type { PlannedDeletion } from './order.ts';
import { orderedReasons } from './reason-order.ts';
import type { JournalState } from '../model/journal-segment.ts';
import { remaining } from './journal.ts';

/** What was read again of a plan's sources, and what of it is left. */
export interface NarrowBasis {
  readonly left: readonly PlannedDeletion[];
  /** Those that were to be read again, as old as they were. */
  readonly due: readonly AgedSource[];
  readonly evidence: readonly Evidence[];
  readonly readings: readonly EvidenceReading[];
  /** By key: there, as listed again. */
  readonly listed: ReadonlySet<string>;
  /** By key: asked to go before. One of these that is not listed has gone. */
  readonly intended: ReadonlySet<string>;
  readonly now: Instant;
}

/**
 * What evidence that was read again keeps of what is left. A source that could not be read keeps what it
 * would have cleared. Where AWS was only busy, that waits until the read before has become too old: until
 * then it is tried again. One whose read took longer than evidence may be old could not be read either.
 */
export function narrow(basis: NarrowBasis): Narrowing {
  const { left, due, evidence, readings, listed, intended, now } = basis;
  const waiting = due.filter((source) => waits(source, evidence, now));
  const renewed = due.filter((source) => !waiting.includes(source));
  const isSlow = slowSources(readings, now);
  const counted = indexed(evidence);
  const keep = left.flatMap((deletion): readonly NarrowedVersion[] => {
    const { region, functionName, version } = deletion;
    const ref = { region, functionName, version };
    if (intended.has(versionKey(ref)) && !listed.has(versionKey(ref))) return [];
    const checks = checksIn(region, renewed);
    const needed = neededChecks(region, deletion).filter((check) => checks.has(check));
    const slow = needed.filter((check) => isSlow({ check, region }));
    const { failed, notRead } = unchecked(needed, ref, counted);
    const found = [
      ...counted.usesOf(ref),
      ...failed,
      ...slow.map((check): KeepReason => ({ code: 'not-checked', check, why: 'out-of-time' })),
    ];
    // What is kept already was not asked about any further.
    const reasons = orderedReasons(found.length > 0 ? found : notRead);
    return reasons === undefined ? [] : [{ ...ref, reasons }];
  });
  const fresh = new Set(renewed.map(keyOf));
  return { keep, readings: readings.filter((reading) => fresh.has(keyOf(reading))) };
}

/** Failures that the next try may not meet. */
const MAY_PASS: ReadonlySet<FailureReason> = new Set([
  'throttled',
  'unavailable',
  'no-answer',
  'out-of-time',
]);

/** Its read failed as a whole, AWS may answer the next one, and the read before still decides. */
function waits(source: AgedSource, evidence: readonly Evidence[], now: Instant): boolean {
  if (tooOld([source], now).length > 0) return false;
  return evidence.some(
    ({ check, scope, outcome }) =>
      check === source.check &&
      isAbout(scope, source) &&
      outcome.kind === 'failed' &&
      MAY_PASS.has(outcome.failure.reason),
  );
}

/** Of a Region as a whole. An account is asked in one Region only. */
function isAbout(scope: EvidenceScope, { region }: AgedSource): boolean {
  return scope.kind === 'account' || (scope.kind === 'region' && scope.region === region);
}

function slowSources(
  readings: readonly EvidenceReading[],
  now: Instant,
): (source: EvidenceSource) => boolean {
  const slow = new Set(readings.filter((one) => now >= decidesUntil([one])).map(keyOf));
  return (source) => slow.has(keyOf(source));
}

function checksIn(
  region: NarrowedVersion['region'],
  sources: readonly AgedSource[],
): ReadonlySet<EvidenceCheck> {
  return new Set(sources.filter((one) => one.region === region).map(({ check }) => check));
}

/**
 * The aliases of a function that refer to published versions, as they were planned: a plan says of each
 * version that one of them refers to it.
 */
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
      // How much it weights makes no difference.
      else alias.weights.push({ version: version.version, weight: 0 });
    }
  }
  return [...aliases].map(([name, alias]) => ({ name, ...alias }));
}

/** Nothing was learned since the plan. */
export const NO_NARROWING: Narrowing = { readings: [], keep: [] };

/** Why each version that the plan deletes is kept after all, by key. */
export function keptSince({ keep }: Narrowing): ReadonlyMap<string, KeepReasons> {
  return new Map(keep.map((one) => [versionKey(one), one.reasons]));
}

/** When each source was read last: by the plan, or since. */
export function readingsOf(
  { evidenceReadAt = [] }: Pick<PrunePlan, 'evidenceReadAt'>,
  { readings }: Narrowing,
): readonly EvidenceReading[] {
  return [...evidenceReadAt, ...readings];
}

/** The deletions without an outcome that nothing keeps, in the plan's order. */
export function leftToDelete(
  plan: PrunePlan,
  journal: JournalState,
  narrowing: Narrowing,
): readonly PlannedDeletion[] {
  const kept = keptSince(narrowing);
  return remaining(plan, journal).filter((deletion) => !kept.has(versionKey(deletion)));
}

/** Both together: what either keeps is kept, and of each source the newest reading counts. */
export function merged(one: Narrowing, other: Narrowing): Narrowing {
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
