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

/** The default of the setting `command` in `watchdog.yml`. */
export const USUAL_COMMAND = 'limits-watchdog';

/** The stage of an account; `unstaged` when it is not known. Only `nonprod` accounts are pruned. */
export const STAGES = ['prod', 'nonprod', 'unstaged'] as const;

export type Stage = (typeof STAGES)[number];

export interface AccountRef {
  readonly id: AccountId;
  readonly name: string;
  readonly stage: Stage;
}

/**
 * A Region in which an account is measured. `origin` says whether the configuration lists the Region for this
 * account or as a default for all. A Region that is not enabled is a blind spot only in the first case.
 */
export interface ConfiguredRegion {
  readonly region: Region;
  readonly origin: 'account' | 'default';
}

export interface AccountConfiguration extends AccountRef {
  readonly regions: readonly ConfiguredRegion[];
  /** The thresholds of each limit that is measured in the account, with the overrides for the account applied. */
  readonly rules: readonly LimitRule[];
  /** The limits that an exception of the configuration leaves out. Absent when there are none. */
  readonly leftOut?: readonly LeftOutLimit[];
  /** Permissions for pruning that only the configuration can give. */
  readonly prune: {
    /** The name of the account contains a word for production, but the account is not for production. */
    readonly nameMisleads: boolean;
    /** A request to prune may exceed the maximum number of deletions in a plan. */
    readonly liftsCap: boolean;
    /** A request to prune may keep fewer of the newest versions than `versions.keepNewest`. */
    readonly allowsFewer: boolean;
    /** A request to prune may include unused layer versions. */
    readonly allowsLayers: boolean;
  };
}

/** The settings by which a published version is kept, and so not counted as old. */
export interface VersionRetention {
  /** The number of newest published versions of each function that are kept. */
  readonly keepNewest: number;
  /** For rollbacks, the number of next lower versions that are kept below each version that an alias routes to. */
  readonly keepBelowAlias: number;
  readonly minimumAgeDays: number;
  /** Globs of function names. Every version of a function that matches one of them is kept. */
  readonly keepFunctions: readonly string[];
}

/** The accounts to which a rule applies: those that match both lists. An empty list matches all accounts. */
export interface AccountSelection {
  /** Globs of account ids or names. */
  readonly accounts: readonly string[];
  readonly stages: readonly Stage[];
}

/** Sends certain alerts to a topic of its own. The first route that matches applies. Globs may have `*` and `?`. */
export interface Route extends AccountSelection {
  /** The name of the route, such as `payments`. Messages show it, and each route has a thread of its own in chat. */
  readonly name: string;
  /** Globs of limit ids. An empty list matches all limits. */
  readonly limits: readonly string[];
  readonly topicArn: TopicArn;
}

export interface Mute {
  /** Globs of account ids or names. Here, in `regions` and in `limits`, an empty list matches all. */
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  readonly limits: readonly string[];
  /** Required for a mute that matches everything; without it such a mute is a fault of the configuration. */
  readonly everything?: true;
  readonly until: Instant;
  readonly owner: string;
  readonly reason: string;
  /** The id that `unmute` takes; absent for a mute in `watchdog.yml`. */
  readonly id?: string;
  /** Who made the mute by a command, as stated and not verified; absent for a mute in `watchdog.yml`. */
  readonly statedBy?: string;
}

export interface AlertSettings {
  /** The topic for alerts that match no route. */
  readonly topicArn: TopicArn;
  /** E-mail addresses that the command `subscribe` subscribes to `topicArn`. */
  readonly emails: readonly string[];
  /** The topic for Amazon Q Developer in chat applications, which gets only the format of that service. */
  readonly chatTopicArn?: TopicArn;
  /** The event bus for changes of alerts. Reminders and muted alerts are not sent. Absent: no events. */
  readonly eventBusArn?: EventBusArn;
  /** The URL of the team's page about alerts, which messages link to. */
  readonly runbook?: string;
  readonly routes: readonly Route[];
  readonly mutes: readonly Mute[];
  /** Hours between reminders of an alert, by its level. */
  readonly remindCriticalHours: number;
  readonly remindWarnHours: number;
  /** An alert is resolved when usage is this many percentage points below the threshold. */
  readonly clearPoints: number;
  /** A forecast that a limit is reached within this number of days is a warning. */
  readonly forecastDays: number;
}

/** Settings for problems of the watchdog itself and for the CloudWatch alarms that page people on call. */
interface HealthSettings {
  readonly topicArn: TopicArn;
  /** E-mail addresses that the command `subscribe` subscribes to `topicArn`. */
  readonly emails: readonly string[];
  /** The URL of docs/operations.md, to which alarms add their anchor. Absent: alarms give the path. */
  readonly runbook?: string;
  /** An alarm goes off when the fullest quota of production reaches this percentage. Absent: no such alarm. */
  readonly productionPercent?: number;
}

/** Roles, besides those of the watchdog, that may write to the state bucket or invoke the functions. */
export interface AccessSettings {
  /** Roles that may write and delete everything in the bucket and invoke the plan, prune and mute functions. */
  readonly breakGlassRoles: readonly RoleArn[];
  /** Roles that may invoke the plan function. When a list is absent, IAM policies of the tooling account decide. */
  readonly mayPlan?: readonly RoleArn[];
  readonly mayPrune?: readonly RoleArn[];
  readonly mayMute?: readonly RoleArn[];
}

/** The content of `watchdog.yml` with all defaults. With `discovery`, `accounts` has only those that the file lists. */
export interface ConfigurationFile extends Omit<Configuration, 'discovery'> {
  readonly discovery?: Discovery;
}

/** Whether the file lists all accounts and none are discovered. */
export function isComplete(file: ConfigurationFile): file is Configuration {
  return file.discovery === undefined;
}

/** The configuration of a run: that of `file`, with all `accounts`, discovered ones included. */
export function withAccounts(
  { discovery: _resolved, ...file }: ConfigurationFile,
  accounts: readonly AccountConfiguration[],
): Configuration {
  return { ...file, accounts };
}

/** The configuration of a run. `accounts` contains all accounts, discovered ones included. */
export interface Configuration {
  /** The name of the deployment, used in session names, messages and metrics. */
  readonly deployment: string;
  /** The command line as people type it, such as `limits-watchdog`. */
  readonly command: string;
  /** Whether one Lambda invocation does a whole run, or a state machine measures batches of targets side by side. */
  readonly engine: 'one-lambda' | 'distributed';
  readonly tooling: { readonly account: AccountId; readonly region: Region };
  readonly role: {
    readonly name: RoleName;
    /** The IAM path of the read role and the prune role. Absent: `/`. */
    readonly path?: string;
    readonly externalId: ExternalId;
    /** The organization that callers of the roles must belong to. Absent: any. */
    readonly organizationId?: string;
    /**
     * The permissions boundary of both roles: the name of a policy in each account, or the ARN of an AWS
     * managed policy.
     */
    readonly permissionsBoundary?: string;
    /** Whether reviews may read evidence of use in accounts that are never pruned. Absent: no. */
    readonly reviewEvidence?: boolean;
  };
  /** The settings of the stack in the tooling account. Absent: defaults only. */
  readonly deploy?: DeploySettings;
  readonly alerts: AlertSettings;
  readonly health: HealthSettings;
  /** The S3 object that stores the state. */
  readonly state: { readonly bucket: string; readonly key: string };
  readonly access: AccessSettings;
  /** Whether runs read how the code of the largest functions of non-production accounts is stored. */
  readonly readStorageMode: boolean;
  readonly accounts: readonly AccountConfiguration[];
  readonly discovery?: never;
  readonly versions: VersionRetention;
  /** Quotas that the file names by their codes, watched in addition to the limits of the catalogue. Absent: none. */
  readonly quotas?: readonly WatchedQuota[];
  /** Which quota increases the watchdog may request. Absent: none. */
  readonly increases?: IncreaseSettings;
  readonly metrics: {
    /** Whether metrics are also written for each account and Region. CloudWatch bills each metric. */
    readonly perRegion: boolean;
    /** Limits of optional sets that get a metric of their own. Absent: none. */
    readonly limits?: readonly LimitId[];
  };
}
