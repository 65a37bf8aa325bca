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
import type { Measured } from './measured.ts';

/** How far a Region is. `target-reached` and `nothing-left` are both the end. */
export type RegionState =
  | { readonly kind: 'finished'; readonly because: 'nothing-left' | 'target-reached' }
  | { readonly kind: 'goes-on' }
  /** Nothing is deleted before these sources are read again. */
  | {
      readonly kind: 'needs-evidence';
      readonly sources: readonly [AgedSource, ...AgedSource[]];
    }
  | { readonly kind: 'not-begun' }
  /** Another run prunes it, until then at the latest. */
  | { readonly kind: 'busy'; readonly until: Instant }
  | { readonly kind: 'stopped'; readonly stop: PruneStop };

/** How far a Region is, and its code storage as the account says it; absent where it was not measured (yet). */
interface RegionFacts {
  readonly region: Region;
  readonly state: RegionState;
  readonly before?: Measured;
  readonly after?: Measured;
}

/** A Region with its journal. */
export interface RegionStatus extends RegionFacts {
  readonly segments: readonly JournalSegment[];
}

interface DeletionSums {
  /** Layer versions included. */
  readonly counts: PruneCounts;
  /** Of the packages deleted: never what the code storage went down by. */
  readonly packageBytesDeleted: Bytes;
}

export interface RegionProgress extends RegionFacts, DeletionSums {}

/** What became of a plan so far. */
export interface PruneProgress extends DeletionSums {
  readonly planId: string;
  readonly account: AccountRef;
  readonly state: RegionState['kind'];
  /** Who asked for the plan, and who had this slice run; as stated by the caller and not verified. */
  readonly requestedBy?: string;
  readonly appliedBy?: string;
  /** Of these, the layer versions; absent where the plan deletes none. */
  readonly layers?: DeletionSums;
  /** Those in which the plan deletes anything. */
  readonly regions: readonly RegionProgress[];
  /** Where nothing was planned since it could not be listed: Regions, and of layers Regions or single ones. */
  readonly unlisted: readonly UnlistedPlace[];
  /** The most frequent first. */
  readonly skipped: readonly SkippedGroup[];
  readonly failed: readonly FailedGroup[];
  /** By why it could not be looked up whether they were deleted. */
  readonly unknown: readonly FailedGroup[];
}

/** The Regions in which a plan deletes anything, in its own order. */
export function prunedRegions(plan: Pick<PrunePlan, 'functions' | 'layers'>): readonly Region[] {
  const deleting = [...plan.functions, ...layersOf(plan)].filter(({ versions }) =>
    versions.some(({ verdict }: { readonly verdict: string }) => verdict === 'delete'),
  );
  return [...new Set(deleting.map(({ region }) => region))];
}

/** Counts and sums out of the plan and its journal alone: what is not in the journal did not happen. */
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
    const { segments: _, ...facts } = status;
    return { ...facts, ...sumsOf(onlyIn(plan, facts.region), journal) };
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

/** Versions that a journal says were deleted, each once. */
export function deletedSoFar(statuses: readonly RegionStatus[]): number {
  const entries = statuses.flatMap(({ segments }) =>
    segments.flatMap((segment) => segment.entries),
  );
  const deleted = entries.filter(
    (entry) => entry.kind === 'outcome' && entry.outcome.kind === 'deleted',
  );
  return new Set(deleted.map(deletableKey)).size;
}

/** What concerns one Region of a plan. */
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

/** Of the sizes that are known. */
function bytesDeleted(
  planned: readonly (Deletable & { readonly packageBytes?: Bytes })[],
  journal: JournalState,
): Bytes {
  return planned
    .filter((one) => journal.outcomes.get(deletableKey(one))?.kind === 'deleted')
    .map(({ packageBytes }) => packageBytes ?? bytes(0))
    .reduce(addBytes, bytes(0));
}

/** The worst of the Regions, in the order of what a caller must do about it. */
function stateOf(regions: readonly RegionProgress[]): PruneProgress['state'] {
  const kinds = new Set(regions.map(({ state }) => state.kind));
  if (kinds.has('stopped')) return 'stopped';
  if (kinds.has('goes-on')) return 'goes-on';
  if (kinds.has('needs-evidence')) return 'needs-evidence';
  if (kinds.has('busy')) return 'busy';
  if (kinds.has('not-begun')) return kinds.has('finished') ? 'goes-on' : 'not-begun';
  return 'finished';
}
