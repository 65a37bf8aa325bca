import type { Region } from '../../model/aws-ids.ts';
import type { Narrowing } from '../model/evidence.ts';
import type { JournalState } from '../model/journal-segment.ts';
import type { Hash, PrunePlan } from '../model/prune-plan.ts';
import { foldJournal } from '../plan/journal.ts';
import type { PruneStore } from '../ports.ts';
import { RegionJournal } from './region-journal.ts';
import { loadMeasurement } from './storage-measurement.ts';
import { planTextName } from './documents.ts';
import type { RegionStatus } from './progress.ts';
import { progressOf, prunedRegions } from './progress.ts';
import { loadNarrowing } from './narrowings.ts';
import type { LoadedPlan, RefusedVerdict } from './stored-plan.ts';
import { faultOf, loadPlan, tamperedVerdict } from './stored-plan.ts';

export type Journals = ReadonlyMap<Region, RegionJournal>;

export async function loadJournals(
  store: PruneStore,
  planId: string,
  plan: PrunePlan,
): Promise<Journals> {
  const journals = new Map(
    prunedRegions(plan).map((region) => [
      region,
      new RegionJournal(store, planId, plan.digest, region),
    ]),
  );
  await Promise.all([...journals.values()].map((journal) => journal.catchUp()));
  return journals;
}

/** Returns each Region's state: `finished` if its last measurement is stored, else from `states`, else from its journal. */
export async function regionStatuses(
  store: PruneStore,
  planId: string,
  journals: Journals,
  states: ReadonlyMap<Region, RegionStatus['state']> = new Map(),
): Promise<readonly RegionStatus[]> {
  return Promise.all(
    [...journals].map(async ([region, { segments }]): Promise<RegionStatus> => {
      const [before, after] = await Promise.all([
        loadMeasurement(store, planId, region, 'before'),
        loadMeasurement(store, planId, region, 'after'),
      ]);
      const known = states.get(region);
      const begun = segments.length > 0 ? 'goes-on' : 'not-begun';
      const finished =
        after === undefined || after.occasion === 'before'
          ? undefined
          : ({ kind: 'finished', because: after.occasion } as const);
      return {
        region,
        // Copied, since an invocation appends to the journal's own list.
        segments: [...segments],
        state: finished ?? known ?? { kind: begun },
        ...(before !== undefined && { before }),
        ...(after !== undefined && { after }),
      };
    }),
  );
}

/** A stored plan and how far it has been applied. */
export interface LoadedRun extends Extract<LoadedPlan, { readonly kind: 'loaded' }> {
  readonly journals: Journals;
  /** The state that follows from the journals of all Regions. */
  readonly journal: JournalState;
  /** The versions that are kept because of evidence read after planning. */
  readonly narrowing: Narrowing;
}

/** Reads a plan with journals and narrowing. Returns a refusal if plan or narrowing is unreadable, `no-plan` if absent. */
export async function loadRun(
  store: PruneStore,
  planId: string,
  hash: Hash,
): Promise<{ readonly kind: 'no-plan' } | RefusedVerdict | LoadedRun> {
  const loaded = await loadPlan(store, planId, hash);
  if (loaded.kind === 'missing') return { kind: 'no-plan' };
  if (loaded.kind === 'unreadable') return tamperedVerdict(loaded.fault);
  const { plan } = loaded;
  const [journals, narrowed] = await Promise.all([
    loadJournals(store, planId, plan),
    loadNarrowing(store, planId, plan, hash),
  ]);
  if (narrowed.kind === 'unreadable') return tamperedVerdict(narrowed.fault);
  const segments = [...journals.values()].flatMap((journal) => journal.segments);
  const { narrowing } = narrowed;
  return { ...loaded, journals, journal: foldJournal(plan, segments), narrowing };
}

export type PruneStatus = Awaited<ReturnType<typeof pruneStatus>>;

/** Returns the progress of a plan, `no-plan`, or why the plan is `unreadable`. Makes no call to the account. */
export async function pruneStatus(planId: string, store: PruneStore, hash: Hash) {
  const loaded = await loadPlan(store, planId, hash);
  if (loaded.kind === 'missing') return { kind: 'no-plan' } as const;
  if (loaded.kind === 'unreadable' || !loaded.isAsStored)
    return { kind: 'unreadable', fault: faultOf(loaded) } as const;
  const { plan, order } = loaded;
  const statuses = await regionStatuses(store, planId, await loadJournals(store, planId, plan));
  const { requestedBy } = order;
  const people = requestedBy === undefined ? {} : { requestedBy };
  const progress = progressOf(planId, plan, statuses, people);
  const textAt = store.locationOf(planTextName(planId));
  return { kind: 'status', progress, plan, order, textAt } as const;
}
