import type { ReadFailure } from '../../model/failure.ts';

/** Why nothing more is deleted in a Region although something remains. */
export type PruneStop =
  | { readonly code: 'delete-denied' | 'layer-delete-denied'; readonly failure: ReadFailure }
  /** Without a failure AWS did not give the limit. */
  | {
      readonly code: 'target-not-judged';
      readonly percent: number;
      readonly failure?: ReadFailure;
    };
