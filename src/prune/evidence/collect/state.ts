import type { AccountId, Region } from '../../../model/aws-ids.ts';
import type { AccountRef } from '../../../model/configuration.ts';
import type { Evidence, EvidenceCheck, VersionUse, EvidenceReading } from '../../model/evidence.ts';
import { EVIDENCE_CHECKS } from '../callers.ts';
import type { InventoriedFunction, PruneInventory } from '../../model/inventory.ts';
import { versionKey } from '../../model/version.ts';
import type { RegionLayers } from '../../model/layer.ts';
import type { Instant } from '../../../model/time.ts';
import type { LayerProgress } from './layer-progress.ts';
import { attachedIn, inventoriedLayer, LAYERS_BEGUN } from './layer-progress.ts';
import type { ListingProgress } from './state-evidence.ts';
import type { Walk } from './walk.ts';

/** Raised when a field changes its meaning: a state of another format is not continued. */
export const PLANNING_FORMAT = 1;

export interface RegionProgress {
  readonly region: Region;
  readonly listing: ListingProgress;
  /** All that are listed, those without a published version too. */
  readonly functions: readonly InventoriedFunction[];
  /** Wide reads that were stopped in the middle, by name. */
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
 * What planning has read so far of one account, as plain data: an invocation reads until its time is
 * up, stores this, and the next one continues. Before it is complete a plan made of it keeps too much.
 */
export interface PlanningState {
  readonly format: typeof PLANNING_FORMAT;
  readonly account: AccountId;
  /** By which all ages and windows are judged, in every slice. */
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

/**
 * The listing as far as it is whole: a Region that is listed in part is not there at all, nor is a
 * function without a published version.
 */
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

/** What was read of layers; undefined where they are not planned. */
export function layersIn({ regions }: PlanningState): readonly RegionLayers[] | undefined {
  const read = regions.flatMap(({ region, listing, layers }): RegionLayers[] => {
    if (layers === undefined) return [];
    return [
      {
        region,
        attached: listing.kind === 'failed' ? listing : attachedIn(layers),
        layers:
          layers.listing.kind === 'failed'
            ? layers.listing
            : { kind: 'read', value: layers.layers.map(inventoriedLayer) },
      },
    ];
  });
  return read.length === 0 ? undefined : read;
}

/** When each source was read: from the start of its first request. */
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
