import type { AlertMessage } from './model/alert.ts';
import type { AccountId, Region, TopicArn } from './model/aws-ids.ts';
import type { AccountConfiguration, VersionRetention } from './model/configuration.ts';
import type { Attempt } from './model/doctor.ts';
import type { RolePresence } from './model/prune-role.ts';
import type { AccountList, KeptList, OrganisationAccount } from './model/discovery.ts';
import type { LimitId } from './model/limit.ts';
import type { Finding, Measurement } from './model/finding.ts';
import type { ReadFailure } from './model/failure.ts';
import type { MetricDocument } from './model/metrics.ts';
import type { Evidence } from './model/prune-evidence.ts';
import type {
  AttachedLayers,
  DeletableLayerRef,
  LayerPolicy,
  LayerVersionFacts,
  RegionLayers,
} from './model/prune-layers.ts';
import type { AccountNow } from './model/discovery.ts';
import type { CallerIdentity, FreshFunction } from './model/prune-guard.ts';
import type { FunctionListing, PruneInventory, Reading } from './model/prune-inventory.ts';
import type { PruneFilters } from './model/prune-plan.ts';
import type { SkipReason } from './model/prune-reasons.ts';
import type { FactId, FactResult, Removal } from './model/prove.ts';
import type { DeletableRef } from './model/prune-version.ts';
import type { Traffic, WatchOutcome } from './model/report.ts';
import type { ReportedPrunes } from './model/run-report.ts';
import type { TopicProblem, TopicReading, WatchedTopic } from './model/subscriptions.ts';
import type { Target } from './model/target.ts';
import type { Instant } from './model/time.ts';
import type { Bytes } from './model/units.ts';
import type { WatchState } from './model/watch-state.ts';

/** Time as an argument: real in Lambda, made by hand in tests. */
export interface Clock {
  now(): Instant;
  /** Resolves after `ms`; rejects with the signal's reason as soon as it aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/**
 * Measures every limit of a target's scope. Resolves to one measurement per limit, whatever AWS
 * answers: a read that fails is a measurement of its own, and rejecting is reserved for bugs.
 */
export type MeasureTarget = (
  account: AccountConfiguration,
  target: Target,
) => Promise<ReadonlyMap<LimitId, Measurement>>;

/** What became of one message. */
export type Publication =
  | { readonly published: true; readonly messageId: string }
  | { readonly published: false; readonly failure: ReadFailure };

/** One request each. Resolves whatever SNS answers. */
export interface Publish {
  /** A body per protocol. */
  readonly alert: (message: AlertMessage) => Promise<Publication>;
  /** The text as it is, for receivers that take nothing else. */
  readonly bare: (topicArn: TopicArn, text: string) => Promise<Publication>;
}

/** Who subscribes to each topic, in the order of the topics. Rejects only for bugs: a failed read is a reading. */
export type ReadSubscriptions = (
  topics: readonly WatchedTopic[],
) => Promise<readonly TopicReading[]>;

export type EmitMetrics = (documents: readonly MetricDocument[]) => void;

/** Which content of the store a save replaces: the tag that it was read or saved under, or none at all. */
export type Replaced = { readonly tag: string } | 'nothing';

/** What the store holds. What could not be told is never taken for `missing`. */
export type LoadedState =
  | { readonly kind: 'found'; readonly state: WatchState; readonly tag: string }
  | { readonly kind: 'missing' }
  /**
   * What is stored is not this deployment's state. It was copied elsewhere, so that it can be replaced.
   * `restored` is the newest earlier version that can be read; `problem` says all this to a person.
   */
  | {
      readonly kind: 'set-aside';
      readonly problem: string;
      readonly restored?: WatchState;
      readonly tag: string;
    }
  /** `problem`, where the failure alone does not say what is wrong. */
  | { readonly kind: 'unreadable'; readonly failure: ReadFailure; readonly problem?: string };

/** What became of a save. After `failed` it may have been stored all the same, or may still be. */
export type SavedState =
  | { readonly kind: 'saved'; readonly tag: string }
  /** Somebody else has saved since. */
  | { readonly kind: 'lost' }
  | { readonly kind: 'failed'; readonly failure: ReadFailure };

/** The alert memory of one deployment, as one run uses it. A save replaces only what it says it replaces. */
export interface StateStore {
  load(): Promise<LoadedState>;
  save(state: WatchState, replaced: Replaced): Promise<SavedState>;
}

/** Every account of the organisation, or why there is no list. Rejects only for bugs. */
export type ListOrganisation = () => Promise<
  | { readonly kind: 'listed'; readonly accounts: readonly OrganisationAccount[] }
  | { readonly kind: 'failed'; readonly failure: ReadFailure }
>;

/** What the organisation says of one account now. Rejects only for bugs. */
export type ReadAccountNow = (account: AccountId) => Promise<AccountNow>;

/** The last list of accounts, for those who cannot list the organisation. Rejects only for bugs. */
export interface AccountListStore {
  load(): Promise<KeptList>;
  /** @returns why it is not kept, if so. To be second to another run is no failure. */
  save(list: AccountList, replaced: Replaced): Promise<ReadFailure | undefined>;
}

/** Structured log lines of a watch run. */
export interface WatchLog {
  finding(finding: Finding): void;
  publication(publication: Publication): void;
  /** What became of the alert memory, in one line. */
  memory(line: string): void;
  /** What is wrong with the subscriptions of a topic. */
  subscriptions(problem: TopicProblem): void;
  /** Why the report of the run could not be kept. */
  reportNotKept(failure: ReadFailure): void;
  run(outcome: WatchOutcome): void;
}

/** Where reports of runs are kept. */
export interface ReportPorts {
  /** @returns why it could not be kept, if not. Rejects only for bugs. */
  readonly put: (
    name: string,
    text: string,
    contentType: string,
  ) => Promise<ReadFailure | undefined>;
  /** The digest of a text in base64, for the page's policy. */
  readonly sha256: (text: string) => string;
  /** What is not kept by then is not begun. */
  readonly until: Instant;
}

/** What judging, telling, remembering and reporting ask of the world. */
export interface JudgePorts {
  readonly clock: Clock;
  readonly publish: Publish;
  readonly subscriptions: ReadSubscriptions;
  readonly store: StateStore;
  readonly emit: EmitMetrics;
  /** How prunes ended lately. Resolves whatever AWS answers. */
  readonly prunes: () => Promise<ReportedPrunes>;
  readonly reports: ReportPorts;
  readonly traffic: () => Traffic;
  readonly log: WatchLog;
}

/** Whether an account has a prune role, by one request with the read role. Rejects only for bugs. */
export type ReadPruneRole = (account: AccountConfiguration) => Promise<RolePresence>;

/** Everything that a watch run in one invocation asks of the world. */
export interface WatchPorts extends JudgePorts {
  readonly measure: MeasureTarget;
  readonly pruneRole: ReadPruneRole;
}

/**
 * What pruning keeps: documents by name, each written once and never changed. Reading and creating
 * reject when nobody can tell what is there, such as when access is denied.
 */
export interface PruneStore {
  /** `undefined`: there is no such document. */
  read(name: string): Promise<string | undefined>;
  /** `exists`: somebody else has written it. To write the same once more is `created`. */
  create(name: string, text: string): Promise<'created' | 'exists'>;
  /** Where a person finds it. */
  locationOf(name: string): string;
}

/** A document of a run, or why it could not be read. */
export type StageDocument =
  | { readonly kind: 'read'; readonly text: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'failed'; readonly failure: ReadFailure };

/** What the stages of one distributed run hand each other: documents by name, each written once. */
export interface StageStore {
  read(name: string): Promise<StageDocument>;
  /** What is there already stays: it is that of the same stage, delivered twice. Rejects when it was not stored. */
  create(name: string, text: string): Promise<void>;
  /** As the state machine finds it. */
  keyOf(name: string): string;
  /** Undefined for a key that is not of this run. */
  nameOf(key: string): string | undefined;
}

/** The right to prune one account and Region, until a moment. */
export type Lease =
  | { readonly kind: 'held'; readonly release: () => Promise<void> }
  /** Another run has it, at most until then. */
  | { readonly kind: 'busy'; readonly until: Instant; readonly runId: string };

export type TakeLease = (account: AccountId, region: Region, until: Instant) => Promise<Lease>;

/** What became of one request to delete a version. */
export type DeleteAnswer =
  | { readonly kind: 'deleted' }
  | { readonly kind: 'skipped'; readonly reason: SkipReason }
  | { readonly kind: 'failed'; readonly failure: ReadFailure }
  /** Nobody knows whether it was deleted; to ask again does no harm. */
  | { readonly kind: 'unanswered'; readonly failure: ReadFailure }
  /** No version can be deleted: the policy does not allow it. */
  | { readonly kind: 'denied'; readonly failure: ReadFailure };

/**
 * Takes nothing but the number of a published version. What `stop` finds unsent stays unsent
 * (`unanswered`, out of time). Rejects only for bugs.
 */
export type DeleteVersion = (ref: DeletableRef, stop?: AbortSignal) => Promise<DeleteAnswer>;

/** Code storage of one account and Region, both from one answer. */
export interface CodeStorage {
  readonly used: Bytes;
  /** Absent when AWS did not say. */
  readonly limit?: Bytes;
}

/** One account as a slice of deletions sees it, with credentials of its own. */
export interface PruneAccess {
  /** Whose the credentials are that delete. */
  readonly identity: () => Promise<CallerIdentity>;
  readonly codeStorage: (region: Region) => Promise<Reading<CodeStorage>>;
  /** What an earlier slice listed, taken for as long as it is recent enough. */
  readonly recall: (region: Region, listings: readonly FunctionListing[]) => void;
  /** What is known of which versions there are, listed or recalled. */
  readonly listings: (region: Region) => readonly FunctionListing[];
  /** Function, tags and mappings once more, but for the policies of its versions. */
  readonly functionNow: (region: Region, functionName: string) => Promise<FreshFunction>;
  /** The resource policy of each. */
  readonly policiesNow: (refs: readonly DeletableRef[]) => Promise<readonly Evidence[]>;
  readonly deleteVersion: DeleteVersion;
  /** Absent where the slice was opened for no layers. */
  readonly layers?: LayerAccess;
}

/** Takes nothing but the number of a layer version. Rejects only for bugs. */
export type DeleteLayerVersion = (ref: DeletableLayerRef) => Promise<DeleteAnswer>;

/** What functions attach, and when the reading of it began. */
export interface AttachedNow {
  readonly attached: Reading<AttachedLayers>;
  readonly readAt: Instant;
}

/** The layers of one account as a slice of deletions sees them. */
export interface LayerAccess {
  readonly attachedNow: (region: Region) => Promise<AttachedNow>;
  readonly versionsNow: (
    region: Region,
    layerName: string,
  ) => Promise<Reading<readonly LayerVersionFacts[]>>;
  readonly policyNow: (ref: DeletableLayerRef) => Promise<Reading<LayerPolicy>>;
  readonly deleteLayerVersion: DeleteLayerVersion;
}

/** What a slice will ask of an account, so that the cheaper way of listing can be taken. */
export interface PruneWork {
  readonly account: AccountId;
  readonly regions: readonly {
    readonly region: Region;
    /** Whole Regions are listed in one go where that takes fewer requests. */
    readonly listing: 'region' | 'function';
    /** Layer versions are deleted there: only then may the session do so. */
    readonly layers: boolean;
  }[];
}

export type OpenForPruning = (work: PruneWork) => PruneAccess;

/** What a plan is to be made of. */
export interface EvidenceRequest {
  readonly account: AccountConfiguration;
  readonly regions: readonly Region[];
  readonly filters: PruneFilters;
  readonly retention: VersionRetention;
  /** Whether layers are read, too: without it no request about them is made. */
  readonly layers: boolean;
}

/** Reading for a plan may take longer than one invocation: then `state` is where it goes on. */
export type CollectedEvidence =
  | {
      readonly kind: 'collected';
      readonly inventory: PruneInventory;
      readonly evidence: readonly Evidence[];
      /** Absent where nobody asked for them. */
      readonly layers?: readonly RegionLayers[];
    }
  | { readonly kind: 'unfinished'; readonly state: string; readonly progress: string };

/** Reads until `until` at the latest, with the read role. Rejects only for bugs: a failed read is evidence. */
export type CollectEvidence = (
  request: EvidenceRequest,
  state: string | undefined,
  until: Instant,
) => Promise<CollectedEvidence>;

/** One account as the doctor tries it, with a session of the read role. Nothing rejects for what AWS answers. */
export interface AccountExaminer {
  /** Whether the role can be assumed. */
  readonly role: () => Promise<Attempt>;
  /** Whose the session is, by its own credentials. */
  readonly identity: () => Promise<CallerIdentity>;
  /** Tries one IAM action with one request. */
  readonly attempt: (action: string, region: Region) => Promise<Attempt>;
  readonly pruneRole: () => Promise<RolePresence>;
}

export type ExamineAccount = (account: AccountConfiguration) => AccountExaminer;

/** One or more questions about AWS, with the steps that answer them. */
export interface Experiment {
  readonly facts: readonly FactId[];
  /** For a person: `a function with 2 versions`. */
  readonly makes: string;
  /** One result for each fact. Resolves whatever AWS answers. */
  readonly run: () => Promise<readonly FactResult[]>;
}

/** One run of experiments in an account. */
export interface ProveLab {
  readonly experiments: readonly Experiment[];
  /** Removes all that the run has made or may have made, whatever became of it. Resolves whatever AWS answers. */
  readonly remove: () => Promise<Removal>;
}
