import type { Bytes } from '../../model/units.ts';
import { addBytes, bytes } from '../../model/units.ts';
import type { StorageMode, VersionFacts } from '../model/inventory.ts';
import { freesNothing } from '../model/inventory.ts';
import type { Deletable } from '../model/journal-segment.ts';
import type { DeletableLayerRef, LayerVersionFacts, PlannedLayer } from '../model/layer.ts';
import type { PrunePlan } from '../model/prune-plan.ts';
import type { DeletableRef } from '../model/version.ts';
import { compareTexts } from './canonical.ts';
import type { Candidate } from './cap.ts';

export type PlannedDeletion = DeletableRef & Omit<VersionFacts, 'version'>;
export type PlannedLayerDeletion = DeletableLayerRef &
  Pick<LayerVersionFacts, 'packageBytes' | 'storage'>;

/** The layers of a plan; empty when it has none. */
export function layersOf({ layers }: Pick<PrunePlan, 'layers'>): readonly PlannedLayer[] {
  return layers?.kind === 'planned' ? layers.layers : [];
}

/** The planned deletions, largest packages first, and packages that free no code storage last. */
export function deletionsOf(plan: Pick<PrunePlan, 'functions'>): readonly PlannedDeletion[] {
  return plan.functions
    .flatMap(({ region, name, versions }) =>
      versions.flatMap((version) =>
        version.verdict === 'delete' ? [{ ...version, region, functionName: name }] : [],
      ),
    )
    .toSorted(bySizeAndName(({ functionName }) => functionName));
}

/** The planned deletions of layer versions, in the order of `deletionsOf`. An unknown size counts as 0. */
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
    .toSorted(bySizeAndName(({ layerName }) => layerName));
}

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

/** Compares deletions by size, the largest first, then by Region, name and version number. */
function bySizeAndName<Item extends Sized & Deletable>(nameOf: (item: Item) => string) {
  return (a: Item, b: Item): number =>
    largestFirst(a, b) ||
    compareTexts(a.region, b.region) ||
    compareTexts(nameOf(a), nameOf(b)) ||
    Number(a.version) - Number(b.version);
}

/**
 * The keys of candidates that are not needed for a byte target. Candidates are taken largest first until the target is
 * reached, in the given order when sizes are equal. Candidates that free no code storage or have an unknown size are
 * never needed.
 */
export function unneededForTarget(
  candidates: readonly Candidate[],
  target: Bytes,
): ReadonlySet<string> {
  let planned = bytes(0);
  const unneeded = new Set<string>();
  for (const one of candidates.toSorted(
    (a, b) => (countedBytes(b) ?? 0) - (countedBytes(a) ?? 0),
  )) {
    const size = countedBytes(one);
    if (planned >= target || size === undefined) unneeded.add(one.key);
    else planned = addBytes(planned, size);
  }
  return unneeded;
}

function countedBytes({ freesNothing: isFree, packageBytes }: Candidate): Bytes | undefined {
  return isFree ? undefined : packageBytes;
}
