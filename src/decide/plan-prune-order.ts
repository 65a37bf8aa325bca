import type { PrunePlan } from '../model/prune-plan.ts';
import type { StorageMode } from '../model/prune-inventory.ts';
import { freesNothing } from '../model/prune-inventory.ts';
import type { DeletableRef } from '../model/prune-version.ts';
import type { Instant } from '../model/time.ts';
import type { Bytes } from '../model/units.ts';
import { addBytes, bytes } from '../model/units.ts';
import type { Candidate } from './plan-prune-cap.ts';
import { inOrder } from './plan-prune-canonical.ts';
import { byNumber } from './plan-prune-tidy.ts';

/** What a plan deletes. */
export interface PlannedDeletion extends DeletableRef {
  readonly packageBytes: Bytes;
  readonly modifiedAt?: Instant;
  readonly storage: StorageMode;
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
 * The candidates that a byte target does without: once the packages before it reach the target, and
 * whatever frees nothing.
 */
export function beyondTarget(
  candidates: readonly Candidate[],
  target: Bytes,
): readonly Candidate[] {
  let planned = bytes(0);
  return candidates.toSorted(largestFirst).filter((candidate) => {
    if (planned >= target || candidate.freesNothing) return true;
    planned = addBytes(planned, candidate.packageBytes);
    return false;
  });
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
