import type { ReadFailure } from '../../model/failure.ts';
import type { DeletableLayerRef } from './layer.ts';
import { layerVersionKey } from './layer.ts';
import type { SkipReason } from './reason.ts';
import type { DeletableRef } from './version.ts';
import { versionKey } from './version.ts';
import type { Instant } from '../../model/time.ts';
import type { Count } from '../../model/units.ts';

/** Raised when a field changes its meaning or goes away. */
export const JOURNAL_FORMAT = 1;

/** S3 cannot append, so a journal is a sequence of objects with at most so many entries each. */
export const MOST_SEGMENT_ENTRIES = 50;

/** What became of one deletion. "Not attempted" is the absence of any. */
export type PruneOutcome =
  | { readonly kind: 'deleted' }
  | { readonly kind: 'skipped'; readonly reason: SkipReason }
  | { readonly kind: 'failed'; readonly failure: ReadFailure }
  /** AWS's answer was lost, and so was the answer to whether the version still exists, which failed with `failure`. */
  | { readonly kind: 'unknown'; readonly failure: ReadFailure };

/** What a plan can delete: one version of a function, or of a layer. */
export type Deletable = DeletableRef | DeletableLayerRef;

/** Version numbers are never reused, so a key always names the same version. */
export function deletableKey(ref: Deletable): string {
  return 'layerName' in ref ? layerVersionKey(ref) : versionKey(ref);
}

/** The ids alone of a planned deletion. */
export function refOf(one: DeletableRef): DeletableRef;
export function refOf(one: DeletableLayerRef): DeletableLayerRef;
export function refOf(one: Deletable): Deletable;
export function refOf(one: Deletable): Deletable {
  const { region } = one;
  return 'layerName' in one
    ? { region, layerName: one.layerName, version: one.version }
    : { region, functionName: one.functionName, version: one.version };
}

/** An intent is written before the request is sent, an outcome after its answer. */
export type JournalEntry = Deletable & { readonly at: Instant } & (
    { readonly kind: 'intent' } | { readonly kind: 'outcome'; readonly outcome: PruneOutcome }
  );

export interface JournalSegment {
  readonly format: typeof JOURNAL_FORMAT;
  /** The digest of the plan that it belongs to. */
  readonly plan: string;
  /** From 1. */
  readonly sequence: number;
  readonly entries: readonly JournalEntry[];
}

/** All segments of one plan, read as one. */
export interface JournalState {
  /** When the first version was deleted; absent while none was, whatever was intended, denied or throttled. */
  readonly begunAt?: Instant;
  /** By version key: intended at any time, whatever became of it. */
  readonly intended: ReadonlySet<string>;
  /** By version key: one each, however often it was written. */
  readonly outcomes: ReadonlyMap<string, PruneOutcome>;
  /** Of all entries; absent while there is none. */
  readonly times?: { readonly first: Instant; readonly last: Instant };
  /** Segments of another plan, and entries about versions that the plan does not delete. */
  readonly strangers: number;
}

/** They add up: planned = deleted + skipped + failed + unknown + notAttempted. */
export interface PruneCounts {
  readonly planned: Count;
  readonly deleted: Count;
  readonly skipped: Count;
  readonly failed: Count;
  /** Absent where there is none. */
  readonly unknown?: Count;
  readonly notAttempted: Count;
}
