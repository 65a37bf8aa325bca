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

export type RegionState =
  | { readonly kind: 'finished'; readonly because: 'nothing-left' | 'target-reached' }
  | { readonly kind: 'goes-on' }
  /** Evidence to be read again before anything is deleted. */
  | {
      readonly kind: 'needs-evidence';
      readonly sources: readonly [AgedSource, ...AgedSource[]];
    }
  | { readonly kind: 'not-begun' }
  /** Another run has the lease, until then at the latest. */
  | { readonly kind: 'busy'; readonly until: Instant }
  | { readonly kind: 'stopped'; readonly stop: PruneStop };

/** `before` and `after` are absent where code storage was not measured. */
interface RegionFacts {
  readonly region: Region;
  readonly state: RegionState;
  readonly before?: Measured;
  readonly after?: Measured;
}

export interface RegionStatus extends RegionFacts {
  readonly segments: readonly JournalSegment[];
}

interface DeletionSums {
  /** Layer versions included. */
  readonly counts: PruneCounts;
  /** Sum of packages; code storage goes down by another amount. */
  readonly packageBytesDeleted: Bytes;
}

export interface RegionProgress extends RegionFacts, DeletionSums {}

export interface PruneProgress extends DeletionSums {
  readonly planId: string;
  readonly account: AccountRef;
  readonly state: RegionState['kind'];
  /** Who requested the plan, and who applied this slice; not verified. */
  readonly requestedBy?: string;
  readonly appliedBy?: string;
  /** Layer versions among these; absent where none are planned. */
  readonly layers?: DeletionSums;
  /** Regions with planned deletions. */
  readonly regions: readonly RegionProgress[];
  /** Regions and layers that could not be listed, where nothing was planned. */
  readonly unlisted: readonly UnlistedPlace[];
  /** Most frequent first. */
  readonly skipped: readonly SkippedGroup[];
  readonly failed: readonly FailedGroup[];
  /** By why it could not be looked up whether they were deleted. */
  readonly unknown: readonly FailedGroup[];
}

/** Regions with planned deletions, in the order of the plan. */
export function prunedRegions(plan: Pick<PrunePlan, 'functions' | 'layers'>): readonly Region[] {
  const deleting = [...plan.functions, ...layersOf(plan)].filter(({ versions }) =>
    versions.some(({ verdict }: { readonly verdict: string }) => verdict === 'delete'),
  );
  return [...new Set(deleting.map(({ region }) => region))];
}

/** Counts from plan and journal alone. */
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

export function deletedSoFar(statuses: readonly RegionStatus[]): number {
  const entries = statuses.flatMap(({ segments }) =>
    segments.flatMap((segment) => segment.entries),
  );
  const deleted = entries.filter(
    (entry) => entry.kind === 'outcome' && entry.outcome.kind === 'deleted',
  );
  return new Set(deleted.map(deletableKey)).size;
}

/** The part of a plan in one Region. */
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

/** The state of the Region that needs most attention. */
function stateOf(regions: readonly RegionProgress[]): PruneProgress['state'] {
  const kinds = new Set(regions.map(({ state }) => state.kind));
  if (kinds.has('stopped')) return 'stopped';
  if (kinds.has('goes-on')) return 'goes-on';
  if (kinds.has('needs-evidence')) return 'needs-evidence';
  if (kinds.has('busy')) return 'busy';
  if (kinds.has('not-begun')) return kinds.has('finished') ? 'goes-on' : 'not-begun';
  return 'finished';
}
