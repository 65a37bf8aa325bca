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
import type { Alias, PruneInventory, Reading, VersionFacts } from './model/inventory.ts';
import type { Instant } from '../model/time.ts';
import type { PruneFilters } from './model/prune-plan.ts';
import type { ReadFailure } from '../model/failure.ts';
import type { SkipReason } from './model/reason.ts';

/**
 * Documents by name, written once and never changed. Both reject when it is unknown what exists, such as when
 * access is denied.
 */
export interface PruneStore {
  read(name: string): Promise<string | undefined>;
  /** `exists`: it has another text. Writing the same text again gives `created`. */
  create(name: string, text: string): Promise<'created' | 'exists'>;
  locationOf(name: string): string;
}

/** Both reject when it is unknown, such as when access is denied. */
export interface ListPlans {
  /** Ids of complete plans, the newest first. */
  readonly planIds: () => Promise<readonly string[]>;
  readonly hasBegun: (planId: string) => Promise<boolean>;
}

/** The exclusive right to prune one account and Region for a time. */
export type Lease =
  | { readonly kind: 'held'; readonly release: () => Promise<void> }
  /** Another run has it until then at the latest. */
  | { readonly kind: 'busy'; readonly until: Instant; readonly runId: string };

export type TakeLease = (account: AccountId, region: Region, until: Instant) => Promise<Lease>;

/**
 * The result of one request to delete a version.
 * - `not-found`: there is nothing to delete; AWS answers so for a function, and 204 for a version
 * - `unanswered`: unknown whether it was deleted; repeating the request does no harm
 * - `denied`: the policy allows no deletion
 */
export type DeleteAnswer =
  | { readonly kind: 'deleted' }
  | { readonly kind: 'skipped'; readonly reason: SkipReason }
  | { readonly kind: 'failed'; readonly failure: ReadFailure }
  | { readonly kind: 'not-found' | 'unanswered' | 'denied'; readonly failure: ReadFailure };

/** Requests not yet sent when `stop` aborts are not sent (`unanswered`, out of time). Rejects only for bugs. */
type DeleteVersion = (ref: DeletableRef, stop?: AbortSignal) => Promise<DeleteAnswer>;

/** Both from one answer. */
export interface CodeStorage {
  readonly used: Bytes;
  readonly limit?: Bytes;
}

export interface RegionStorage {
  readonly region: Region;
  readonly at: Instant;
  readonly storage: Reading<CodeStorage>;
}

/** Rejects only for bugs. */
export type ReadCodeStorage = (
  account: AccountId,
  regions: readonly Region[],
) => Promise<readonly RegionStorage[]>;

/** One account in a slice of deletions, with its own credentials. */
export interface PruneAccess {
  readonly identity: () => Promise<CallerIdentity>;
  readonly codeStorage: (region: Region) => Promise<Reading<CodeStorage>>;
  /** A listing of this slice, never older. */
  readonly versionsListed: (
    region: Region,
    functionName: string,
  ) => Promise<Reading<readonly VersionFacts[]>>;
  /** Function, tags and mappings, read again, without policies. */
  readonly functionNow: (region: Region, functionName: string) => Promise<FreshFunction>;
  /** The resource policies of these versions and of their functions. */
  readonly policiesNow: (
    region: Region,
    refs: readonly DeletableRef[],
  ) => Promise<readonly Evidence[]>;
  readonly deleteVersion: DeleteVersion;
  /** Listed now, never from memory. */
  readonly versionsNow: (
    region: Region,
    functionName: string,
  ) => Promise<Reading<readonly VersionFacts[]>>;
  /** Absent where the slice has no layers. */
  readonly layers?: LayerAccess;
}

/** Rejects only for bugs. */
type DeleteLayerVersion = (ref: DeletableLayerRef) => Promise<DeleteAnswer>;

export interface AttachedNow {
  readonly attached: Reading<AttachedLayers>;
  readonly readAt: Instant;
}

export interface LayerAccess {
  readonly attachedNow: (region: Region) => Promise<AttachedNow>;
  readonly versionsNow: (
    region: Region,
    layerName: string,
  ) => Promise<Reading<readonly LayerVersionFacts[]>>;
  readonly policyNow: (ref: DeletableLayerRef) => Promise<Reading<LayerPolicy>>;
  readonly deleteLayerVersion: DeleteLayerVersion;
}

/** What a slice will read, so that it can be listed with the fewest requests. */
export interface PruneWork {
  readonly account: AccountId;
  readonly regions: readonly {
    readonly region: Region;
    /** `region`: in one go, where that takes fewer requests. */
    readonly listing: 'region' | 'function';
    /** Whether the session may delete layer versions. */
    readonly layers: boolean;
  }[];
}

export type OpenForPruning = (work: PruneWork) => PruneAccess;

export interface PlannedAliases {
  readonly name: string;
  readonly aliases: readonly Alias[];
  readonly versions: readonly VersionFacts[];
}

/** One Region of which evidence is read again. */
export interface RenewedRegion {
  readonly region: Region;
  readonly checks: ReadonlySet<EvidenceCheck>;
  readonly left: ReadonlySet<string>;
  /** Their functions as planned. Applying reads them again and skips those that differ. */
  readonly functions: readonly PlannedAliases[];
}

interface RenewalRequest {
  readonly account: AccountId;
  /** `begun`: the checks that the state has begun with. */
  readonly regionsOf: (
    begun: (region: Region) => ReadonlySet<EvidenceCheck>,
  ) => readonly RenewedRegion[];
}

/** `listed`: keys of the versions that still exist. */
type RenewedEvidence =
  | {
      readonly kind: 'collected';
      readonly evidence: readonly Evidence[];
      readonly readings: readonly EvidenceReading[];
      readonly listed: ReadonlySet<string>;
    }
  | {
      readonly kind: 'unfinished';
      readonly state: string;
      readonly progress: PlanningProgress;
      readonly startedAt: Instant;
    };

/** Reads until `until` at the latest, with the read role. Rejects only for bugs: a failed read is evidence. */
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

/** What is still to be read in a Region. */
export type RegionLeft =
  | { readonly region: Region; readonly what: 'listing' | 'last-reads' }
  /** `versions`: how many unkept versions have checks that were not made. */
  | { readonly region: Region; readonly what: 'checks'; readonly versions: Count };

export interface PlanningProgress {
  readonly regions: Count;
  /** Regions read completely. */
  readonly read: Count;
  /** Absent when evidence is read again. */
  readonly listed?: { readonly functions: Count; readonly versions: Count; readonly layers: Count };
  readonly left: readonly RegionLeft[];
}

/** Reading may take several invocations: the next one continues from `state`. */
export type CollectedEvidence =
  | {
      readonly kind: 'collected';
      readonly inventory: PruneInventory;
      readonly evidence: readonly Evidence[];
      readonly readings: readonly EvidenceReading[];
      /** Absent where not requested. */
      readonly layers?: readonly RegionLayers[];
    }
  | { readonly kind: 'unfinished'; readonly state: string; readonly progress: PlanningProgress };

/** Reads until `until` at the latest, with the read role. Rejects only for bugs: a failed read is evidence. */
export type CollectEvidence = (
  request: EvidenceRequest,
  state: string | undefined,
  until: Instant,
) => Promise<CollectedEvidence>;
