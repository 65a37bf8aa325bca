import type { DeletableLayerRef, LayerStorage, LayersPlan } from '../model/layer.ts';
import type { PrunePlan } from '../model/prune-plan.ts';
import type { Bytes } from '../../model/units.ts';
import { inOrder } from './canonical.ts';

/** A layer version that a plan deletes. */
export interface PlannedLayerDeletion extends DeletableLayerRef {
  readonly packageBytes?: Bytes;
  readonly storage: LayerStorage;
}

/** The layers of a plan; none where nobody asked for them. */
export function layersOf({
  layers,
}: Pick<PrunePlan, 'layers'>): Extract<LayersPlan, { kind: 'planned' }>['layers'] {
  return layers?.kind === 'planned' ? layers.layers : [];
}

/** Every layer version that a plan deletes: the largest first, what frees nothing last, unknown sizes before it. */
export function layerDeletionsOf(plan: Pick<PrunePlan, 'layers'>): readonly PlannedLayerDeletion[] {
  return layersOf(plan)
    .flatMap(({ region, name, versions }) =>
      versions.flatMap((version) => {
        if (version.verdict !== 'delete') return [];
        const { packageBytes, storage } = version;
        const size = packageBytes !== undefined && { packageBytes };
        return [{ region, layerName: name, version: version.version, ...size, storage }];
      }),
    )
    .toSorted(largestFirst);
}

function largestFirst(a: PlannedLayerDeletion, b: PlannedLayerDeletion): number {
  return (
    Number(a.storage === 'reference') - Number(b.storage === 'reference') ||
    (b.packageBytes ?? 0) - (a.packageBytes ?? 0) ||
    inOrder(a.region, b.region) ||
    inOrder(a.layerName, b.layerName) ||
    a.version - b.version
  );
}
