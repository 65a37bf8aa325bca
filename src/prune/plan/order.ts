import type { Instant } from '../../model/time.ts';
import type { Bytes } from '../../model/units.ts';
import { addBytes, bytes } from '../../model/units.ts';
import type { StorageMode, VersionTrait } from '../model/inventory.ts';
import { freesNothing } from '../model/inventory.ts';
import type { DeletableLayerRef, LayersPlan, LayerStorage } from '../model/layer.ts';
import type { PrunePlan } from '../model/prune-plan.ts';
import type { DeletableRef } from '../model/version.ts';
import { inOrder } from './canonical.ts';
import type { Candidate } from './cap.ts';

/** A function version that a plan deletes. */
export interface PlannedDeletion extends DeletableRef {
  readonly packageBytes: Bytes;
  readonly modifiedAt?: Instant;
  readonly storage: StorageMode;
  readonly traits: readonly VersionTrait[];
}

/** A layer version that a plan deletes. */
export interface PlannedLayerDeletion extends DeletableLayerRef {
  readonly packageBytes?: Bytes;
  readonly storage: LayerStorage;
}

/** The layers of a plan; none where the request did not ask for layers. */
export function layersOf({
  layers,
}: Pick<PrunePlan, 'layers'>): Extract<LayersPlan, { kind: 'planned' }>['layers'] {
  return layers?.kind === 'planned' ? layers.layers : [];
}

/** Every function version that a plan deletes: the largest package first, what frees nothing last. */
export function deletionsOf(plan: Pick<PrunePlan, 'functions'>): readonly PlannedDeletion[] {
  return plan.functions
    .flatMap(({ region, name, versions }) =>
      versions.flatMap((version) =>
        version.verdict === 'delete' ? [{ ...version, region, functionName: name }] : [],
      ),
    )
    .toSorted((a, b) => largestFirst(a, b) || inPlace(a, b, a.functionName, b.functionName));
}

/** Every layer version that a plan deletes, in the same order; an unknown size counts as 0. */
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
    .toSorted((a, b) => largestFirst(a, b) || inPlace(a, b, a.layerName, b.layerName));
}

/** The largest package first, what frees nothing last; an unknown size counts as 0. */
export function largestFirst(a: Sized, b: Sized): number {
  return (
    Number(freesNothing(a.storage)) - Number(freesNothing(b.storage)) ||
    (b.packageBytes ?? 0) - (a.packageBytes ?? 0)
  );
}

interface Sized {
  readonly packageBytes?: Bytes;
  readonly storage: StorageMode;
}

interface Numbered {
  readonly region: string;
  readonly version: string | number;
}

/** By Region, by name, then the lowest number. */
function inPlace(a: Numbered, b: Numbered, aName: string, bName: string): number {
  return (
    inOrder(a.region, b.region) || inOrder(aName, bName) || Number(a.version) - Number(b.version)
  );
}

/**
 * The keys of candidates that a byte target does without: once the packages before them reach the target,
 * all that free nothing, and layer versions of unknown size. Functions and layers are taken together, the
 * largest first; of equal size in the order given.
 */
export function beyondTarget(candidates: readonly Candidate[], target: Bytes): ReadonlySet<string> {
  let planned = bytes(0);
  const beyond = new Set<string>();
  for (const one of candidates.toSorted(
    (a, b) => (countedBytes(b) ?? 0) - (countedBytes(a) ?? 0),
  )) {
    const size = countedBytes(one);
    if (planned >= target || size === undefined) beyond.add(one.key);
    else planned = addBytes(planned, size);
  }
  return beyond;
}

function countedBytes({ freesNothing: isFree, packageBytes }: Candidate): Bytes | undefined {
  return isFree ? undefined : packageBytes;
}
