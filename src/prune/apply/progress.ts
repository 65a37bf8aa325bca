import type { UnlistedPlace } from '../plan/blind-spots.ts';
import { unlistedPlaces } from '../plan/blind-spots.ts';
import { deletionsOf, layerDeletionsOf, layersOf } from '../plan/order.ts';
import { countsOf, foldJournal, layerCountsOf } from '../plan/journal.ts';
import type { FailedGroup, SkippedGroup } from '../plan/outcomes.ts';
import { failedGroups, skippedGroups } from '../plan/outcomes.ts';
import type { Region } from '../../model/aws-ids.ts';
import type { AccountRef } from '../../model/configuration.ts';
import type {
  Deletable,
  JournalSegment,
  JournalState,
  PruneCounts,
} from '../model/journal-segment.ts';
import { deletableKey } from '../model/journal-segment.ts';
import type { AgedSource } from '../model/evidence.ts';
import type { PrunePlan } from '../model/prune-plan.ts';
import type { PruneStop } from '../model/reason.ts';
import type { Instant } from '../../model/time.ts';
import type { Bytes } from '../../model/units.ts';
import { addBytes, bytes } from '../../model/units.ts';
import type { StorageMeasurement } from './storage-measurement.ts';

/** How far the deletions of a plan are in one Region. */
export type RegionState =
  | { readonly kind: 'finished'; readonly because: 'nothing-left' | 'target-reached' }
  | { readonly kind: 'goes-on' }
  /** The evidence of these sources is too old: the plan function must read it again before further deletions. */
  | {
      readonly kind: 'needs-evidence';
      readonly sources: readonly [AgedSource, ...AgedSource[]];
    }
  | { readonly kind: 'not-begun' }
  /** Another run prunes this account and Region; its lease ends at `until` or before. */
  | { readonly kind: 'busy'; readonly until: Instant }
  | { readonly kind: 'stopped'; readonly stop: PruneStop };

/** `before` and `after` are absent if code storage was not measured. */
interface RegionResult {
  readonly region: Region;
  readonly state: RegionState;
  readonly before?: StorageMeasurement;
  readonly after?: StorageMeasurement;
}

/** The state of a Region with its journal. */
export interface RegionStatus extends RegionResult {
  readonly segments: readonly JournalSegment[];
}

interface DeletionSums {
  /** The numbers of function versions and layer versions by outcome. */
  readonly counts: PruneCounts;
  /** The sum of the deleted packages' sizes. Lambda's code storage shrinks by a different amount. */
  readonly packageBytesDeleted: Bytes;
}

export interface RegionProgress extends RegionResult, DeletionSums {}

/** How far the deletions of a plan are in its account. */
export interface PruneProgress extends DeletionSums {
  readonly planId: string;
  readonly account: AccountRef;
  readonly state: RegionState['kind'];
  /** The name given by the person who requested the plan; not verified. */
  readonly requestedBy?: string;
  /** The name given by the person who requested the deletions; not verified. */
  readonly appliedBy?: string;
  /** The sums of the layer versions alone; absent if the plan deletes no layer versions. */
  readonly layers?: DeletionSums;
  /** Regions with planned deletions. */
  readonly regions: readonly RegionProgress[];
  /** Regions and layers that could not be listed during planning; the plan deletes nothing there. */
  readonly unlisted: readonly UnlistedPlace[];
  /** Skipped versions by reason, the most frequent first. */
  readonly skipped: readonly SkippedGroup[];
  readonly failed: readonly FailedGroup[];
  /** Versions of which it is unknown whether they were deleted, by the error of the listing that would show it. */
  readonly unknown: readonly FailedGroup[];
}

/** Returns the Regions with planned deletions, in the order of the plan. */
export function prunedRegions(plan: Pick<PrunePlan, 'functions' | 'layers'>): readonly Region[] {
  const deleting = [...plan.functions, ...layersOf(plan)].filter(({ versions }) =>
    versions.some(({ verdict }: { readonly verdict: string }) => verdict === 'delete'),
  );
  return [...new Set(deleting.map(({ region }) => region))];
}

/** Returns the progress of a plan, whose counts come only from the plan and the journals in `statuses`. */
export function progressOf(
  planId: string,
  plan: PrunePlan,
  statuses: readonly RegionStatus[],
  people: Pick<PruneProgress, 'requestedBy' | 'appliedBy'> = {},
): PruneProgress {
  const journal = foldJournal(
    plan,
    statuses.flatMap(({ segments }) => segments),
  );
  const regions = statuses.map((status) => {
    const { segments: _, ...result } = status;
    return { ...result, ...sumsOf(onlyIn(plan, result.region), journal) };
  });
  const layers = layerDeletionsOf(plan);
  const outcomes = [...journal.outcomes.values()];
  return {
    planId,
    account: plan.account,
    state: stateOf(regions),
    ...people,
    ...sumsOf(plan, journal),
    ...(layers.length > 0 && {
      layers: {
        counts: layerCountsOf(plan, journal),
        packageBytesDeleted: bytesDeleted(layers, journal),
      },
    }),
    regions,
    unlisted: unlistedPlaces(plan),
    skipped: skippedGroups(outcomes),
    failed: failedGroups(outcomes),
    unknown: failedGroups(outcomes, 'unknown'),
  };
}

/** Returns the number of deleted versions in the journals. */
export function deletedSoFar(statuses: readonly RegionStatus[]): number {
  const entries = statuses.flatMap(({ segments }) =>
    segments.flatMap((segment) => segment.entries),
  );
  const deleted = entries.filter(
    (entry) => entry.kind === 'outcome' && entry.outcome.kind === 'deleted',
  );
  return new Set(deleted.map(deletableKey)).size;
}

/** Returns a plan with only the functions and layers of one Region. */
export function onlyIn(plan: PrunePlan, region: Region): PrunePlan {
  const functions = plan.functions.filter((fn) => fn.region === region);
  if (plan.layers?.kind !== 'planned') return { ...plan, functions };
  const layers = plan.layers.layers.filter((layer) => layer.region === region);
  return { ...plan, functions, layers: { ...plan.layers, layers } };
}

function sumsOf(plan: PrunePlan, journal: JournalState): DeletionSums {
  return {
    counts: countsOf(plan, journal),
    packageBytesDeleted: bytesDeleted([...deletionsOf(plan), ...layerDeletionsOf(plan)], journal),
  };
}

function bytesDeleted(
  planned: readonly (Deletable & { readonly packageBytes?: Bytes })[],
  journal: JournalState,
): Bytes {
  return planned
    .filter((one) => journal.outcomes.get(deletableKey(one))?.kind === 'deleted')
    .map(({ packageBytes }) => packageBytes ?? bytes(0))
    .reduce(addBytes, bytes(0));
}

/** Returns the state of the Region that needs most attention; `goes-on` if some have finished and others not begun. */
function stateOf(regions: readonly RegionProgress[]): PruneProgress['state'] {
  const kinds = new Set(regions.map(({ state }) => state.kind));
  if (kinds.has('stopped')) return 'stopped';
  if (kinds.has('goes-on')) return 'goes-on';
  if (kinds.has('needs-evidence')) return 'needs-evidence';
  if (kinds.has('busy')) return 'busy';
  if (kinds.has('not-begun')) return kinds.has('finished') ? 'goes-on' : 'not-begun';
  return 'finished';
}
