import { groupBy } from '../../../model/group-by.ts';
import { percentOf } from '../../../model/units.ts';
import type { PrunePlan, VersionTotals } from '../../model/prune-plan.ts';
import { freesNothing } from '../../model/inventory.ts';
import type { CodeStorage, RegionStorage } from '../../ports.ts';
import type { PlannedDeletion } from '../order.ts';
import { deletionsOf } from '../order.ts';
import { sumOf } from '../totals.ts';

/** Whether code storage is below this percentage of its limit; undefined when AWS did not return the limit. */
export function isBelow({ used, limit }: CodeStorage, percent: number): boolean | undefined {
  if (limit === undefined) return undefined;
  return percentOf({ unit: 'bytes', amount: used }, { unit: 'bytes', amount: limit }) < percent;
}

/** An estimate of what a plan deletes until code storage is below a percentage of its limit. */
export interface UntilEstimate {
  /** The plan's versions in Regions that are below the percentage already, so that none of them is deleted. */
  readonly belowAlready: VersionTotals;
  /**
   * The versions that the other Regions delete if each deletion frees its package size. Undefined when the code
   * storage of a Region is unknown. `reachesTarget`: whether all Regions then get below the percentage.
   */
  readonly enough?: VersionTotals & { readonly reachesTarget: boolean };
}

/** Estimates what a plan deletes, by package sizes. The prune function itself measures code storage while it deletes. */
export function untilEstimate(
  plan: Pick<PrunePlan, 'functions'>,
  storage: readonly RegionStorage[],
  percent: number,
): UntilEstimate {
  const below: PlannedDeletion[] = [];
  const enough: PlannedDeletion[] = [];
  let isKnown = true;
  let reachesTarget = true;
  for (const [region, planned] of groupBy(deletionsOf(plan), (one) => one.region)) {
    const found = storage.find((one) => one.region === region)?.storage;
    if (found?.kind !== 'read' || found.value.limit === undefined) {
      isKnown = false;
    } else if (isBelow(found.value, percent) === true) {
      below.push(...planned);
    } else {
      const needed = found.value.used - (found.value.limit * percent) / 100;
      const last = lastNeeded(planned, needed);
      if (last === undefined) reachesTarget = false;
      enough.push(...planned.slice(0, last === undefined ? planned.length : last + 1));
    }
  }
  const belowAlready = sumOf(below);
  if (!isKnown) return { belowAlready };
  return { belowAlready, enough: { ...sumOf(enough), reachesTarget } };
}

/** The index of the deletion that frees more than `needed` bytes with those before it; undefined if none does. */
function lastNeeded(planned: readonly PlannedDeletion[], needed: number): number | undefined {
  let freed = 0;
  for (const [index, { storage, packageBytes }] of planned.entries()) {
    freed += freesNothing(storage) ? 0 : packageBytes;
    // The storage must get below the percentage, not just reach it.
    if (freed > needed) return index;
  }
  return undefined;
}
