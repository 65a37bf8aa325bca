import type { Region } from '../../model/aws-ids.ts';
import type { AccountRef, VersionRetention } from '../../model/configuration.ts';
import type { ReadFailure } from '../../model/failure.ts';
import type { Check, EvidenceCheck, EvidenceScope, EvidenceReading } from './evidence.ts';
import type { UnlistedRegion, VersionFacts } from './inventory.ts';
import type { LayersPlan } from './layer.ts';
import type { KeepCode, KeepReason } from './reason.ts';
import type { DeletableVersion } from './version.ts';
import type { Instant } from '../../model/time.ts';
import type { Bytes, Count } from '../../model/units.ts';
import type { RegionStorage } from '../ports.ts';

/** Increased when a field changes its meaning or is removed. A plan of another format is not applied. */
export const PLAN_FORMAT = 1;

/** Returns the SHA-256 of a text in hexadecimal. It is an argument, so that planning code imports no cryptography. */
export type Hash = (text: string) => string;

/** The caps of a plan: how many percent of a function's and of the account's published versions it may delete. */
export const FUNCTION_CAP_PERCENT = 95;
export const ACCOUNT_CAP_PERCENT = 90;

/** Both caps are lifted when the configuration and the request both say so; one of them is not enough. */
export const CAP_LIFTERS = ['configuration', 'request'] as const;

export type CapLifter = (typeof CAP_LIFTERS)[number];

export interface PruneSettings {
  readonly retention: VersionRetention;
  readonly capLiftedBy: readonly CapLifter[];
}

/** Filters of a request. They can only keep more versions. */
export interface PruneFilters {
  /** Globs of function names; empty for all functions. */
  readonly functions: readonly string[];
  /** Empty for all Regions. */
  readonly regions: readonly Region[];
  readonly olderThanDays?: number;
  /**
   * The package bytes to delete in the whole plan, largest packages first. Packages that free no code storage do not
   * count. AWS does not document how package bytes relate to the bytes that the quota counts.
   */
  readonly targetBytes?: Bytes;
}

/** A version with its verdict. Only with `delete` does `version` have the type that a delete request needs. */
export type PlannedItem<Facts, Reason, Deletable> =
  | (Facts & { readonly verdict: 'keep'; readonly reasons: readonly [Reason, ...Reason[]] })
  | (Facts & { readonly verdict: 'delete'; readonly version: Deletable });

export type PlannedVersion = PlannedItem<VersionFacts, KeepReason, DeletableVersion>;

/** A function or a layer with a verdict for each version. */
export interface PlannedOwner<Version> {
  readonly region: Region;
  readonly name: string;
  /** A hash of the function or layer when planned. If it differs before a deletion, its remaining versions are kept. */
  readonly digest: string;
  /** In ascending order of their numbers. */
  readonly versions: readonly Version[];
}

/** A function whose digest covers its versions, and its aliases with their weights. */
export type PlannedFunction = PlannedOwner<PlannedVersion>;

/** The functions of a plan or of a review, with a verdict for each version. */
export interface FunctionVerdicts {
  readonly functions: readonly ReviewedFunction[];
}

/** A number of versions and the sum of their package sizes, which are not the bytes that the quota counts. */
export interface VersionTotals {
  readonly versions: Count;
  readonly packageBytes: Bytes;
}

export interface PlanTotals {
  readonly listed: VersionTotals;
  readonly keep: VersionTotals;
  readonly delete: VersionTotals;
  /** The part of `delete` that frees no code storage: container images, and code in the customer's own bucket. */
  readonly deleteFreesNothing: VersionTotals;
  /** The part of `delete` for which it was not read where the code is stored. */
  readonly deleteStorageUnknown: VersionTotals;
  /** The part of `delete` that has a SnapStart snapshot, which is billed. */
  readonly deleteSnapStart: VersionTotals;
  /** Numbers of kept versions by their most important reason, in the order of `KEEP_CODES`. */
  readonly keptFor: readonly { readonly code: KeepCode; readonly versions: Count }[];
}

export interface FailedCheck {
  readonly check: Check;
  readonly scope: EvidenceScope;
  readonly failure: ReadFailure;
}

/** A caller that gets the function's name only at run time, so that it keeps no version. */
export interface UnclearCaller {
  readonly check: EvidenceCheck;
  /** The caller, and where in its definition the call is. */
  readonly by: string;
}

/** A plan without its digest. */
export interface PlanContent {
  readonly format: typeof PLAN_FORMAT;
  readonly madeAt: Instant;
  readonly account: AccountRef;
  readonly regions: readonly Region[];
  readonly unlisted: readonly UnlistedRegion[];
  /** The settings as applied: NaN is replaced by a number that keeps everything. */
  readonly settings: PruneSettings;
  readonly filters: PruneFilters;
  readonly functions: readonly PlannedFunction[];
  readonly totals: PlanTotals;
  /** Undefined when layers were not requested. */
  readonly layers?: LayersPlan;
  readonly failedChecks: readonly FailedCheck[];
  /** When the read of each source began. Plans of earlier releases lack it; their evidence counts as too old. */
  readonly evidenceReadAt?: readonly EvidenceReading[];
  readonly couldNotTell?: readonly UnclearCaller[];
  /** An empty list in plans of earlier releases, whose digest covers it; new plans omit it. */
  readonly switchedOff?: readonly never[];
  readonly notCovered: readonly string[];
}

/** A plan for one account. It is never changed after it was made. */
export interface PrunePlan extends PlanContent {
  /** The digest of all other fields, as canonical JSON. */
  readonly digest: string;
}

export const REVIEW_FORMAT = 1;

/** A function of a review. It has no digest, so it cannot be applied. */
export type ReviewedFunction = Omit<PlannedFunction, 'digest'>;

/**
 * Whether a check was made in all Regions of a review. `partly`: it was made in some of them. `not-needed`: each
 * version that it could concern is kept for another reason.
 */
export const ROW_STATES = ['checked', 'partly', 'not-checked', 'not-needed'] as const;

export interface ReviewedRow {
  readonly check: Check;
  readonly state: (typeof ROW_STATES)[number];
}

/**
 * Which versions could be deleted in an account that is never pruned, and why the others are kept. A review has no
 * digest, is stored apart from plans, and is applied by no function.
 */
export interface Review extends Omit<
  PlanContent,
  'format' | 'functions' | 'layers' | 'switchedOff'
> {
  readonly format: typeof REVIEW_FORMAT;
  readonly functions: readonly ReviewedFunction[];
  /** One row for each check, in the order of `CHECKS`. */
  readonly rows: readonly ReviewedRow[];
  readonly codeStorage: readonly RegionStorage[];
  /** The person who requested it, as stated by the caller and not verified. */
  readonly requestedBy?: string;
}
