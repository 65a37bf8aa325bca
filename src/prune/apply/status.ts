import type { Digest, PrunePlan } from '../model/prune-plan.ts';
import type { PruneStore } from '../ports.ts';
import { planTextName } from './documents.ts';
import { regionStatuses, loadJournals } from './journals.ts';
import type { PruneProgress } from './progress.ts';
import { progressOf } from './progress.ts';
import type { PruneOrder } from './stored-plan.ts';
import { loadPlan } from './stored-plan.ts';

export type PruneStatus =
  | { readonly kind: 'no-plan' }
  | { readonly kind: 'unreadable'; readonly fault: string }
  | {
      readonly kind: 'status';
      readonly progress: PruneProgress;
      readonly plan: PrunePlan;
      readonly order: PruneOrder;
      /** Where a person finds the whole plan. */
      readonly textAt: string;
    };

/** What became of a plan so far, out of what is stored alone: no account is asked and nothing is changed. */
export async function pruneStatus(
  planId: string,
  store: PruneStore,
  digest: Digest,
): Promise<PruneStatus> {
  const loaded = await loadPlan(store, planId, digest);
  if (loaded.kind === 'missing') return { kind: 'no-plan' };
  if (loaded.kind === 'unreadable') return loaded;
  if (!loaded.isAsStored) return { kind: 'unreadable', fault: 'it is not as it was stored' };
  const journals = await loadJournals(store, planId, loaded.plan);
  const ends = await regionStatuses(store, planId, journals);
  const { plan, order } = loaded;
  const { requestedBy } = order;
  const people = requestedBy === undefined ? {} : { requestedBy };
  const textAt = store.locationOf(planTextName(planId));
  return { kind: 'status', progress: progressOf(planId, plan, ends, people), plan, order, textAt };
}
