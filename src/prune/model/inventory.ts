import type { Region } from '../../model/aws-ids.ts';
import type { AccountRef } from '../../model/configuration.ts';
import type { ReadFailure } from '../../model/failure.ts';
import type { Instant } from '../../model/time.ts';
import type { Bytes } from '../../model/units.ts';

/**
 * Traits of a version, as the list of versions shows them:
 * - `edge-replica`: a replica made by Lambda@Edge (`MasterArn`, or a name such as `us-east-1.NAME`)
 * - `capacity-provider`: runs on instances of a capacity provider (`CapacityProviderConfig`)
 * - `durable`: an execution may last up to a year (`DurableConfig`)
 * - `snap-start`: has a SnapStart snapshot, which is billed
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
 * Where the code of a version is stored:
 * - `copy`: in Lambda's code storage, which the quota counts
 * - `reference`: in the customer's own bucket (`Code.ResolvedS3Object` of GetFunction), which the quota does not count
 * - `image`: in ECR (`PackageType` Image), which the quota does not count
 * - `unknown`: the storage was not read
 */
export const STORAGE_MODES = ['copy', 'reference', 'image', 'unknown'] as const;

export type StorageMode = (typeof STORAGE_MODES)[number];

/** Whether deleting a version with this storage frees none of the code storage that the quota counts. */
export function freesNothing(storage: StorageMode): boolean {
  return storage === 'reference' || storage === 'image';
}

/** One version of a function, as AWS lists it. */
export interface VersionFacts {
  /** A number such as `12`, or `$LATEST`. */
  readonly version: string;
  readonly packageBytes: Bytes;
  /** The date of publication; undefined when it is missing or unreadable. */
  readonly modifiedAt?: Instant;
  readonly traits: readonly VersionTrait[];
  readonly storage: StorageMode;
}

/** An alias. The version in `pointsAt` and the versions in `weights` all receive its calls. */
export interface Alias {
  readonly name: string;
  /** A version number such as `12`, or `$LATEST`. */
  readonly pointsAt: string;
  /** `RoutingConfig.AdditionalVersionWeights`, as during a canary or a CodeDeploy deployment; weights from 0 to 1. */
  readonly weights: readonly { readonly version: string; readonly weight: number }[];
  /** `RevisionId`, which changes with each update of the alias; undefined when AWS did not return it. */
  readonly revision?: string;
}

/** A value that was read, or the failure of the read. A failure is never returned as an empty value. */
export type Reading<Value> =
  | { readonly kind: 'read'; readonly value: Value }
  | { readonly kind: 'failed'; readonly failure: ReadFailure };

export type VersionsReading = Reading<readonly VersionFacts[]>;

export interface InventoriedFunction {
  readonly name: string;
  readonly versions: readonly VersionFacts[];
  /** Undefined when no version needed them for its verdict, or when time ran out before they were read. */
  readonly aliases?: Reading<readonly Alias[]>;
}

export interface RegionInventory {
  readonly region: Region;
  readonly functions: readonly InventoriedFunction[];
}

/** The listed function versions of one account, in any order, and the Regions that could not be listed. */
export interface PruneInventory {
  readonly account: AccountRef;
  readonly regions: readonly RegionInventory[];
  readonly unlisted: readonly UnlistedRegion[];
}

export interface UnlistedRegion {
  readonly region: Region;
  readonly failure: ReadFailure;
}
