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

/** A journal is a sequence of objects, since S3 cannot append; each has at most this many entries. */
export const MOST_SEGMENT_ENTRIES = 50;

/** The result of one deletion. A version without one was not attempted. */
export type PruneOutcome =
  | { readonly kind: 'deleted' }
  | { readonly kind: 'skipped'; readonly reason: SkipReason }
  | { readonly kind: 'failed'; readonly failure: ReadFailure }
  /** The answer was lost, and looking whether the version still exists failed with `failure`. */
  | { readonly kind: 'unknown'; readonly failure: ReadFailure };

/** A version of a function or of a layer. */
export type Deletable = DeletableRef | DeletableLayerRef;

/** Names the same version for ever: AWS never reuses version numbers. */
export function deletableKey(ref: Deletable): string {
  return 'layerName' in ref ? layerVersionKey(ref) : versionKey(ref);
}

/** An intent is written before the request is sent, an outcome after its answer. */
export type JournalEntry = Deletable & { readonly at: Instant } & (
    { readonly kind: 'intent' } | { readonly kind: 'outcome'; readonly outcome: PruneOutcome }
  );

export interface JournalSegment {
  readonly format: typeof JOURNAL_FORMAT;
  /** Digest of the plan. */
  readonly plan: string;
  readonly sequence: number;
  readonly entries: readonly JournalEntry[];
}

/** All segments of one plan, read as one. */
export interface JournalState {
  /** When the first version was deleted; absent while none was. */
  readonly begunAt?: Instant;
  /** Keys of versions intended at any time, whatever the result. */
  readonly intended: ReadonlySet<string>;
  /** One for each version key, however often it was written. */
  readonly outcomes: ReadonlyMap<string, PruneOutcome>;
  readonly times?: { readonly first: Instant; readonly last: Instant };
  /** Segments of another plan, and entries about versions that the plan does not delete. */
  readonly strangers: number;
}

/** planned = deleted + skipped + failed + unknown + notAttempted. */
export interface PruneCounts {
  readonly planned: Count;
  readonly deleted: Count;
  readonly skipped: Count;
  readonly failed: Count;
  readonly unknown?: Count;
  readonly notAttempted: Count;
}
