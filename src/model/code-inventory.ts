import type { Instant } from './time.ts';
import type { Bytes, Count } from './units.ts';

/**
 * Where the code of a function's `$LATEST` is: a copy in Lambda's storage, which counts, or a reference
 * to the account's own bucket, which does not. Earlier versions may be stored the other way.
 * https://docs.aws.amazon.com/lambda/latest/api/API_GetFunction.html
 */
export type StorageMode = 'copy' | 'reference' | 'unknown';

/** Without `$LATEST`, but for `packageBytes`. */
interface VersionTotals {
  readonly versions: Count;
  readonly packageBytes: Bytes;
  readonly oldVersions: Count;
  readonly oldPackageBytes: Bytes;
}

/** The code of one function in one account and Region. Bytes are package sizes, never quota bytes. */
export interface FunctionHolding extends VersionTotals {
  readonly name: string;
  /** Absent where it was not read; `unknown` where the answer does not show it. */
  readonly storage?: StorageMode;
}

/** Layer versions that listed functions attach, each counted once. */
export interface LayerHolding {
  readonly layerVersions: Count;
  readonly packageBytes: Bytes;
}

/**
 * The code of one account and Region. How package bytes relate to the quota's bytes is not documented, so
 * the two are never in one percentage.
 */
export interface CodeInventory extends VersionTotals {
  readonly functions: Count;
  /** Largest first. */
  readonly largest: readonly FunctionHolding[];
  /** Attached layers of this account, which count against its code storage. */
  readonly ownLayers: LayerHolding;
  /** Attached layers of other accounts, which do not. */
  readonly foreignLayers: LayerHolding;
  /** Versions and attached layer versions without a readable size or owner, missing from all of the above. Absent: none. */
  readonly unattributed?: Count;
  /**
   * When the oldest aliases behind `oldVersions` were read, where an earlier run of the day read them. A
   * version that lost its alias since is missing from `oldVersions`.
   */
  readonly aliasesReadAt?: Instant;
}

/** Shown beside every inventory. */
export const NOT_COVERED = 'Layer versions that no function attaches are not covered.';
