import type {
  DeletableLayerVersion,
  InventoriedLayer,
  LayerPolicy,
  LayerVersionFacts,
  PlannedLayerVersion,
  RegionLayers,
} from '../../../src/prune/model/layer.ts';
import { attachmentKey, deletableLayerVersion } from '../../../src/prune/model/layer.ts';
import type { Reading } from '../../../src/prune/model/inventory.ts';
import type { PrunePlan } from '../../../src/prune/model/prune-plan.ts';
import { bytes } from '../../../src/model/units.ts';
import { daysAgo, IRELAND } from './build.ts';

export function layerNumber(number: number): DeletableLayerVersion {
  const found = deletableLayerVersion(number);
  if (found === undefined) throw new RangeError(String(number));
  return found;
}

export function layerVersion(
  number: number,
  more: Partial<LayerVersionFacts> = {},
): LayerVersionFacts {
  return {
    version: layerNumber(number),
    createdAt: daysAgo(100),
    packageBytes: bytes(1000),
    storage: 'copy',
    ...more,
  };
}

export const NO_POLICY: Reading<LayerPolicy> = { kind: 'read', value: {} };

/** Returns a layer whose versions have no resource policies. */
export function layer(
  name: string,
  versions: readonly LayerVersionFacts[],
  more: Partial<InventoriedLayer> = {},
): InventoriedLayer {
  return {
    name,
    versions: { kind: 'read', value: versions },
    policies: new Map(versions.map(({ version }) => [version, NO_POLICY])),
    unsized: new Map(),
    ...more,
  };
}

/** Returns layers with attachments; `attached` maps `tools:7` to `orders:1`. */
export function layersIn(
  layers: readonly InventoriedLayer[],
  attached: Readonly<Record<string, string>> = {},
  region = IRELAND,
): RegionLayers {
  return {
    region,
    attached: { kind: 'read', value: new Map(Object.entries(attached)) },
    layers: { kind: 'read', value: layers },
  };
}

/** Returns every layer version of a plan by its key, such as `tools:7`. */
export function layerVerdicts({ layers }: PrunePlan): ReadonlyMap<string, PlannedLayerVersion> {
  if (layers?.kind !== 'planned') return new Map();
  return new Map(
    layers.layers.flatMap(({ name, versions }) =>
      versions.map((one) => [attachmentKey(name, one.version), one]),
    ),
  );
}

export function deletedLayers(plan: PrunePlan): readonly string[] {
  return [...layerVerdicts(plan)].flatMap(([key, { verdict }]) =>
    verdict === 'delete' ? [key] : [],
  );
}
