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
import type { Evidence, EvidenceCheck } from './model/evidence.ts';
import type { EvidenceReading } from './model/evidence-reading.ts';
import type { Alias, PruneInventory, Reading, VersionFacts } from './model/inventory.ts';
import type { Instant } from '../model/time.ts';
import type { PruneFilters } from './model/prune-plan.ts';
import type { ReadFailure } from '../model/failure.ts';
import type { SkipReason } from './model/reason.ts';

/** Documents by name, each written once and never changed. Both reject when it is unknown what is there, such as when access is denied. */
export interface PruneStore {
  /** `undefined`: there is no such document. */
  read(name: string): Promise<string | undefined>;
  /** `exists`: it has another text. Writing the same text again is `created`. */
  create(name: string, text: string): Promise<'created' | 'exists'>;
  locationOf(name: string): string;
}

/** Which plans are stored. Both reject when it is unknown, such as when access is denied. */
export interface ListPlans {
  /** Ids of plans that are whole, the newest first. */
  readonly planIds: () => Promise<readonly string[]>;
  /** Whether a deletion of the plan was intended. */
  readonly hasBegun: (planId: string) => Promise<boolean>;
}

/** The right to prune one account and Region, until a moment. */
export type Lease =
  | { readonly kind: 'held'; readonly release: () => Promise<void> }
  /** Another run has it, at most until then. */
  | { readonly kind: 'busy'; readonly until: Instant; readonly runId: string };

export type TakeLease = (account: AccountId, region: Region, until: Instant) => Promise<Lease>;

/**
 * What became of one request to delete a version.
 * - `not-found`: there is nothing to delete; AWS answers so for a function, and 204 for a version
 * - `unanswered`: it is unknown whether it was deleted; asking again does no harm
 * - `denied`: the policy allows no deletion
 */
export type DeleteAnswer =
  | { readonly kind: 'deleted' }
  | { readonly kind: 'skipped'; readonly reason: SkipReason }
  | { readonly kind: 'failed'; readonly failure: ReadFailure }
  | { readonly kind: 'not-found' | 'unanswered' | 'denied'; readonly failure: ReadFailure };

/** Requests that are unsent when `stop` aborts stay unsent (`unanswered`, out of time). Rejects only for bugs. */
type DeleteVersion = (ref: DeletableRef, stop?: AbortSignal) => Promise<DeleteAnswer>;

/** Code storage of one account and Region, both from one answer. */
export interface CodeStorage {
  readonly used: Bytes;
  /** Absent when AWS did not say. */
  readonly limit?: Bytes;
}

/** Code storage of one Region at a moment, or why it could not be read. */
export interface RegionStorage {
  readonly region: Region;
  readonly at: Instant;
  readonly storage: Reading<CodeStorage>;
}

/** Code storage of one account now, Region by Region. Rejects only for bugs. */
export type ReadCodeStorage = (
  account: AccountId,
  regions: readonly Region[],
) => Promise<readonly RegionStorage[]>;

/** One account in a slice of deletions, with credentials of its own. */
export interface PruneAccess {
  /** Of the credentials that delete. */
  readonly identity: () => Promise<CallerIdentity>;
  readonly codeStorage: (region: Region) => Promise<Reading<CodeStorage>>;
  /** As listed in this slice. */
  readonly versionsListed: (
    region: Region,
    functionName: string,
  ) => Promise<Reading<readonly VersionFacts[]>>;
  /** Function, tags and mappings, read again; without the policies of its versions. */
  readonly functionNow: (region: Region, functionName: string) => Promise<FreshFunction>;
  /** The resource policy of each, and of each of their functions. */
  readonly policiesNow: (
    region: Region,
    refs: readonly DeletableRef[],
  ) => Promise<readonly Evidence[]>;
  readonly deleteVersion: DeleteVersion;
  /** As AWS lists them now: never what was listed before. */
  readonly versionsNow: (
    region: Region,
    functionName: string,
  ) => Promise<Reading<readonly VersionFacts[]>>;
  /** Absent where the slice was opened for no layers. */
  readonly layers?: LayerAccess;
}

/** Rejects only for bugs. */
type DeleteLayerVersion = (ref: DeletableLayerRef) => Promise<DeleteAnswer>;

export interface AttachedNow {
  readonly attached: Reading<AttachedLayers>;
  readonly readAt: Instant;
}

/** The layers of one account in a slice of deletions. */
export interface LayerAccess {
  readonly attachedNow: (region: Region) => Promise<AttachedNow>;
  readonly versionsNow: (
    region: Region,
    layerName: string,
  ) => Promise<Reading<readonly LayerVersionFacts[]>>;
  readonly policyNow: (ref: DeletableLayerRef) => Promise<Reading<LayerPolicy>>;
  readonly deleteLayerVersion: DeleteLayerVersion;
}

/** What a slice will read of an account, so that it can be listed with the fewest requests. */
export interface PruneWork {
  readonly account: AccountId;
  readonly regions: readonly {
    readonly region: Region;
    /** Whole Regions are listed in one go where that takes fewer requests. */
    readonly listing: 'region' | 'function';
    /** Whether the session may delete layer versions. */
    readonly layers: boolean;
  }[];
}

export type OpenForPruning = (work: PruneWork) => PruneAccess;

/** A function of a plan with its aliases and its remaining versions. */
export interface PlannedAliases {
  readonly name: string;
  readonly aliases: readonly Alias[];
  readonly versions: readonly VersionFacts[];
}

/** One Region of a plan of which evidence is to be read again. */
export interface RenewedRegion {
  readonly region: Region;
  readonly checks: ReadonlySet<EvidenceCheck>;
  /** Keys of the versions that remain to be deleted. */
  readonly left: ReadonlySet<string>;
  /** Their functions, as planned: applying reads them again, and skips those that differ. */
  readonly functions: readonly PlannedAliases[];
}

interface RenewalRequest {
  readonly account: AccountId;
  /** `begun` are the checks that the state has begun with. */
  readonly regionsOf: (
    begun: (region: Region) => ReadonlySet<EvidenceCheck>,
  ) => readonly RenewedRegion[];
}

/** What was read again; `listed` has the keys of the versions that still exist. */
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
  /** Whether layers are read. */
  readonly layers: boolean;
}

/** What remains to be read in a Region before a plan can be made. */
export type RegionLeft =
  | { readonly region: Region; readonly what: 'listing' | 'last-reads' }
  /** How many versions that nothing keeps so far have checks that were not made. */
  | { readonly region: Region; readonly what: 'checks'; readonly versions: Count };

/** How far reading for a plan is. */
export interface PlanningProgress {
  readonly regions: Count;
  /** Regions of which all is read. */
  readonly read: Count;
  /** Absent where evidence of a plan is read again. */
  readonly listed?: { readonly functions: Count; readonly versions: Count; readonly layers: Count };
  readonly left: readonly RegionLeft[];
}

/** Reading for a plan may take more than one invocation: the next one continues from `state`. */
export type CollectedEvidence =
  | {
      readonly kind: 'collected';
      readonly inventory: PruneInventory;
      readonly evidence: readonly Evidence[];
      /** When each source was read. */
      readonly readings: readonly EvidenceReading[];
      /** Absent where the request did not ask for layers. */
      readonly layers?: readonly RegionLayers[];
    }
  | { readonly kind: 'unfinished'; readonly state: string; readonly progress: PlanningProgress };

/** Reads until `until` at the latest, with the read role. Rejects only for bugs: a failed read is evidence. */
export type CollectEvidence = (
  request: EvidenceRequest,
  state: string | undefined,
  until: Instant,
) => Promise<CollectedEvidence>;
