import { regionStatuses, loadJournals } from '../../src/prune/apply/journals.ts';
import type { PruneProgress, RegionStatus } from '../../src/prune/apply/progress.ts';
import { progressOf } from '../../src/prune/apply/progress.ts';
import { loadPlan } from '../../src/prune/apply/stored-plan.ts';
import { region } from '../../src/model/aws-ids.ts';
import { instant } from '../../src/model/time.ts';
import { parseSegment } from '../../src/prune/documents/journal-json.ts';
import { golden, goldenStore, sha256 } from './documents.ts';

/** The id of a stored plan of the former release, which always has `switchedOff` as an empty list. */
export const FORMER_PLAN_ID = '20261122T060000Z-817f577b3ccb75c0';
/** The id of the same plan without that field, as it is stored now. */
export const PLAN_ID = '20261122T060000Z-819bf684d45ced6e';
export const PLAN_IDS = [FORMER_PLAN_ID, PLAN_ID];
/** The id of a plan with an entry in `switchedOff`, which the former release accepts but never stored. */
export const SWITCHED_OFF_PLAN_ID = '20261122T060000Z-ff0d0e3d5b2c61ad';
/** When the stored documents were created. */
export const MADE_AT = instant(Date.UTC(2026, 10, 22, 6));

/** Returns the plan of a stored run. */
export async function storedPlan(planId: string = PLAN_ID) {
  const loaded = await loadPlan(goldenStore(), planId, sha256);
  if (loaded.kind !== 'loaded') throw new Error(JSON.stringify(loaded));
  return loaded;
}

/** Returns the progress of a stored run; with `state`, as if its Regions were in that state. */
export async function storedProgress(
  state?: RegionStatus['state'],
  planId: string = PLAN_ID,
): Promise<PruneProgress> {
  const store = goldenStore();
  const { plan } = await storedPlan(planId);
  const ends = await regionStatuses(store, planId, await loadJournals(store, planId, plan));
  return progressOf(
    planId,
    plan,
    ends.map((end) => (state === undefined ? end : { ...end, state })),
  );
}

/** Returns the progress of a finished run that skipped every version of the plan, each for another reason. */
export async function skippedProgress(): Promise<PruneProgress> {
  const { plan } = await storedPlan();
  const journal = parseSegment(golden('prune/journal-of-skips.json'));
  if (!journal.ok) throw new Error(journal.fault);
  const segments = [{ ...journal.value, plan: plan.digest }];
  const state = { kind: 'finished', because: 'nothing-left' } as const;
  return progressOf(PLAN_ID, plan, [{ region: region('eu-west-1'), segments, state }]);
}
