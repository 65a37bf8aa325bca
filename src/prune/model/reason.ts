import type { FailureReason, ReadFailure } from '../../model/failure.ts';
import type { Check, EvidenceCheck } from './evidence.ts';
import type { LayerKeepReasons } from './layer.ts';

/** Why a version is kept, the most important first. */
export const KEEP_CODES = [
  'not-a-version',
  'alias-target',
  'alias-weight',
  'in-use',
  'edge-replica',
  'capacity-provider',
  'opted-out',
  'rollback-target',
  'newest',
  'undated',
  'too-young',
  'not-checked',
  'filtered',
  'cap',
  'target',
] as const;

export type KeepCode = (typeof KEEP_CODES)[number];

export const FILTERS = ['function', 'region', 'age'] as const;
export const CAPPED_WHOLES = ['function', 'account'] as const;

/** Reasons of function versions and of layer versions alike. */
export type SharedReason<AnyCheck, Filter, Capped> =
  /** `target`: the byte target is reached without it, or it frees nothing, or what it frees is unknown. */
  | { readonly code: 'undated' | 'target' }
  | { readonly code: 'newest'; readonly keepNewest: number }
  | { readonly code: 'too-young'; readonly minimumAgeDays: number }
  /** The read failed, or was not made (`not-read`). */
  | {
      readonly code: 'not-checked';
      readonly check: AnyCheck;
      readonly why: FailureReason | 'not-read';
    }
  | { readonly code: 'filtered'; readonly filter: Filter }
  | { readonly code: 'cap'; readonly of: Capped; readonly percent: number };

export type KeepReason =
  | SharedReason<Check, (typeof FILTERS)[number], (typeof CAPPED_WHOLES)[number]>
  | { readonly code: 'not-a-version' | 'edge-replica' | 'capacity-provider' }
  | { readonly code: 'alias-target' | 'alias-weight'; readonly alias: string }
  | { readonly code: 'in-use'; readonly check: EvidenceCheck; readonly by: string }
  /** By the configuration. The tag is a use found by `opt-out-tags`. */
  | { readonly code: 'opted-out'; readonly glob: string }
  /** Right below `of`, which `alias` points at or weights. */
  | { readonly code: 'rollback-target'; readonly alias: string; readonly of: string };

export type KeepReasons = readonly [KeepReason, ...KeepReason[]];

export const SKIP_CODES = [
  'function-gone',
  'versions-changed',
  'aliases-changed',
  'kept-now',
  'layer-gone',
  'versions-not-listed',
  'layer-kept-now',
  'refused',
] as const satisfies readonly SkipReason['code'][];

export type SkipCode = SkipReason['code'];

/** Why a version that the plan deletes is not deleted. */
export type SkipReason =
  | {
      readonly code: 'function-gone' | 'versions-changed' | 'aliases-changed' | 'layer-gone';
    }
  | { readonly code: 'kept-now'; readonly reasons: KeepReasons }
  | { readonly code: 'layer-kept-now'; readonly reasons: LayerKeepReasons }
  /** The listing of a layer's versions failed, or AWS refused the deletion (409, 400). */
  | { readonly code: 'versions-not-listed' | 'refused'; readonly failure: ReadFailure };

/** Why deleting ended early in a Region. */
export type PruneStop =
  | { readonly code: 'delete-denied' | 'layer-delete-denied'; readonly failure: ReadFailure }
  /** Without `failure`: AWS did not give the limit. */
  | {
      readonly code: 'target-not-judged';
      readonly percent: number;
      readonly failure?: ReadFailure;
    };
