import type { PrunePlan } from '../model/prune-plan.ts';
import type { StorageMode, VersionTrait } from '../model/inventory.ts';
import { freesNothing } from '../model/inventory.ts';
import type { DeletableRef } from '../model/version.ts';
import type { Instant } from '../../model/time.ts';
import type { Bytes } from '../../model/units.ts';
import { addBytes, bytes } from '../../model/units.ts';
import { layerVersionKey } from '../model/layer.ts';
import { versionKey } from '../model/version.ts';
import type { LayerCandidate } from './layers-cap.ts';
import type { Candidate } from './cap.ts';
import { inOrder } from './canonical.ts';
import { byNumber } from './tidy.ts';

/** What a plan deletes. */
export interface PlannedDeletion extends DeletableRef {
  readonly packageBytes: Bytes;
  readonly modifiedAt?: Instant;
  readonly storage: StorageMode;
  readonly traits: readonly VersionTrait[];
}

/** Everything that a plan deletes: the largest package first, and what frees nothing last. */
export function deletionsOf(plan: Pick<PrunePlan, 'functions'>): readonly PlannedDeletion[] {
  return plan.functions
    .flatMap(({ region, name, versions }) =>
      versions.flatMap((version) =>
        version.verdict === 'delete' ? [{ ...version, region, functionName: name }] : [],
      ),
    )
    .toSorted((a, b) => largestFirst(withFreeing(a), withFreeing(b)));
}

/**
 * The candidates that a byte target does without, by key: once the packages before them reach the
 * target, whatever frees nothing, and layer versions of which nobody knows the size. Functions and
 * layers are taken together, the largest first.
 */
export function beyondTarget(
  candidates: readonly Candidate[],
  layers: readonly LayerCandidate[],
  target: Bytes,
): ReadonlySet<string> {
  const sized = [
    ...candidates.toSorted(largestFirst).map((one) => ({ key: versionKey(one), ...sizeOf(one) })),
    ...layers.map((one) => ({ key: layerVersionKey(one), ...sizeOf(one) })).toSorted(byKey),
  ];
  let planned = bytes(0);
  const beyond = new Set<string>();
  // Of equal ones, functions before layers: the sort is stable.
  for (const { key, size } of sized.toSorted((a, b) => (b.size ?? 0) - (a.size ?? 0))) {
    if (planned >= target || size === undefined) beyond.add(key);
    else planned = addBytes(planned, size);
  }
  return beyond;
}

/** What counts towards a target. */
function sizeOf({
  freesNothing,
  packageBytes,
}: {
  readonly freesNothing: boolean;
  readonly packageBytes?: Bytes;
}): { readonly size?: Bytes } {
  return freesNothing || packageBytes === undefined ? {} : { size: packageBytes };
}

function byKey(a: { readonly key: string }, b: { readonly key: string }): number {
  return inOrder(a.key, b.key);
}

type Sized = DeletableRef & { readonly packageBytes: Bytes; readonly freesNothing: boolean };

/** Among equals by Region, by name, then the lowest number. */
function largestFirst(a: Sized, b: Sized): number {
  return (
    Number(a.freesNothing) - Number(b.freesNothing) ||
    b.packageBytes - a.packageBytes ||
    inOrder(a.region, b.region) ||
    inOrder(a.functionName, b.functionName) ||
    byNumber(a.version, b.version)
  );
}

function withFreeing(deletion: PlannedDeletion): Sized {
  return { ...deletion, freesNothing: freesNothing(deletion.storage) };
}
