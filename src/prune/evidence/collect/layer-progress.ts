import { bytes, epochTime, failure } from '../../../documents/model-values.ts';
import { optional, record } from '../../../documents/records.ts';
import { flag, list, oneOf, table, tableAsMap, text } from '../../../documents/values.ts';
import type { ReadFailure } from '../../../model/failure.ts';
import type {
  AttachedLayers,
  InventoriedLayer,
  LayerPolicy,
  LayerVersionFacts,
} from '../../model/layer.ts';
import { LAYER_STORAGES } from '../../model/layer.ts';
import type { Reading } from '../../model/inventory.ts';
import { deletableLayer } from '../../documents/layers-json.ts';
import type { ListingProgress } from './state-evidence.ts';
import { listingProgress, readingOf } from './state-evidence.ts';

/** One layer as far as it was read; `policies` and `unsized` by version. */
export interface ListedLayer {
  readonly name: string;
  readonly versions?: Reading<readonly LayerVersionFacts[]>;
  readonly policies: Readonly<Record<string, Reading<LayerPolicy>>>;
  readonly unsized: Readonly<Record<string, ReadFailure>>;
}

/** What has been read so far of the layers of one Region. */
export interface LayerProgress {
  /** By the functions listed so far. */
  readonly attached: Reading<AttachedLayers>;
  readonly listing: ListingProgress;
  readonly layers: readonly ListedLayer[];
  readonly isComplete: boolean;
}

export const LAYERS_BEGUN: LayerProgress = {
  attached: { kind: 'read', value: new Map() },
  listing: { kind: 'under-way' },
  layers: [],
  isComplete: false,
};

/** As in a plan. A layer that was not read yet has no versions. */
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
