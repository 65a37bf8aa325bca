import type { FailureReason, ReadFailure } from '../../model/failure.ts';
import type { Check, EvidenceCheck } from './evidence.ts';
import type { LayerKeepReasons } from './layer.ts';

/**
 * Why a version stays. Of one version all are told, in this order:
 * aliases and uses, what else the listing and the configuration keep, what could not be checked, then
 * what the request, the cap and the byte target leave out.
 */
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

export type KeepReason =
  | {
      readonly code:
        | 'not-a-version'
        | 'edge-replica'
        | 'capacity-provider'
        | 'undated'
        /** Enough packages go without it to reach the byte target, or it frees nothing. */
        | 'target';
    }
  | { readonly code: 'alias-target' | 'alias-weight'; readonly alias: string }
  | { readonly code: 'in-use'; readonly check: EvidenceCheck; readonly by: string }
  /** By the configuration; a tag is a use found by `opt-out-tags`. */
  | { readonly code: 'opted-out'; readonly glob: string }
  /** Right below `of`, at which `alias` points or which it weights. */
  | { readonly code: 'rollback-target'; readonly alias: string; readonly of: string }
  | { readonly code: 'newest'; readonly keepNewest: number }
  | { readonly code: 'too-young'; readonly minimumAgeDays: number }
  /** Could not check: the read failed, or (`not-read`) is not there. */
  | {
      readonly code: 'not-checked';
      readonly check: Check;
      readonly why: FailureReason | 'not-read';
    }
  | { readonly code: 'filtered'; readonly filter: (typeof FILTERS)[number] }
  | {
      readonly code: 'cap';
      readonly of: (typeof CAPPED_WHOLES)[number];
      readonly percent: number;
    };

/** At least one, the most important first. */
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

/** Why a version that the plan deletes is left alone after all. */
export type SkipReason =
  | { readonly code: 'function-gone' | 'versions-changed' | 'aliases-changed' }
  | { readonly code: 'kept-now'; readonly reasons: KeepReasons }
  | { readonly code: 'layer-gone' }
  /** The versions of a layer could not be listed again. */
  | { readonly code: 'versions-not-listed'; readonly failure: ReadFailure }
  | { readonly code: 'layer-kept-now'; readonly reasons: LayerKeepReasons }
  /** AWS itself would not (409, 400). */
  | { readonly code: 'refused'; readonly failure: ReadFailure };
