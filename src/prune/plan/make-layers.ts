import type { Region } from '../../model/aws-ids.ts';
import type {
  LayerKeepReason,
  LayerKeepReasons,
  LayerVersionFacts,
  PlannedLayer,
  PlannedLayerVersion,
  RegionLayers,
} from '../model/layer.ts';
import { layerVersionKey } from '../model/layer.ts';
import type { Digest } from '../model/prune-plan.ts';
import type { LayerRules } from './layer-reasons.ts';
import { layerReasons, orderedLayerReasons, tidiedLayerVersions } from './layer-reasons.ts';
import { canonicalJson, inOrder } from './canonical.ts';

/** A layer with what its listing, its uses and the filters say of each version. */
export interface JudgedLayer {
  readonly region: Region;
  readonly name: string;
  /** Ascending. */
  readonly versions: readonly {
    readonly facts: LayerVersionFacts;
    /** Undefined: nothing keeps it so far. */
    readonly reasons: LayerKeepReasons | undefined;
  }[];
}

/** Every layer whose versions are known, by Region and name: the same in whichever order it was read. */
export function judgedLayers(
  regions: readonly RegionLayers[],
  rules: LayerRules,
): readonly JudgedLayer[] {
  return regions
    .flatMap(({ region, attached, layers }) => {
      if (layers.kind === 'failed') return [];
      return layers.value.flatMap(({ name, versions, policies }): JudgedLayer[] => {
        if (versions.kind === 'failed') return [];
        const tidied = tidiedLayerVersions(versions.value);
        const reasonsOf = layerReasons(
          region,
          { name, versions: tidied, policies },
          attached,
          rules,
        );
        const judged = tidied.map((facts) => ({
          facts,
          reasons: orderedLayerReasons(reasonsOf(facts)),
        }));
        return [{ region, name, versions: judged }];
      });
    })
    .toSorted((a, b) => inOrder(a.region, b.region) || inOrder(a.name, b.name));
}

/** A verdict for every version. `left` holds, by layer version key, those that the cap or the target leave out. */
export function plannedLayers(
  judged: readonly JudgedLayer[],
  left: ReadonlyMap<string, LayerKeepReason>,
  digest: Digest,
): readonly PlannedLayer[] {
  return judged.map(({ region, name, versions }) => ({
    region,
    name,
    digest: layerDigest(
      region,
      name,
      versions.map(({ facts }) => facts.version),
      digest,
    ),
    versions: versions.map(({ facts, reasons }): PlannedLayerVersion => {
      if (reasons !== undefined) return { ...facts, verdict: 'keep', reasons };
      const beyond = left.get(layerVersionKey({ region, layerName: name, version: facts.version }));
      return beyond === undefined
        ? { ...facts, verdict: 'delete' }
        : { ...facts, verdict: 'keep', reasons: [beyond] };
    }),
  }));
}

/** What must be the same when it comes to deleting: which versions there are. */
export function layerDigest(
  region: Region,
  layer: string,
  versions: readonly number[],
  digest: Digest,
): string {
  const sorted = [...new Set(versions)].toSorted((a, b) => a - b);
  return digest(canonicalJson({ region, layer, versions: sorted }));
}
