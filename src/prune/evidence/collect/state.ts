import type { AccountId, Region } from '../../../model/aws-ids.ts';
import type { AccountRef } from '../../../model/configuration.ts';
import type { Evidence, EvidenceCheck, VersionUse, EvidenceReading } from '../../model/evidence.ts';
import { EVIDENCE_CHECKS } from '../callers.ts';
import type { InventoriedFunction, PruneInventory } from '../../model/inventory.ts';
import { versionKey } from '../../model/version.ts';
import type { RegionLayers } from '../../model/layer.ts';
import type { Instant } from '../../../model/time.ts';
import type { LayerProgress } from './layer-progress.ts';
import { inventoriedLayer, LAYERS_BEGUN } from './layer-progress.ts';
import type { ListingProgress } from './state-evidence.ts';
import type { Walk } from './walk.ts';

/** Raised when a field changes its meaning: a state of another format is not continued. */
export const PLANNING_FORMAT = 1;

export interface RegionProgress {
  readonly region: Region;
  readonly listing: ListingProgress;
  /** Also functions without a published version. */
  readonly functions: readonly InventoriedFunction[];
  /** Wide reads that were stopped, by name. */
  readonly walks: Readonly<Record<string, Walk>>;
  /** Found in the asynchronous settings read so far; evidence once they are complete. */
  readonly destinations: readonly VersionUse[];
  readonly evidence: readonly Evidence[];
  /** When the read of each check began; absent in states of former versions. */
  readonly readAt?: Readonly<Partial<Record<EvidenceCheck, Instant>>>;
  /** Absent where layers are not planned. */
  readonly layers?: LayerProgress;
  readonly isComplete: boolean;
}

/**
 * What planning has read so far of one account. An invocation reads until its time is up and stores this, and
 * the next one continues. A plan of an incomplete state keeps too much.
 */
export interface PlanningState {
  readonly format: typeof PLANNING_FORMAT;
  readonly account: AccountId;
  /** The time for ages and windows, in every slice. */
  readonly startedAt: Instant;
  readonly regions: readonly RegionProgress[];
}

export function beginPlanning(
  account: AccountId,
  regions: readonly Region[],
  startedAt: Instant,
  withLayers = false,
): PlanningState {
  return {
    format: PLANNING_FORMAT,
    account,
    startedAt,
    regions: [...new Set(regions)].map((region) => ({
      region,
      listing: { kind: 'under-way' },
      functions: [],
      walks: {},
      destinations: [],
      evidence: [],
      ...(withLayers && { layers: LAYERS_BEGUN }),
      isComplete: false,
    })),
  };
}

export function isComplete({ regions }: PlanningState): boolean {
  return regions.every((region) => region.isComplete);
}

/** Without Regions that are listed in part and functions without a published version. */
export function inventoryIn({ regions }: PlanningState, account: AccountRef): PruneInventory {
  return {
    account,
    regions: regions
      .filter(({ listing }) => listing.kind === 'done')
      .map(({ region, functions }) => ({
        region,
        functions: functions.filter(({ versions }) => versions.length > 0),
      })),
    unlisted: regions.flatMap(({ region, listing }) =>
      listing.kind === 'failed' ? [{ region, failure: listing.failure }] : [],
    ),
  };
}

export function layersIn({ regions }: PlanningState): readonly RegionLayers[] | undefined {
  const read = regions.flatMap(({ region, listing, layers: progress }): RegionLayers[] => {
    if (progress === undefined) return [];
    const attached = listing.kind === 'failed' ? listing : progress.attached;
    if (progress.listing.kind === 'failed') return [{ region, attached, layers: progress.listing }];
    const value = progress.layers.map(inventoriedLayer);
    return [{ region, attached, layers: { kind: 'read', value } }];
  });
  return read.length === 0 ? undefined : read;
}

export function readingsIn({ regions }: PlanningState): readonly EvidenceReading[] {
  return regions.flatMap(({ region, readAt = {} }) =>
    EVIDENCE_CHECKS.flatMap((check) => {
      const at = readAt[check];
      return at === undefined ? [] : [{ check, region, readAt: at }];
    }),
  );
}

export function listedIn({ regions }: PlanningState): ReadonlySet<string> {
  return new Set(
    regions.flatMap(({ region, functions }) =>
      functions.flatMap(({ name, versions }) =>
        versions.map(({ version }) => versionKey({ region, functionName: name, version })),
      ),
    ),
  );
}

export function evidenceIn({ regions }: PlanningState): readonly Evidence[] {
  return regions.flatMap(({ evidence }) => evidence);
}
