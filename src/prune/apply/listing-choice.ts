import { remaining, remainingLayers } from '../plan/journal.ts';
import type { Region } from '../../model/aws-ids.ts';
import type { JournalState } from '../model/journal-segment.ts';
import type { PrunePlan } from '../model/prune-plan.ts';
import { versionKey } from '../model/version.ts';
import type { PruneWork } from '../ports.ts';
import { layerDeletionsOf } from '../plan/order.ts';
import { withoutAnswer } from './look-up.ts';
import { onlyIn } from './progress.ts';

/** Versions on a page of a listing. https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html */
const ON_A_PAGE = 50;
/** Deletions that fit into a slice at the most, and so the functions that it will get to. */
const DELETIONS_IN_A_SLICE = 400;

/** How each Region is listed with the fewest requests: whole, or the functions that this slice gets to. */
export function listingsOf(
  plan: PrunePlan,
  journal: JournalState,
  regions: readonly Region[],
): PruneWork['regions'] {
  const left = remaining(plan, journal);
  const layers =
    remainingLayers(plan, journal).length > 0 ||
    withoutAnswer(layerDeletionsOf(plan), journal).length > 0;
  return regions.map((region) => {
    const inRegion = onlyIn(plan, region);
    const touched = new Set(
      left
        .filter((deletion) => deletion.region === region)
        .slice(0, DELETIONS_IN_A_SLICE)
        .map(({ functionName }) => functionName),
    );
    let versions = 0;
    let pages = 0;
    for (const fn of inRegion.functions) {
      const gone = fn.versions.filter(
        ({ version }) =>
          journal.outcomes.get(versionKey({ region, functionName: fn.name, version }))?.kind ===
          'deleted',
      );
      // One more each: `$LATEST` is listed too.
      const listed = fn.versions.length - gone.length + 1;
      versions += listed;
      if (touched.has(fn.name)) pages += Math.ceil(listed / ON_A_PAGE);
    }
    return {
      region,
      listing: Math.ceil(versions / ON_A_PAGE) < pages ? 'region' : 'function',
      layers,
    };
  });
}
