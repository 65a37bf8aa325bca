import type { EvidenceReading, Narrowing } from '../../model/evidence-reading.ts';
import type { JournalState } from '../../model/journal-segment.ts';
import type { PrunePlan } from '../../model/prune-plan.ts';
import type { KeepReasons } from '../../model/reason.ts';
import { versionKey } from '../../model/version.ts';
import { keyOf } from '../../evidence/age.ts';
import { remaining } from '../journal.ts';
import type { PlannedDeletion } from '../order.ts';

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
