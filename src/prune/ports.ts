import type { AccountConfiguration, VersionRetention } from '../model/configuration.ts';
import type { AccountId, Region } from '../model/aws-ids.ts';
import type {
  AttachedLayers,
  DeletableLayerRef,
  LayerPolicy,
  LayerVersionFacts,
  RegionLayers,
} from './model/layer.ts';
import type { Bytes, Count } from '../model/units.ts';
import type { CallerIdentity, FreshFunction } from './model/recheck.ts';
import type { DeletableRef } from './model/version.ts';
import type { Evidence, EvidenceCheck, EvidenceReading } from './model/evidence.ts';
import type {
  Alias,
  PruneInventory,
  Reading,
  VersionFacts,
  VersionsReading,
} from './model/inventory.ts';
import type { Instant } from '../model/time.ts';
import type { PruneFilters } from './model/prune-plan.ts';
import type { ReadFailure } from '../model/failure.ts';
import type { SkipReason } from './model/reason.ts';

/**
 * Stores documents by name. A document is written once and never changed. `read` and `create` reject when S3 does not
 * say whether the document exists, as when access is denied.
 */
export interface PruneStore {
  /** Undefined when there is no such document. */
  read(name: string): Promise<string | undefined>;
  /** `exists`: the document exists with another text. Writing the same text again returns `created`. */
  create(name: string, text: string): Promise<'created' | 'exists'>;
  locationOf(name: string): string;
}

/** Both functions reject when S3 does not answer, as when access is denied. */
export interface ListPlans {
  /** The ids of all complete plans, the newest first. */
  readonly planIds: () => Promise<readonly string[]>;
  /** Whether a prune run has begun to apply the plan. */
  readonly hasBegun: (planId: string) => Promise<boolean>;
}

/** The exclusive right to prune one account and Region until a given time. */
export type Lease =
  | { readonly kind: 'held'; readonly release: () => Promise<void> }
  /** The run `runId` has the lease, until `until` at the latest. */
  | { readonly kind: 'busy'; readonly until: Instant; readonly runId: string };

export type TakeLease = (account: AccountId, region: Region, until: Instant) => Promise<Lease>;

/**
 * The result of one request to delete a version.
 * - `skipped`: AWS refused to delete the version; `failed`: AWS answered with an unexpected error
 * - `not-found`: the function, layer or layer version does not exist; a missing function version is `deleted` (204)
 * - `unanswered`: it is unknown whether the version was deleted; repeating the request does no harm
 * - `denied`: the policy of the role or account does not allow deletions
 */
export type DeleteAnswer =
  | { readonly kind: 'deleted' }
  | { readonly kind: 'skipped'; readonly reason: SkipReason }
  | { readonly kind: 'failed'; readonly failure: ReadFailure }
  | { readonly kind: 'not-found' | 'unanswered' | 'denied'; readonly failure: ReadFailure };

/** The code storage of a Region, in bytes, from one answer of GetAccountSettings. */
export interface CodeStorage {
  readonly used: Bytes;
  /** Undefined when AWS did not return the limit. */
  readonly limit?: Bytes;
}

export interface RegionStorage {
  readonly region: Region;
  readonly at: Instant;
  readonly storage: Reading<CodeStorage>;
}

/** Reads code storage, one result for each Region. Rejects only for bugs: a failed read is a result. */
export type ReadCodeStorage = (
  account: AccountId,
  regions: readonly Region[],
) => Promise<readonly RegionStorage[]>;

/** Access to one account for one invocation of the prune function, with credentials of its own. */
export interface PruneAccess {
  readonly identity: () => Promise<CallerIdentity>;
  readonly codeStorage: (region: Region) => Promise<Reading<CodeStorage>>;
  /** Returns the versions of a function, from a list of it or of its whole Region that is at most 100 seconds old. */
  readonly versionsListed: (region: Region, functionName: string) => Promise<VersionsReading>;
  /** Reads a function again: aliases and evidence, but not its policies. Its versions are those of `versionsListed`. */
  readonly functionNow: (region: Region, functionName: string) => Promise<FreshFunction>;
  /** Reads the resource policies of these versions and of their functions. */
  readonly policiesNow: (
    region: Region,
    refs: readonly DeletableRef[],
  ) => Promise<readonly Evidence[]>;
  /** A request that is not yet sent when `stop` aborts counts as `unanswered`. Rejects only for bugs. */
  readonly deleteVersion: (ref: DeletableRef, stop?: AbortSignal) => Promise<DeleteAnswer>;
  /** Always lists the versions anew. */
  readonly versionsNow: (region: Region, functionName: string) => Promise<VersionsReading>;
  /** Undefined when no layer versions are to be deleted. */
  readonly layers?: LayerAccess;
}

/** The layer versions that the functions of a Region attach, and when their read began. */
export interface AttachmentsReading {
  readonly attached: Reading<AttachedLayers>;
  readonly readAt: Instant;
}

export interface LayerAccess {
  readonly attachedNow: (region: Region) => Promise<AttachmentsReading>;
  readonly versionsNow: (
    region: Region,
    layerName: string,
  ) => Promise<Reading<readonly LayerVersionFacts[]>>;
  readonly policyNow: (ref: DeletableLayerRef) => Promise<Reading<LayerPolicy>>;
  /** Rejects only for bugs. */
  readonly deleteLayerVersion: (ref: DeletableLayerRef) => Promise<DeleteAnswer>;
}

/** What one invocation of the prune function will read, so that it lists versions with the fewest requests. */
export interface PruneWork {
  readonly account: AccountId;
  readonly regions: readonly {
    readonly region: Region;
    /** `region`: versions are listed for the whole Region at once, because that takes fewer requests. */
    readonly listing: 'region' | 'function';
    /** Whether layer versions of the Region may be deleted. */
    readonly layers: boolean;
  }[];
}

export type OpenForPruning = (work: PruneWork) => PruneAccess;

/** A function as planned: its aliases, and its versions that are still to be deleted. */
export interface PlannedAliases {
  readonly name: string;
  readonly aliases: readonly Alias[];
  readonly versions: readonly VersionFacts[];
}

/** A Region whose evidence is read again before it is too old. */
export interface RenewedRegion {
  readonly region: Region;
  readonly checks: ReadonlySet<EvidenceCheck>;
  /** Keys of the versions that are still to be deleted. */
  readonly left: ReadonlySet<string>;
  /** The functions of these versions. A function that has changed since is skipped later, when the plan is applied. */
  readonly functions: readonly PlannedAliases[];
}

interface RenewalRequest {
  readonly account: AccountId;
  /** Returns what to read, including the checks from `begun`: those that an earlier invocation began to read. */
  readonly regionsOf: (
    begun: (region: Region) => ReadonlySet<EvidenceCheck>,
  ) => readonly RenewedRegion[];
}

/** `listed`: keys of the versions that still exist. `startedAt`: the time of the first read. */
type RenewedEvidence =
  | ({ readonly kind: 'collected'; readonly listed: ReadonlySet<string> } & EvidenceRead)
  | (UnfinishedReading & { readonly startedAt: Instant });

/** Reads evidence again with the read role, until `until` at the latest. Rejects only for bugs. */
export type RenewEvidence = (
  request: RenewalRequest,
  state: string | undefined,
  until: Instant,
) => Promise<RenewedEvidence>;

export interface EvidenceRequest {
  readonly account: AccountConfiguration;
  readonly regions: readonly Region[];
  readonly filters: PruneFilters;
  readonly retention: VersionRetention;
  readonly layers: boolean;
}

/** What is still to be read in a Region. `last-reads`: no version lacks a check, but other reads are still missing. */
export type UnreadPart =
  | { readonly region: Region; readonly what: 'listing' | 'last-reads' }
  /** `versions`: the number of versions that no reason keeps yet and that lack checks. */
  | { readonly region: Region; readonly what: 'checks'; readonly versions: Count };

export interface PlanningProgress {
  readonly regions: Count;
  /** The number of Regions that were read completely. */
  readonly read: Count;
  /** Undefined when evidence is read again for a plan that exists. */
  readonly listed?: { readonly functions: Count; readonly versions: Count; readonly layers: Count };
  readonly left: readonly UnreadPart[];
}

interface EvidenceRead {
  readonly evidence: readonly Evidence[];
  readonly readings: readonly EvidenceReading[];
}

/** Reading takes more time than one invocation has. The next invocation continues with `state`. */
export interface UnfinishedReading {
  readonly kind: 'unfinished';
  readonly state: string;
  readonly progress: PlanningProgress;
}

type CollectedEvidence =
  | ({
      readonly kind: 'collected';
      readonly inventory: PruneInventory;
      /** Undefined when layers were not requested. */
      readonly layers?: readonly RegionLayers[];
    } & EvidenceRead)
  | UnfinishedReading;

/** Reads what a plan needs with the read role, until `until` at the latest. Rejects only for bugs. */
export type CollectEvidence = (
  request: EvidenceRequest,
  state: string | undefined,
  until: Instant,
) => Promise<CollectedEvidence>;
