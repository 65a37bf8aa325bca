import type { Instant } from './time.ts';
import type { Bytes, Count } from './units.ts';

/**
 * Where the code of a function's `$LATEST` is: a copy in Lambda's storage, which counts, or a reference
 * to the account's own bucket, which does not. Earlier versions may be stored the other way.
 * https://docs.aws.amazon.com/lambda/latest/api/API_GetFunction.html
 */
export type StorageMode = 'copy' | 'reference' | 'unknown';

/** What one function holds in one account and Region. Bytes are package sizes, never quota bytes. */
export interface FunctionHolding {
  readonly name: string;
  /** Published versions. */
  readonly versions: Count;
  /** All versions, `$LATEST` included. */
  readonly packageBytes: Bytes;
  readonly oldVersions: Count;
  readonly oldPackageBytes: Bytes;
  /** Absent where nobody asked; `unknown` where the answer did not tell. */
  readonly storage?: StorageMode;
}

/** Layer versions that listed functions attach, each counted once. */
export interface LayerHolding {
  readonly layerVersions: Count;
  readonly packageBytes: Bytes;
}

/**
 * Who holds the code of one account and Region. Package bytes rank consumers and size a clean-up;
 * how they relate to the quota's bytes is not documented, so the two never meet in one percentage.
 */
export interface CodeInventory {
  readonly functions: Count;
  readonly versions: Count;
  readonly packageBytes: Bytes;
  readonly oldVersions: Count;
  readonly oldPackageBytes: Bytes;
  /** The functions that hold most, largest first. */
  readonly largest: readonly FunctionHolding[];
  /** Attached layers of this account, which count against its code storage. */
  readonly ownLayers: LayerHolding;
  /** Attached layers of other accounts, which do not. */
  readonly foreignLayers: LayerHolding;
  /**
   * Versions and attached layer versions that are listed without a readable size or owner: their bytes
   * are missing from all of the above. Absent when there are none.
   */
  readonly unattributed?: Count;
  /**
   * When the oldest of the aliases that `oldVersions` rests on were read, where an earlier run of the day
   * read them. A version that lost its alias since is missing from `oldVersions`.
   */
  readonly aliasesReadAt?: Instant;
}

/** What the inventory cannot see, to be said wherever it is shown. */
export const NOT_COVERED = 'Layer versions that no function attaches are not covered.';
