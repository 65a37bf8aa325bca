import type { Region } from '../../model/aws-ids.ts';
import type { AccountRef } from '../../model/configuration.ts';
import type { ReadFailure } from '../../model/failure.ts';
import type { Instant } from '../../model/time.ts';
import type { Bytes } from '../../model/units.ts';

/**
 * Traits in the listing:
 * - `edge-replica`: a copy that Lambda@Edge made (`MasterArn`, or a name such as `us-east-1.NAME`)
 * - `capacity-provider`: runs on instances of a capacity provider (`CapacityProviderConfig`)
 * - `durable`: executions may last up to a year (`DurableConfig`)
 * - `snap-start`: has a snapshot, which is billed
 * https://docs.aws.amazon.com/lambda/latest/api/API_FunctionConfiguration.html
 */
export const VERSION_TRAITS = [
  'edge-replica',
  'capacity-provider',
  'durable',
  'snap-start',
] as const;

export type VersionTrait = (typeof VERSION_TRAITS)[number];

/**
 * Where the code is:
 * - `copy`: in Lambda's storage, which the quota counts
 * - `reference`: in the customer's own bucket (`Code.ResolvedS3Object` of GetFunction), not counted
 * - `image`: in ECR (`PackageType` Image), not counted
 * - `unknown`: it was not read
 */
export const STORAGE_MODES = ['copy', 'reference', 'image', 'unknown'] as const;

export type StorageMode = (typeof STORAGE_MODES)[number];

/** Whether deleting such a version frees none of the code storage that the quota counts. */
export function freesNothing(storage: StorageMode): boolean {
  return storage === 'reference' || storage === 'image';
}

export interface VersionFacts {
  /** As listed: `12`. */
  readonly version: string;
  readonly packageBytes: Bytes;
  /** Absent when the date is missing or unreadable. */
  readonly modifiedAt?: Instant;
  readonly traits: readonly VersionTrait[];
  readonly storage: StorageMode;
}

/** The version that it points at and those that it weights all receive calls. */
export interface Alias {
  readonly name: string;
  /** `12`, or `$LATEST` and its kin. */
  readonly pointsAt: string;
  /** `RoutingConfig.AdditionalVersionWeights`: a canary, or a CodeDeploy shift. */
  readonly weights: readonly { readonly version: string; readonly weight: number }[];
  /** Differs after each change of the alias; absent where AWS did not give it. */
  readonly revision?: string;
}

/** A value that was read, or why not. A failure is never an empty value. */
export type Reading<Value> =
  | { readonly kind: 'read'; readonly value: Value }
  | { readonly kind: 'failed'; readonly failure: ReadFailure };

export interface InventoriedFunction {
  readonly name: string;
  readonly versions: readonly VersionFacts[];
  readonly aliases?: Reading<readonly Alias[]>;
}

export interface RegionInventory {
  readonly region: Region;
  readonly functions: readonly InventoriedFunction[];
}

/** The published versions of one account, in any order, and the Regions that could not be listed. */
export interface PruneInventory {
  readonly account: AccountRef;
  readonly regions: readonly RegionInventory[];
  readonly unlisted: readonly UnlistedRegion[];
}

export interface UnlistedRegion {
  readonly region: Region;
  readonly failure: ReadFailure;
}
