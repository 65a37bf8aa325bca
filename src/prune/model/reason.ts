import type { FailureReason, ReadFailure } from '../../model/failure.ts';
import type { Check, EvidenceCheck } from './evidence.ts';
import type { LayerKeepReasons } from './layer.ts';

/** Why a function version is kept, the most important reason first. */
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
/** What a cap is a percentage of: the versions of one function, or of the account. */
export const CAP_SCOPES = ['function', 'account'] as const;

/** Reasons to keep a version that function versions and layer versions have in common. */
export type SharedReason<AnyCheck, Filter, Capped> =
  /** `target`: the byte target is reached without the version, or the version frees nothing or an unknown size. */
  | { readonly code: 'undated' | 'target' }
  | { readonly code: 'newest'; readonly keepNewest: number }
  | { readonly code: 'too-young'; readonly minimumAgeDays: number }
  /** `why`: why the read failed, or `not-read` when it was not made. */
  | {
      readonly code: 'not-checked';
      readonly check: AnyCheck;
      readonly why: FailureReason | 'not-read';
    }
  | { readonly code: 'filtered'; readonly filter: Filter }
  | { readonly code: 'cap'; readonly of: Capped; readonly percent: number };

export type KeepReason =
  | SharedReason<Check, (typeof FILTERS)[number], (typeof CAP_SCOPES)[number]>
  | { readonly code: 'not-a-version' | 'edge-replica' | 'capacity-provider' }
  | { readonly code: 'alias-target' | 'alias-weight'; readonly alias: string }
  | { readonly code: 'in-use'; readonly check: EvidenceCheck; readonly by: string }
  /** `glob`: the configuration keeps functions with such names. An opt-out tag gives `in-use` instead. */
  | { readonly code: 'opted-out'; readonly glob: string }
  /** The version is right below version `of`, to which `alias` sends calls. */
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

/** Why a version that the plan deletes was not deleted. */
export type SkipReason =
  | {
      readonly code: 'function-gone' | 'versions-changed' | 'aliases-changed' | 'layer-gone';
    }
  | { readonly code: 'kept-now'; readonly reasons: KeepReasons }
  | { readonly code: 'layer-kept-now'; readonly reasons: LayerKeepReasons }
  /** The listing of a layer's versions failed, or AWS refused the deletion (409, 400). */
  | { readonly code: 'versions-not-listed' | 'refused'; readonly failure: ReadFailure };

/** Why no more versions are deleted in a Region although some remain. */
export type PruneStop =
  | { readonly code: 'delete-denied' | 'layer-delete-denied'; readonly failure: ReadFailure }
  /** Code storage could not be compared with the target. `failure` is undefined when AWS returned no limit. */
  | {
      readonly code: 'target-not-judged';
      readonly percent: number;
      readonly failure?: ReadFailure;
    };
