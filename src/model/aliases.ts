/** What one alias refers to: the version that it points at and any that it weights. `$LATEST` is left out. */
export interface AliasTargets {
  readonly name: string;
  readonly versions: readonly number[];
  /** Another one after each change of the alias; absent where AWS did not say. */
  readonly revision?: string;
}

/** The aliases of one function as a run read them. */
export interface FunctionAliases {
  readonly functionName: string;
  readonly aliases: readonly AliasTargets[];
}
