import type {
  FailedLayerCheck,
  LayerKeepCode,
  LayerTotals,
  PlannedLayer,
  RegionLayers,
} from '../model/layer.ts';
import { LAYER_KEEP_CODES } from '../model/layer.ts';
import { addBytes, bytes, count } from '../../model/units.ts';
import { sortedByJson } from './canonical.ts';

/** The sums of a plan's layers; package bytes are those that are known. */
export function layerTotals(layers: readonly PlannedLayer[]): LayerTotals {
  const versions = layers.flatMap((layer) => layer.versions);
  const deleted = versions.filter(({ verdict }) => verdict === 'delete');
  const losing = layers.filter((layer) =>
    layer.versions.some(({ verdict }) => verdict === 'delete'),
  );
  const keptFor = new Map<LayerKeepCode, number>();
  for (const version of versions) {
    if (version.verdict !== 'keep') continue;
    const [{ code }] = version.reasons;
    keptFor.set(code, (keptFor.get(code) ?? 0) + 1);
  }
  const sizes = deleted.flatMap(({ packageBytes }) =>
    packageBytes === undefined ? [] : [packageBytes],
  );
  return {
    listed: { versions: count(versions.length), layers: count(layers.length) },
    keep: { versions: count(versions.length - deleted.length) },
    delete: {
      versions: count(deleted.length),
      layers: count(losing.length),
      packageBytes: sizes.reduce(addBytes, bytes(0)),
      sizeUnknown: count(deleted.length - sizes.length),
      freesNothing: count(deleted.filter(({ storage }) => storage === 'reference').length),
    },
    keptFor: LAYER_KEEP_CODES.flatMap((code) => {
      const times = keptFor.get(code);
      return times === undefined ? [] : [{ code, versions: count(times) }];
    }),
  };
}

/** Every read of layers that failed, in full: a layer that could not be listed has no versions to tell it. */
export function failedLayerChecks(regions: readonly RegionLayers[]): readonly FailedLayerCheck[] {
  const failed = regions.flatMap(({ region, attached, layers }): FailedLayerCheck[] => {
    const functions: FailedLayerCheck[] =
      attached.kind === 'failed' ? [{ check: 'functions', region, failure: attached.failure }] : [];
    if (layers.kind === 'failed') {
      return [...functions, { check: 'layers', region, failure: layers.failure }];
    }
    return [
      ...functions,
      ...layers.value.flatMap(({ name: layerName, versions, policies, unsized }) => [
        ...(versions.kind === 'failed'
          ? [{ check: 'layer-versions', region, layerName, failure: versions.failure } as const]
          : []),
        ...[...policies].flatMap(([version, policy]) =>
          policy.kind === 'failed'
            ? [
                {
                  check: 'layer-policy',
                  region,
                  layerName,
                  version,
                  failure: policy.failure,
                } as const,
              ]
            : [],
        ),
        ...[...unsized].map(
          ([version, failure]) =>
            ({ check: 'layer-size', region, layerName, version, failure }) as const,
        ),
      ]),
    ];
  });
  return sortedByJson(failed);
}
