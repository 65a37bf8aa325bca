import { endsOf, journalsOf } from '../../src/flows/prune-ends.ts';
import type { PruneProgress, RegionEnd } from '../../src/flows/prune-progress.ts';
import { progressOf } from '../../src/flows/prune-progress.ts';
import { loadPlan } from '../../src/flows/prune-stored-plan.ts';
import { instant } from '../../src/model/time.ts';
import { goldenStore, sha256 } from './documents.ts';

export const PLAN_ID = '20261122T060000Z-ff0d0e3d5b2c61ad';
/** When the stored documents were made. */
export const MADE_AT = instant(Date.UTC(2026, 10, 22, 6));

/** The plan of the stored run. */
export async function storedPlan() {
  const loaded = await loadPlan(goldenStore(), PLAN_ID, sha256);
  if (loaded.kind !== 'loaded') throw new Error(JSON.stringify(loaded));
  return loaded;
}

/** How far the stored run is, or would be with its Regions in `state`. */
export async function storedProgress(state?: RegionEnd['state']): Promise<PruneProgress> {
  const store = goldenStore();
  const { plan } = await storedPlan();
  const ends = await endsOf(store, PLAN_ID, await journalsOf(store, PLAN_ID, plan));
  return progressOf(
    PLAN_ID,
    plan,
    ends.map((end) => (state === undefined ? end : { ...end, state })),
  );
}
