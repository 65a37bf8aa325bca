import type { Region } from '../../../model/aws-ids.ts';
import { percentOf } from '../../../model/units.ts';
import type { PrunePlan, VersionTotals } from '../../model/prune-plan.ts';
import { freesNothing } from '../../model/inventory.ts';
import type { CodeStorage, RegionStorage } from '../../ports.ts';
import type { PlannedDeletion } from '../order.ts';
import { deletionsOf } from '../order.ts';
import { sumOf } from '../verdicts.ts';

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
  const deletions = deletionsOf(plan);
  const regions = [...new Set(deletions.map(({ region }) => region))];
  const needs = regions.map((place) =>
    needOf(
      deletions.filter(({ region }) => region === place),
      measuredIn(place, storage),
      percent,
    ),
  );
  const below = needs.flatMap((need) => (need.kind === 'below-already' ? need.planned : []));
  const belowAlready = sumOf(below);
  const needed = needs.flatMap((need) => (need.kind === 'needed' ? [need] : []));
  if (needs.some(({ kind }) => kind === 'not-known')) return { belowAlready };
  const versions = needed.flatMap(({ enough }) => enough);
  const reachesTarget = needed.every((need) => need.reachesTarget);
  return { belowAlready, enough: { ...sumOf(versions), reachesTarget } };
}

type Need =
  | { readonly kind: 'below-already'; readonly planned: readonly PlannedDeletion[] }
  | {
      readonly kind: 'needed';
      readonly enough: readonly PlannedDeletion[];
      readonly reachesTarget: boolean;
    }
  | { readonly kind: 'not-known' };

function needOf(
  planned: readonly PlannedDeletion[],
  storage: CodeStorage | undefined,
  percent: number,
): Need {
  const isReached = storage === undefined ? undefined : isBelow(storage, percent);
  if (storage?.limit === undefined || isReached === undefined) return { kind: 'not-known' };
  if (isReached) return { kind: 'below-already', planned };
  const needed = storage.used - (storage.limit * percent) / 100;
  let freed = 0;
  for (const [at, deletion] of planned.entries()) {
    freed += freesNothing(deletion.storage) ? 0 : deletion.packageBytes;
    // Below the target, not at it.
    if (freed > needed)
      return { kind: 'needed', enough: planned.slice(0, at + 1), reachesTarget: true };
  }
  return { kind: 'needed', enough: planned, reachesTarget: false };
}

function measuredIn(region: Region, storage: readonly RegionStorage[]): CodeStorage | undefined {
  const found = storage.find((one) => one.region === region);
  return found?.storage.kind === 'failed' ? undefined : found?.storage.value;
}
