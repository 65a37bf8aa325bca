import type { AccountId, Region } from '../../../model/aws-ids.ts';
import type { AccountRef } from '../../../model/configuration.ts';
import type { Evidence, EvidenceCheck, VersionUse, EvidenceReading } from '../../model/evidence.ts';
import { EVIDENCE_CHECKS } from '../callers.ts';
import type { InventoriedFunction, PruneInventory, Reading } from '../../model/inventory.ts';
import { versionKey } from '../../model/version.ts';
import type {
  RegionLayers,
  AttachedLayers,
  InventoriedLayer,
  LayerPolicy,
  LayerVersionFacts,
} from '../../model/layer.ts';
import type { Instant } from '../../../model/time.ts';
import type { ListingProgress } from './state-evidence.ts';
import type { Walk } from './walk.ts';
import { bytes, epochTime, failure } from '../../../documents/model-values.ts';
import { optional, record } from '../../../documents/records.ts';
import { flag, list, oneOf, table, tableAsMap, text } from '../../../documents/values.ts';
import type { ReadFailure } from '../../../model/failure.ts';
import { LAYER_STORAGES } from '../../model/layer.ts';
import { deletableLayer } from '../../documents/layers-json.ts';
import { listingProgress, readingOf } from './state-evidence.ts';

/** The format's number, which grows when a field changes its meaning. A state of another format is not continued. */
export const PLANNING_FORMAT = 1;

/** What planning has read so far of one Region. */
export interface RegionProgress {
  readonly region: Region;
  readonly listing: ListingProgress;
  /** The functions listed so far, also those without a published version. */
  readonly functions: readonly InventoriedFunction[];
  /** Walks by name: unfinished ones, and finished ones whose notes a later invocation still needs. */
  readonly walks: Readonly<Record<string, Walk>>;
  /** The versions to which functions send asynchronous results. They become evidence when all functions are read. */
  readonly destinations: readonly VersionUse[];
  readonly evidence: readonly Evidence[];
  /** When the read of each check began; absent in states of older releases. */
  readonly readAt?: Readonly<Partial<Record<EvidenceCheck, Instant>>>;
  /** What was read of the layers; absent if layers are not planned. */
  readonly layers?: LayerProgress;
  readonly isComplete: boolean;
}

/** What planning has read so far of one account. An invocation stores it when its time is up; the next one continues. */
export interface PlanningState {
  readonly format: typeof PLANNING_FORMAT;
  readonly account: AccountId;
  /** When planning began; in every invocation, ages and time windows count back from it. */
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

/** Returns completely listed Regions, with the functions that have a published version, and Regions that failed to list. */
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

/** Returns the layers by Region; undefined if layers are not planned. */
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

/** Returns when the read of each check began, by Region. */
export function readingsIn({ regions }: PlanningState): readonly EvidenceReading[] {
  return regions.flatMap(({ region, readAt = {} }) =>
    EVIDENCE_CHECKS.flatMap((check) => {
      const at = readAt[check];
      return at === undefined ? [] : [{ check, region, readAt: at }];
    }),
  );
}

/** Returns the keys of all listed versions. */
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

/** What was read of one layer so far. */
export interface ListedLayer {
  readonly name: string;
  /** Absent until the versions are listed. */
  readonly versions?: Reading<readonly LayerVersionFacts[]>;
  /** The resource policies read so far, by version. */
  readonly policies: Readonly<Record<string, Reading<LayerPolicy>>>;
  /** Why the size of a version could not be read, by version. */
  readonly unsized: Readonly<Record<string, ReadFailure>>;
}

/** What has been read so far of the layers of one Region. */
export interface LayerProgress {
  /** The layer versions that the functions listed so far use. */
  readonly attached: Reading<AttachedLayers>;
  readonly listing: ListingProgress;
  readonly layers: readonly ListedLayer[];
  readonly isComplete: boolean;
}

const LAYERS_BEGUN: LayerProgress = {
  attached: { kind: 'read', value: new Map() },
  listing: { kind: 'under-way' },
  layers: [],
  isComplete: false,
};

/** Returns a layer in the form that plans use. A layer whose versions were not read yet has none. */
export function inventoriedLayer(layer: ListedLayer): InventoriedLayer {
  const { name, versions = { kind: 'read', value: [] }, policies, unsized } = layer;
  return { name, versions, policies: byNumber(policies), unsized: byNumber(unsized) };
}

function byNumber<Value>(table: Readonly<Record<string, Value>>): ReadonlyMap<number, Value> {
  return new Map(Object.entries(table).map(([version, value]) => [Number(version), value]));
}

const facts = record<LayerVersionFacts>({
  version: deletableLayer,
  createdAt: optional(epochTime),
  packageBytes: optional(bytes),
  storage: oneOf(LAYER_STORAGES),
});

const listedLayer = record<ListedLayer>({
  name: text,
  versions: optional(readingOf(list(facts))),
  policies: table(readingOf(record<LayerPolicy>({ admits: optional(text) }))),
  unsized: table(failure),
});

export const layerProgress = record<LayerProgress>({
  attached: readingOf(tableAsMap(text)),
  listing: listingProgress,
  layers: list(listedLayer),
  isComplete: flag,
});
