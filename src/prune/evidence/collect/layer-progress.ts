import type { Reader } from '../../../documents/stored-values.ts';
import {
  finite,
  flag,
  listOf,
  made,
  objectOf,
  oneOf,
  tableOf,
  text,
} from '../../../documents/stored-values.ts';
import type { ReadFailure } from '../../../model/failure.ts';
import type {
  AttachedLayers,
  InventoriedLayer,
  LayerPolicy,
  LayerVersionFacts,
} from '../../model/layer.ts';
import { deletableLayerVersion, LAYER_STORAGES } from '../../model/layer.ts';
import type { Reading } from '../../model/inventory.ts';
import { instant } from '../../../model/time.ts';
import { bytes } from '../../../model/units.ts';
import type { ListingProgress } from './state-evidence.ts';
import { listingProgress, readFailureData, readingOf } from './state-evidence.ts';

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

const layerNumber = made(finite, (value) => {
  const found = deletableLayerVersion(value);
  if (found === undefined) throw new RangeError(`${value} is not the number of a layer version`);
  return found;
});

const facts: Reader<LayerVersionFacts> = objectOf((of) => {
  const createdAt = of.maybe('createdAt', made(finite, instant));
  const packageBytes = of.maybe('packageBytes', made(finite, bytes));
  return {
    version: of.get('version', layerNumber),
    ...(createdAt !== undefined && { createdAt }),
    ...(packageBytes !== undefined && { packageBytes }),
    storage: of.get('storage', oneOf(...LAYER_STORAGES)),
  };
});

const policy: Reader<LayerPolicy> = objectOf((of) => {
  const admits = of.maybe('admits', text);
  return admits === undefined ? {} : { admits };
});

const listedLayer: Reader<ListedLayer> = objectOf((of) => {
  const versions = of.maybe('versions', readingOf(listOf(facts)));
  return {
    name: of.get('name', text),
    ...(versions !== undefined && { versions }),
    policies: of.get('policies', tableOf(readingOf(policy))),
    unsized: of.get('unsized', tableOf(readFailureData)),
  };
});

export const layerProgress: Reader<LayerProgress> = objectOf((of) => ({
  attached: of.get('attached', readingOf(tableOf(text))),
  listing: of.get('listing', listingProgress),
  layers: of.get('layers', listOf(listedLayer)),
  isComplete: of.get('isComplete', flag),
}));
