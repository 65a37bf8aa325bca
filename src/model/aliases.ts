import type { Instant } from './time.ts';

/** One alias with the version that it points at and any that it weights. `$LATEST` is left out. */
export interface AliasTargets {
  readonly name: string;
  readonly versions: readonly number[];
  /** Changes with the alias; absent where AWS did not return it. */
  readonly revision?: string;
}

/** All aliases of one function. */
export interface FunctionAliases {
  readonly functionName: string;
  /** When AWS answered, where an earlier run of the day read them. */
  readonly readAt?: Instant;
  readonly aliases: readonly AliasTargets[];
}
