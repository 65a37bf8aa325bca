import type { Region } from '../../model/aws-ids.ts';
import type { AccountRef, VersionRetention } from '../../model/configuration.ts';
import type { ReadFailure } from '../../model/failure.ts';
import type { Check, EvidenceCheck, EvidenceScope } from './evidence.ts';
import type { EvidenceReading } from './evidence-reading.ts';
import type { UnlistedRegion, VersionFacts } from './inventory.ts';
import type { LayersPlan } from './layer.ts';
import type { KeepCode, KeepReason } from './reason.ts';
import type { DeletableVersion } from './version.ts';
import type { Instant } from '../../model/time.ts';
import type { Bytes, Count } from '../../model/units.ts';

/** Raised when a field changes its meaning or goes away: a plan of another version is not applied. */
export const PLAN_FORMAT = 1;

/** SHA-256 of a text, as an argument, so that deciding needs no library. */
export type Digest = (text: string) => string;

/** A share of the published versions that one plan may delete at most. */
export const FUNCTION_CAP_PERCENT = 95;
export const ACCOUNT_CAP_PERCENT = 90;

/** The cap is lifted by both together. */
export const CAP_LIFTERS = ['configuration', 'request'] as const;

export type CapLifter = (typeof CAP_LIFTERS)[number];

export interface PruneSettings {
  readonly retention: VersionRetention;
  readonly capLiftedBy: readonly CapLifter[];
}

/** What the request narrows the plan to. A filter only ever keeps more. */
export interface PruneFilters {
  /** Names of functions, as globs; all when empty. */
  readonly functions: readonly string[];
  /** All when empty. */
  readonly regions: readonly Region[];
  readonly olderThanDays?: number;
  /**
   * Package bytes over the whole plan; it deletes the largest packages until they reach it. They are
   * not the quota's bytes, and packages that free nothing do not count.
   */
  readonly targetBytes?: Bytes;
}

/** A version and what becomes of it. Only one that is to be deleted has a number that can be deleted. */
export type Planned<Facts, Reason, Deletable> =
  | (Facts & { readonly verdict: 'keep'; readonly reasons: readonly [Reason, ...Reason[]] })
  | (Facts & { readonly verdict: 'delete'; readonly version: Deletable });

export type PlannedVersion = Planned<VersionFacts, KeepReason, DeletableVersion>;

/** A function or a layer of a plan. */
export interface PlannedOwner<Version> {
  readonly region: Region;
  readonly name: string;
  /** One that differs when its versions are to be deleted is skipped. */
  readonly digest: string;
  /** Ascending. */
  readonly versions: readonly Version[];
}

/** Its digest covers its aliases, their weights and its versions. */
export type PlannedFunction = PlannedOwner<PlannedVersion>;

/** Functions with a verdict for each version, of a plan or of a review. */
export interface JudgedFunctions {
  readonly functions: readonly Omit<PlannedFunction, 'digest'>[];
}

/** Package bytes are package sizes, never quota bytes: how the two relate is not documented. */
export interface VersionTotals {
  readonly versions: Count;
  readonly packageBytes: Bytes;
}

export interface PlanTotals {
  readonly listed: VersionTotals;
  readonly keep: VersionTotals;
  readonly delete: VersionTotals;
  /** Of `delete`: container images and code in the customer's own bucket. */
  readonly deleteFreesNothing: VersionTotals;
  /** Of `delete`: packages whose storage was not read. */
  readonly deleteStorageUnknown: VersionTotals;
  /** Of `delete`: each has a snapshot that is billed. */
  readonly deleteSnapStart: VersionTotals;
  /** Of `keep`, by the most important reason, in the order of importance. */
  readonly keptFor: readonly { readonly code: KeepCode; readonly versions: Count }[];
}

export interface FailedCheck {
  readonly check: Check;
  readonly scope: EvidenceScope;
  readonly failure: ReadFailure;
}

/** A caller that gets the function's name only when it runs. It keeps nothing. */
export interface UnclearCaller {
  readonly check: EvidenceCheck;
  /** What calls, and in which place it says so. */
  readonly by: string;
}

/** A plan without its digest. */
export interface PlanContent {
  readonly format: typeof PLAN_FORMAT;
  readonly madeAt: Instant;
  readonly account: AccountRef;
  /** Those that were listed. */
  readonly regions: readonly Region[];
  readonly unlisted: readonly UnlistedRegion[];
  /** As they were applied: NaN has become a number that keeps everything. */
  readonly settings: PruneSettings;
  readonly filters: PruneFilters;
  /** By Region, then by name. */
  readonly functions: readonly PlannedFunction[];
  readonly totals: PlanTotals;
  /** Absent where the request did not ask for layers: then none were read. */
  readonly layers?: LayersPlan;
  readonly failedChecks: readonly FailedCheck[];
  /** When the read of each source began; absent in plans of former versions, whose evidence is too old. */
  readonly evidenceReadAt?: readonly EvidenceReading[];
  /** Absent when there is none. */
  readonly couldNotTell?: readonly UnclearCaller[];
  /** Empty in stored plans of former versions, whose digest covers it; absent in new plans. */
  readonly switchedOff?: readonly never[];
  readonly notCovered: readonly string[];
}

/** A plan for one account. Nothing is ever added to it. */
export interface PrunePlan extends PlanContent {
  /** Of all the rest, in canonical JSON. */
  readonly digest: string;
}
