import type {
  AccountId,
  EventBusArn,
  ExternalId,
  Region,
  RoleArn,
  RoleName,
  TopicArn,
} from './aws-ids.ts';
import type { DeploySettings } from './deploy/deploy-settings.ts';
import type { Discovery } from './discovery.ts';
import type { IncreaseSettings } from './increase/increase.ts';
import type { LeftOutLimit, LimitId, LimitRule } from './limit.ts';
import type { Instant } from './time.ts';
import type { WatchedQuota } from './limit-choice/watched-quota.ts';

/** The default of the setting `command`. */
export const USUAL_COMMAND = 'limits-watchdog';

/** Whether an account is for production; `unstaged` where that is not known. Only `nonprod` accounts are pruned. */
export const STAGES = ['prod', 'nonprod', 'unstaged'] as const;

export type Stage = (typeof STAGES)[number];

export interface AccountRef {
  readonly id: AccountId;
  readonly name: string;
  readonly stage: Stage;
}

/** A Region to measure. Where the configuration names it for this account, a Region that is not enabled is a blind spot. */
export interface ConfiguredRegion {
  readonly region: Region;
  readonly origin: 'account' | 'default';
}

export interface AccountConfiguration extends AccountRef {
  readonly regions: readonly ConfiguredRegion[];
  /** One for each limit that is measured, overrides applied. */
  readonly rules: readonly LimitRule[];
  /** Known limits without a rule. Absent: none. */
  readonly leftOut?: readonly LeftOutLimit[];
  /** What only the configuration can permit. */
  readonly prune: {
    /** The name has a word for production, but the account is not for production. */
    readonly nameMisleads: boolean;
    /** A request may exceed the cap of a plan. */
    readonly liftsCap: boolean;
    /** A request may keep fewer of the newest versions than `versions.keepNewest`. */
    readonly allowsFewer: boolean;
    /** A request may include unused layer versions. */
    readonly allowsLayers: boolean;
  };
}

/** Which published versions are not counted as old (prune-safety rules 3 to 5). */
export interface VersionRetention {
  /** The newest N published versions of each function. */
  readonly keepNewest: number;
  /** The N versions right below each aliased or weighted one, for a rollback. */
  readonly keepBelowAlias: number;
  readonly minimumAgeDays: number;
  /** Functions, by glob, of which no version is ever old. */
  readonly keepFunctions: readonly string[];
}

/** The accounts that something is for; an empty list names all. */
export interface AccountSelection {
  /** Ids or names, as globs. */
  readonly accounts: readonly string[];
  readonly stages: readonly Stage[];
}

/** Alerts that go to a topic of their own. The first route that fits counts; globs may have `*` and `?`. */
export interface Route extends AccountSelection {
  /** Shown in the message, and part of the key of its thread: `payments`. */
  readonly name: string;
  /** Limit ids, as globs; all when empty. */
  readonly limits: readonly string[];
  readonly topicArn: TopicArn;
}

export interface Mute {
  /** Ids or names of accounts, Regions and limit ids, as globs; each covers all when empty. */
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  readonly limits: readonly string[];
  /** A mute that covers everything that is watched is a fault without this. */
  readonly everything?: true;
  readonly until: Instant;
  readonly owner: string;
  readonly reason: string;
  /** Of one in the state bucket, for `unmute`. Absent for those in `watchdog.yml`. */
  readonly id?: string;
  /** Who made one in the state bucket; as stated, not verified. */
  readonly statedBy?: string;
}

export interface AlertSettings {
  /** For notices without a route. */
  readonly topicArn: TopicArn;
  /** Addresses that are to be subscribed to `topicArn`. */
  readonly emails: readonly string[];
  /** Receives the notification form of Amazon Q Developer in chat applications, and nothing else. */
  readonly chatTopicArn?: TopicArn;
  /** Receives an event for each notice that is a transition. An event is not an alert. */
  readonly eventBusArn?: EventBusArn;
  /** Address of the team's page about alerts. */
  readonly runbook?: string;
  readonly routes: readonly Route[];
  readonly mutes: readonly Mute[];
  /** Hours between reminders. */
  readonly remindCriticalHours: number;
  readonly remindWarnHours: number;
  /** An alert is resolved this many percentage points below its threshold. */
  readonly clearPoints: number;
  /** "Full within" so many days is a warning. */
  readonly forecastDays: number;
}

/** For the watchdog's own problems, and for alarms that page people on call. */
interface HealthSettings {
  readonly topicArn: TopicArn;
  /** Addresses that are to be subscribed to `topicArn`. */
  readonly emails: readonly string[];
  /** Address of docs/operations.md, to which each alarm adds its anchor. Absent: its path. */
  readonly runbook?: string;
  /** An alarm goes off when the fullest quota of production reaches it. Absent: no such alarm. */
  readonly productionPercent?: number;
}

/** Roles besides the watchdog's own that may write to the state bucket, or invoke its functions. */
export interface AccessSettings {
  /** May write and delete everything in the bucket, and always invoke plan, prune and mute. */
  readonly breakGlassRoles: readonly RoleArn[];
  /** May invoke the plan function. Absent, here and below: all that the policies of the tooling account allow. */
  readonly mayPlan?: readonly RoleArn[];
  readonly mayPrune?: readonly RoleArn[];
  readonly mayMute?: readonly RoleArn[];
}

/** `watchdog.yml`, validated, with all defaults. With `discovery`, `accounts` has only those that the file lists. */
export interface ConfigurationFile extends Omit<Configuration, 'discovery'> {
  readonly discovery?: Discovery;
}

/** Whether the file lists all accounts. */
export function isComplete(file: ConfigurationFile): file is Configuration {
  return file.discovery === undefined;
}

/** The configuration of `file` with all `accounts`, discovered ones included. */
export function withAccounts(
  { discovery: _resolved, ...file }: ConfigurationFile,
  accounts: readonly AccountConfiguration[],
): Configuration {
  return { ...file, accounts };
}

/** The configuration of a run: all accounts are known. */
export interface Configuration {
  /** Name of this deployment, in session names, messages and metrics. */
  readonly deployment: string;
  /** The command line as people type it: `limits-watchdog`. */
  readonly command: string;
  /** One invocation for a whole run, or a state machine that measures batches of targets side by side. */
  readonly engine: 'one-lambda' | 'distributed';
  readonly tooling: { readonly account: AccountId; readonly region: Region };
  readonly role: {
    readonly name: RoleName;
    /** IAM path of the read and the prune role. Absent: `/`. */
    readonly path?: string;
    readonly externalId: ExternalId;
    /** Callers of the roles must belong to it. Absent: any. */
    readonly organizationId?: string;
    /** Of the read and the prune role: the name of a managed policy of each account, or the ARN of one of AWS's. */
    readonly permissionsBoundary?: string;
    /** Whether reviews may read evidence in accounts that are never pruned. Absent: no. */
    readonly reviewEvidence?: boolean;
  };
  /** How the stack is made. Absent: all by default. */
  readonly deploy?: DeploySettings;
  readonly alerts: AlertSettings;
  readonly health: HealthSettings;
  /** Where the state is. */
  readonly state: { readonly bucket: string; readonly key: string };
  readonly access: AccessSettings;
  /** Whether runs read how the code of the largest functions of non-production accounts is stored. */
  readonly readStorageMode: boolean;
  readonly accounts: readonly AccountConfiguration[];
  readonly discovery?: never;
  readonly versions: VersionRetention;
  /** Quotas that are watched by code, beside the limits of the catalogue. Absent: none. */
  readonly quotas?: readonly WatchedQuota[];
  /** Quotas whose increase is requested. Absent: none is. */
  readonly increases?: IncreaseSettings;
  readonly metrics: {
    /** Metrics for each account and Region too. CloudWatch bills each metric. */
    readonly perRegion: boolean;
    /** Limits of sets that have a metric of their own. Absent: none. */
    readonly limits?: readonly LimitId[];
  };
}
