import type { Instant } from './time.ts';

/** What one alias refers to: the version that it points at and any that it weights. `$LATEST` is left out. */
export interface AliasTargets {
  readonly name: string;
  readonly versions: readonly number[];
  /** Another one after each change of the alias; absent where AWS did not say. */
  readonly revision?: string;
}

/** The aliases of one function as a run read them, all of them. */
export interface FunctionAliases {
  readonly functionName: string;
  /** Where an earlier run of the day read them and they are as good as new: when AWS had answered. */
  readonly readAt?: Instant;
  readonly aliases: readonly AliasTargets[];
}
