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

/** Raised when a field changes its meaning or goes away: a plan of another version is not applied. */
export const PLAN_FORMAT = 1;

/** SHA-256 of a text. An argument, so that deciding needs no library. */
export type Digest = (text: string) => string;

/** The most that one plan may delete, in percent of the published versions. */
export const FUNCTION_CAP_PERCENT = 95;
export const ACCOUNT_CAP_PERCENT = 90;

/** Only both together lift the cap. */
export const CAP_LIFTERS = ['configuration', 'request'] as const;

export type CapLifter = (typeof CAP_LIFTERS)[number];

export interface PruneSettings {
  readonly retention: VersionRetention;
  readonly capLiftedBy: readonly CapLifter[];
}

/** Filters of a request. They only ever keep more. */
export interface PruneFilters {
  /** Names of functions, as globs; all when empty. */
  readonly functions: readonly string[];
  readonly regions: readonly Region[];
  readonly olderThanDays?: number;
  /**
   * Package bytes to delete over the whole plan, largest packages first. They are not the quota's bytes, and
   * packages that free nothing do not count.
   */
  readonly targetBytes?: Bytes;
}

/** A version with its verdict. Only one to delete has a deletable number. */
export type Planned<Facts, Reason, Deletable> =
  | (Facts & { readonly verdict: 'keep'; readonly reasons: readonly [Reason, ...Reason[]] })
  | (Facts & { readonly verdict: 'delete'; readonly version: Deletable });

export type PlannedVersion = Planned<VersionFacts, KeepReason, DeletableVersion>;

export interface PlannedOwner<Version> {
  readonly region: Region;
  readonly name: string;
  /** When it differs before a deletion, the function or layer is skipped. */
  readonly digest: string;
  /** Ascending. */
  readonly versions: readonly Version[];
}

/** Its digest covers its aliases, their weights and its versions. */
export type PlannedFunction = PlannedOwner<PlannedVersion>;

/** Functions with verdicts, of a plan or a review. */
export interface JudgedFunctions {
  readonly functions: readonly Omit<PlannedFunction, 'digest'>[];
}

/** Package sizes, never quota bytes: how the two relate is not documented. */
export interface VersionTotals {
  readonly versions: Count;
  readonly packageBytes: Bytes;
}

export interface PlanTotals {
  readonly listed: VersionTotals;
  readonly keep: VersionTotals;
  readonly delete: VersionTotals;
  /** Of `delete`: container images, and code in the customer's own bucket. */
  readonly deleteFreesNothing: VersionTotals;
  /** Of `delete`: packages whose storage was not read. */
  readonly deleteStorageUnknown: VersionTotals;
  /** Of `delete`: versions with a billed snapshot. */
  readonly deleteSnapStart: VersionTotals;
  /** `keep` by the most important reason, in the order of importance. */
  readonly keptFor: readonly { readonly code: KeepCode; readonly versions: Count }[];
}

export interface FailedCheck {
  readonly check: Check;
  readonly scope: EvidenceScope;
  readonly failure: ReadFailure;
}

/** A caller that gets the name of the function at run time. It keeps nothing. */
export interface UnclearCaller {
  readonly check: EvidenceCheck;
  /** The caller, and the place in its definition. */
  readonly by: string;
}

/** A plan without its digest. */
export interface PlanContent {
  readonly format: typeof PLAN_FORMAT;
  readonly madeAt: Instant;
  readonly account: AccountRef;
  readonly regions: readonly Region[];
  readonly unlisted: readonly UnlistedRegion[];
  /** As applied: NaN has become a number that keeps everything. */
  readonly settings: PruneSettings;
  readonly filters: PruneFilters;
  readonly functions: readonly PlannedFunction[];
  readonly totals: PlanTotals;
  /** Absent where not requested. */
  readonly layers?: LayersPlan;
  readonly failedChecks: readonly FailedCheck[];
  /** When the read of each source began; absent in plans of former versions, which counts as too old. */
  readonly evidenceReadAt?: readonly EvidenceReading[];
  readonly couldNotTell?: readonly UnclearCaller[];
  /** Empty in plans of former versions, whose digest covers it; absent in new ones. */
  readonly switchedOff?: readonly never[];
  readonly notCovered: readonly string[];
}

/** A plan for one account. Nothing is ever added to it. */
export interface PrunePlan extends PlanContent {
  /** Of all other fields, in canonical JSON. */
  readonly digest: string;
}
