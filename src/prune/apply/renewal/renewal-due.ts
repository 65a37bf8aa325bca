import type { AgedSource, Narrowing } from '../../model/evidence-reading.ts';
import type { PrunePlan } from '../../model/prune-plan.ts';
import { agedSources, dueForRenewal } from '../../evidence/age.ts';
import { foldJournal } from '../../plan/journal.ts';
import { leftToDelete, readingsOf } from '../../plan/narrow.ts';
import type { PlannedDeletion } from '../../plan/order.ts';
import type { Instant } from '../../../model/time.ts';
import type { RegionEnd } from '../progress.ts';

/** What is left to delete in the Regions that have not come to their end. */
export function leftIn(
  plan: PrunePlan,
  narrowing: Narrowing,
  ends: readonly RegionEnd[],
): readonly PlannedDeletion[] {
  const segments = ends.flatMap((end) => end.segments);
  const over = new Set(
    ends.filter(({ state }) => OVER.has(state.kind)).map(({ region }) => region),
  );
  const left = leftToDelete(plan, foldJournal(plan, segments), narrowing);
  return left.filter(({ region }) => !over.has(region));
}

const OVER: ReadonlySet<RegionEnd['state']['kind']> = new Set(['finished', 'stopped']);

/** The sources that are to be read again, the oldest first. */
export function dueSources(
  plan: PrunePlan,
  narrowing: Narrowing,
  ends: readonly RegionEnd[],
  now: Instant,
): readonly AgedSource[] {
  const left = leftIn(plan, narrowing, ends);
  return dueForRenewal(agedSources(left, readingsOf(plan, narrowing), now), now);
}
