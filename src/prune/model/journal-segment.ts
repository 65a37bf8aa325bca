import type { ReadFailure } from '../../model/failure.ts';
import type { DeletableLayerRef } from './layer.ts';
import { layerVersionKey } from './layer.ts';
import type { SkipReason } from './reason.ts';
import type { DeletableRef } from './version.ts';
import { versionKey } from './version.ts';
import type { Instant } from '../../model/time.ts';
import type { Count } from '../../model/units.ts';

/** Increased when a field changes its meaning or is removed. */
export const JOURNAL_FORMAT = 1;

/** The most entries in one segment. S3 cannot append to an object, so each segment of a journal is its own object. */
export const MOST_SEGMENT_ENTRIES = 50;

/** The result of one planned deletion. A version without an outcome is still to be deleted. */
export type PruneOutcome =
  | { readonly kind: 'deleted' }
  | { readonly kind: 'skipped'; readonly reason: SkipReason }
  | { readonly kind: 'failed'; readonly failure: ReadFailure }
  /** The answer of AWS was lost, and the read whether the version still exists failed with `failure`. */
  | { readonly kind: 'unknown'; readonly failure: ReadFailure };

/** A published function version or a layer version. */
export type Deletable = DeletableRef | DeletableLayerRef;

/** `eu-west-1/orders:12` or `eu-west-1/layer:tools:7`. AWS never reuses version numbers. */
export function deletableKey(ref: Deletable): string {
  return 'layerName' in ref ? layerVersionKey(ref) : versionKey(ref);
}

/** The Region, name and version of a planned deletion, without its other fields. */
export function refOf(one: DeletableRef): DeletableRef;
export function refOf(one: DeletableLayerRef): DeletableLayerRef;
export function refOf(one: Deletable): Deletable;
export function refOf(one: Deletable): Deletable {
  const { region } = one;
  return 'layerName' in one
    ? { region, layerName: one.layerName, version: one.version }
    : { region, functionName: one.functionName, version: one.version };
}

/** `intent` is written before the delete request is sent, `outcome` after its answer. */
export type JournalEntry = Deletable & { readonly at: Instant } & (
    { readonly kind: 'intent' } | { readonly kind: 'outcome'; readonly outcome: PruneOutcome }
  );

export interface JournalSegment {
  readonly format: typeof JOURNAL_FORMAT;
  /** The field `digest` of the plan. */
  readonly plan: string;
  readonly sequence: number;
  readonly entries: readonly JournalEntry[];
}

/** The combined content of all segments of one plan. */
export interface JournalState {
  /** The time of the first successful deletion; undefined when no version was deleted. */
  readonly begunAt?: Instant;
  /** Keys of all versions that have an `intent` entry, whatever the outcome. */
  readonly intended: ReadonlySet<string>;
  /** By version key. Of several outcomes, `deleted` counts before `failed`, then `unknown`, then `skipped`. */
  readonly outcomes: ReadonlyMap<string, PruneOutcome>;
  /** The times of the earliest and the latest entry; undefined when there is no entry. */
  readonly times?: { readonly first: Instant; readonly last: Instant };
  /** The number of segments that are unreadable or of another plan, and of entries on versions outside the plan. */
  readonly foreignRecords: number;
}

/** Numbers of versions: planned = deleted + skipped + failed + unknown + notAttempted. */
export interface PruneCounts {
  readonly planned: Count;
  readonly deleted: Count;
  readonly skipped: Count;
  readonly failed: Count;
  /** Undefined when there is none. */
  readonly unknown?: Count;
  readonly notAttempted: Count;
}
