import type { Region } from '../../model/aws-ids.ts';
import type { AccountRef } from '../../model/configuration.ts';
import type { ReadFailure } from '../../model/failure.ts';
import type { Instant } from '../../model/time.ts';
import type { Bytes } from '../../model/units.ts';

/**
 * What the listing says of a version beyond its size and date:
 * - `edge-replica`: a copy that Lambda@Edge made (`MasterArn`, or a name such as `us-east-1.NAME`)
 * - `capacity-provider`: it runs on instances of a capacity provider (`CapacityProviderConfig`)
 * - `durable`: its executions may last up to a year (`DurableConfig`)
 * - `snap-start`: a snapshot is kept of it, and billed
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

/** Whether deleting such a version leaves the code storage that the quota counts as it is. */
export function freesNothing(storage: StorageMode): boolean {
  return storage === 'reference' || storage === 'image';
}

/** One listed version. */
export interface VersionFacts {
  /** As the listing spells it: `12`. */
  readonly version: string;
  readonly packageBytes: Bytes;
  /** Absent when the listing's date is missing or unreadable. */
  readonly modifiedAt?: Instant;
  readonly traits: readonly VersionTrait[];
  readonly storage: StorageMode;
}

/** Both the version that it points at and those that it weights receive calls. */
export interface Alias {
  readonly name: string;
  /** `12`, or `$LATEST` and its kin. */
  readonly pointsAt: string;
  /** `RoutingConfig.AdditionalVersionWeights`: a canary, or a CodeDeploy shift. */
  readonly weights: readonly { readonly version: string; readonly weight: number }[];
  /** Another one after each change of the alias; absent where AWS did not say. */
  readonly revision?: string;
}

/** The result of one read: a failure is never an empty value. */
export type Reading<Value> =
  | { readonly kind: 'read'; readonly value: Value }
  | { readonly kind: 'failed'; readonly failure: ReadFailure };

export interface InventoriedFunction {
  readonly name: string;
  /** Published versions, in any order. */
  readonly versions: readonly VersionFacts[];
  /** Absent when they were not read. */
  readonly aliases?: Reading<readonly Alias[]>;
}

export interface RegionInventory {
  readonly region: Region;
  readonly functions: readonly InventoriedFunction[];
}

/** All published versions of one account, in any order, and the Regions that could not be listed. */
export interface PruneInventory {
  readonly account: AccountRef;
  readonly regions: readonly RegionInventory[];
  readonly unlisted: readonly UnlistedRegion[];
}

/** A Region of which nothing is known, so nothing in it is planned. */
export interface UnlistedRegion {
  readonly region: Region;
  readonly failure: ReadFailure;
}
