import { groupBy } from '../../../model/group-by.ts';
import { percentOf } from '../../../model/units.ts';
import type { PrunePlan, VersionTotals } from '../../model/prune-plan.ts';
import { freesNothing } from '../../model/inventory.ts';
import type { CodeStorage, RegionStorage } from '../../ports.ts';
import type { PlannedDeletion } from '../order.ts';
import { deletionsOf } from '../order.ts';
import { sumOf } from '../totals.ts';

/** Undefined where AWS did not give the limit. */
export function isBelow({ used, limit }: CodeStorage, percent: number): boolean | undefined {
  if (limit === undefined) return undefined;
  return percentOf({ unit: 'bytes', amount: used }, { unit: 'bytes', amount: limit }) < percent;
}

/** What a plan deletes for a target in percent. */
export interface UntilEstimate {
  /** Versions in Regions that were below the target at planning: none is deleted. */
  readonly belowAlready: VersionTotals;
  /**
   * What the other Regions need if each package counts with its size. Absent where the code storage of a
   * Region is unknown.
   */
  readonly enough?: VersionTotals & { readonly reachesTarget: boolean };
}

/** An estimate, since package bytes are not quota bytes: applying measures while deleting. */
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

/** The place of the deletion that frees more than `needed` bytes together with those before it. */
function lastNeeded(planned: readonly PlannedDeletion[], needed: number): number | undefined {
  let freed = 0;
  for (const [at, { storage, packageBytes }] of planned.entries()) {
    freed += freesNothing(storage) ? 0 : packageBytes;
    // Below the target, not at it.
    if (freed > needed) return at;
  }
  return undefined;
}
