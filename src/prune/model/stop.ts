import type { ReadFailure } from '../../model/failure.ts';

/** Why deleting ended early in a Region. */
export type PruneStop =
  | { readonly code: 'delete-denied' | 'layer-delete-denied'; readonly failure: ReadFailure }
  /** Without `failure`: AWS did not give the limit. */
  | {
      readonly code: 'target-not-judged';
      readonly percent: number;
      readonly failure?: ReadFailure;
    };
