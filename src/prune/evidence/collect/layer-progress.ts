import { bytes, epochTime, failure } from '../../../documents/model-values.ts';
import { optional, record } from '../../../documents/records.ts';
import { flag, list, oneOf, table, text } from '../../../documents/values.ts';
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

/** One layer as far as it was read; tables by version number. */
export interface ListedLayer {
  readonly name: string;
  readonly versions?: Reading<readonly LayerVersionFacts[]>;
  readonly policies: Readonly<Record<string, Reading<LayerPolicy>>>;
  readonly unsized: Readonly<Record<string, ReadFailure>>;
}

/** What has been read of the layers of one Region so far, as plain data. */
export interface LayerProgress {
  /** What the functions listed so far attach, by `tools:7`. */
  readonly attached: Reading<Readonly<Record<string, string>>>;
  readonly listing: ListingProgress;
  readonly layers: readonly ListedLayer[];
  readonly isComplete: boolean;
}

export const LAYERS_BEGUN: LayerProgress = {
  attached: { kind: 'read', value: {} },
  listing: { kind: 'under-way' },
  layers: [],
  isComplete: false,
};

export function attachedIn({ attached }: LayerProgress): Reading<AttachedLayers> {
  if (attached.kind === 'failed') return attached;
  return { kind: 'read', value: new Map(Object.entries(attached.value)) };
}

export function attachedForState(
  attached: Reading<AttachedLayers>,
): Reading<Readonly<Record<string, string>>> {
  if (attached.kind === 'failed') return attached;
  return { kind: 'read', value: Object.fromEntries(attached.value) };
}

/** As a plan takes it: what was not read yet has no versions that a plan could hold. */
export function inventoriedLayer({
  name,
  versions,
  policies,
  unsized,
}: ListedLayer): InventoriedLayer {
  return {
    name,
    versions: versions ?? { kind: 'read', value: [] },
    policies: new Map(Object.entries(policies).map(([version, one]) => [Number(version), one])),
    unsized: new Map(Object.entries(unsized).map(([version, one]) => [Number(version), one])),
  };
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
  attached: readingOf(table(text)),
  listing: listingProgress,
  layers: list(listedLayer),
  isComplete: flag,
});
