import type { Region } from '../../model/aws-ids.ts';
import type { PrunePlan } from '../model/prune-plan.ts';
import type { PruneStore } from '../ports.ts';
import { RegionJournal } from './write-journal.ts';
import { loadMeasured } from './measured.ts';
import type { RegionEnd } from './progress.ts';
import { prunedRegions } from './progress.ts';

export type Journals = ReadonlyMap<Region, RegionJournal>;

/** The journals of the Regions in which a plan deletes anything, read to their ends. */
export async function journalsOf(
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

/** How far each Region is: as the store says, or as this slice has left it. */
export async function endsOf(
  store: PruneStore,
  planId: string,
  journals: Journals,
  states: ReadonlyMap<Region, RegionEnd['state']> = new Map(),
): Promise<readonly RegionEnd[]> {
  return Promise.all(
    [...journals].map(async ([region, { segments }]): Promise<RegionEnd> => {
      const [before, after] = await Promise.all([
        loadMeasured(store, planId, region, 'before'),
        loadMeasured(store, planId, region, 'after'),
      ]);
      const known = states.get(region);
      const begun = segments.length > 0 ? 'goes-on' : 'not-begun';
      const finished =
        after === undefined || after.occasion === 'before'
          ? undefined
          : ({ kind: 'finished', because: after.occasion } as const);
      return {
        region,
        // As they are now: a slice appends to them.
        segments: [...segments],
        state: finished ?? known ?? { kind: begun },
        ...(before !== undefined && { before }),
        ...(after !== undefined && { after }),
      };
    }),
  );
}
