import type { Instant } from './time.ts';
import type { Bytes, Count } from './units.ts';

/**
 * How Lambda stores the code of a function's `$LATEST`: as a copy, which counts towards the code storage quota, or
 * as a reference to an S3 bucket of the account, which does not. Published versions may be stored differently.
 * https://docs.aws.amazon.com/lambda/latest/api/API_GetFunction.html
 */
export type StorageMode = 'copy' | 'reference' | 'unknown';

/** Totals of published versions. Only `packageBytes` includes `$LATEST` as well. */
interface VersionTotals {
  readonly versions: Count;
  readonly packageBytes: Bytes;
  readonly oldVersions: Count;
  readonly oldPackageBytes: Bytes;
}

/** The code of one function in one account and Region. All bytes are package sizes, not bytes of the quota. */
export interface FunctionHolding extends VersionTotals {
  readonly name: string;
  /** Absent when it was not read; `unknown` when the answer of AWS does not show it. */
  readonly storage?: StorageMode;
}

/** The layer versions that the listed functions attach, each counted once. */
export interface LayerHolding {
  readonly layerVersions: Count;
  readonly packageBytes: Bytes;
}

/** The code in one account and Region. AWS does not document how package bytes relate to bytes of the quota. */
export interface CodeInventory extends VersionTotals {
  readonly functions: Count;
  /** The functions with the largest packages, largest first. */
  readonly largest: readonly FunctionHolding[];
  /** Attached layer versions of this account. They count towards its code storage. */
  readonly ownLayers: LayerHolding;
  /** Attached layer versions of other accounts. They do not count towards the code storage of this account. */
  readonly foreignLayers: LayerHolding;
  /** Versions and attached layer versions of unknown size or owner, missing from all figures above. Absent: none. */
  readonly unattributed?: Count;
  /**
   * The time of the earliest reading of aliases behind `oldVersions`; absent when this run read them all. A
   * version that has lost its alias since then is missing from `oldVersions`.
   */
  readonly aliasesReadAt?: Instant;
}

/** A sentence that is shown beside every inventory. */
export const NOT_COVERED = 'Layer versions that no function attaches are not covered.';
