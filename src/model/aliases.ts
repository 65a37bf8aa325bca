import type { Instant } from './time.ts';

/** One alias and the published versions that it routes to, a weighted one included. `$LATEST` is left out. */
export interface AliasTargets {
  readonly name: string;
  readonly versions: readonly number[];
  /** The revision id of AWS, which changes with the alias; absent when AWS did not return it. */
  readonly revision?: string;
}

/** All aliases of one function. */
export interface FunctionAliases {
  readonly functionName: string;
  /** When the aliases were read. Present only if an earlier run of the same day read them. */
  readonly readAt?: Instant;
  readonly aliases: readonly AliasTargets[];
}
