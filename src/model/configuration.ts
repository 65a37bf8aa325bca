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

/** What people type where nothing says otherwise: the default of the setting `command`. */
export const USUAL_COMMAND = 'limits-watchdog';

/**
 * Whether an account carries production; `unstaged` where nobody has said. Only `nonprod` accounts can
 * ever be pruned.
 */
export const STAGES = ['prod', 'nonprod', 'unstaged'] as const;

export type Stage = (typeof STAGES)[number];

/** An account as people know it. */
export interface AccountRef {
  readonly id: AccountId;
  readonly name: string;
  readonly stage: Stage;
}

/**
 * A Region to measure. `origin` tells whether the configuration named it for this account (then not
 * being able to see it is a blind spot) or the list of defaults did.
 */
export interface ConfiguredRegion {
  readonly region: Region;
  readonly origin: 'account' | 'default';
}

export interface AccountConfiguration extends AccountRef {
  readonly regions: readonly ConfiguredRegion[];
  /** One rule per limit that is measured, overrides already applied. */
  readonly rules: readonly LimitRule[];
  /** Known limits without a rule. Absent: none. */
  readonly leftOut?: readonly LeftOutLimit[];
  /** Locks of pruning that only the configuration can open, and only in part. */
  readonly prune: {
    /** The name holds a word for production, and the account carries none all the same. */
    readonly nameMisleads: boolean;
    /** A request may ask to go beyond the cap of a plan. */
    readonly liftsCap: boolean;
    /** A request may keep fewer of the newest versions than `versions.keepNewest`. */
    readonly allowsFewer: boolean;
    /** A request may ask for unused layer versions to be deleted, too. */
    readonly allowsLayers: boolean;
  };
}

/** Which published versions are not counted as old (prune-safety rules 3 to 5). */
export interface VersionRetention {
  /** The newest N published versions of each function. */
  readonly keepNewest: number;
  /** The N versions right below each aliased or weighted one: where a rollback goes. */
  readonly keepBelowAlias: number;
  readonly minimumAgeDays: number;
  /** Functions, by glob, of which no version is ever old. */
  readonly keepFunctions: readonly string[];
}

/** Alerts that go to a topic of their own. The first route that fits takes the notice; globs may hold `*` and `?`. */
export interface Route {
  /** Shown in the message, and kept in its thread: `payments`. */
  readonly name: string;
  /** Ids or names of accounts, as globs; all when empty. */
  readonly accounts: readonly string[];
  /** All when empty. */
  readonly stages: readonly Stage[];
  /** Limit ids, as globs; all when empty. */
  readonly limits: readonly string[];
  readonly topicArn: TopicArn;
}

/** A known state of affairs that nobody needs to hear of until a moment. */
export interface Mute {
  /** Ids or names of accounts, Regions and limit ids, as globs; each covers all when empty. */
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  readonly limits: readonly string[];
  /** It is meant to cover everything that is watched; without this, one that does is a fault. */
  readonly everything?: true;
  readonly until: Instant;
  readonly owner: string;
  readonly reason: string;
  /** Of one that is kept in the state bucket: what `unmute` takes. Absent for those in `watchdog.yml`. */
  readonly id?: string;
  /** Who made a kept one, as stated and not verified. */
  readonly statedBy?: string;
}

export interface AlertSettings {
  /** Receives what no route takes. */
  readonly topicArn: TopicArn;
  /** Addresses that are to be subscribed to `topicArn`. */
  readonly emails: readonly string[];
  /** Receives the notification form of Amazon Q Developer in chat applications, and nothing else. */
  readonly chatTopicArn?: TopicArn;
  /** Receives an event of each notice that is a transition. No event counts as an alert sent. */
  readonly eventBusArn?: EventBusArn;
  /** Address of the team's page on what to do about an alert. */
  readonly runbook?: string;
  readonly routes: readonly Route[];
  readonly mutes: readonly Mute[];
  /** Told again while it stays bad. */
  readonly remindCriticalHours: number;
  readonly remindWarnHours: number;
  /** An alert is over this many percentage points below its threshold. */
  readonly clearPoints: number;
  /** "Full within" so many days is a warning. */
  readonly forecastDays: number;
}

/** Of the watchdog's own problems, and of what people on call are called for. */
interface HealthSettings {
  readonly topicArn: TopicArn;
  /** Addresses that are to be subscribed to `topicArn`. */
  readonly emails: readonly string[];
  /** Address of docs/operations.md, to which each alarm adds its anchor. Absent: its path. */
  readonly runbook?: string;
  /** At which an alarm goes off on the fullest quota of production. Absent: there is no such alarm. */
  readonly productionPercent?: number;
}

/** Roles besides the watchdog's own that may write to the state bucket, or invoke its functions. */
export interface AccessSettings {
  /** May write and delete everything in the bucket, and invoke plan, prune and mute, whatever is said here. */
  readonly breakGlassRoles: readonly RoleArn[];
  /** Of the plan function. Absent, here and below: those whom the policies of the tooling account allow. */
  readonly mayPlan?: readonly RoleArn[];
  /** Of the prune function. */
  readonly mayPrune?: readonly RoleArn[];
  /** Of the mute function. */
  readonly mayMute?: readonly RoleArn[];
}

/**
 * `watchdog.yml`, validated: nothing left to default, everything plain data. With `discovery`, its
 * accounts are only those that the file lists itself; the others are found out in each run.
 */
export interface ConfigurationFile extends Omit<Configuration, 'discovery'> {
  readonly discovery?: Discovery;
}

/** Whether the file says itself what all of its accounts are. */
export function isComplete(file: ConfigurationFile): file is Configuration {
  return file.discovery === undefined;
}

/** The configuration of `file` with all `accounts` that it came to. */
export function withAccounts(
  { discovery: _settled, ...file }: ConfigurationFile,
  accounts: readonly AccountConfiguration[],
): Configuration {
  return { ...file, accounts };
}

/** What a run works with: all accounts are known. */
export interface Configuration {
  /** Name of this deployment, in session names, messages and metrics. */
  readonly deployment: string;
  /** What people type to run the command line: `limits-watchdog`. */
  readonly command: string;
  /** One invocation for a whole run, or a state machine that measures batches of targets side by side. */
  readonly engine: 'one-lambda' | 'distributed';
  readonly tooling: { readonly account: AccountId; readonly region: Region };
  readonly role: {
    readonly name: RoleName;
    /** IAM path of the read and the prune role. Absent: `/`. */
    readonly path?: string;
    readonly externalId: ExternalId;
    /** That callers of the roles must belong to. Absent: any. */
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
  /** Where the watchdog keeps what it must remember between runs. */
  readonly state: { readonly bucket: string; readonly key: string };
  readonly access: AccessSettings;
  /** Whether the largest functions of non-production accounts are asked how their code is stored. */
  readonly readStorageMode: boolean;
  readonly accounts: readonly AccountConfiguration[];
  /** There is nothing left to find out. */
  readonly discovery?: never;
  readonly versions: VersionRetention;
  /** `perRegion`: metrics per account and Region too. CloudWatch bills each metric. */
  /** Quotas that are watched by their codes, besides limits of the catalogue. Absent: none. */
  readonly quotas?: readonly WatchedQuota[];
  /** Quotas whose increase is requested. Absent: none is. */
  readonly increases?: IncreaseSettings;
  readonly metrics: {
    readonly perRegion: boolean;
    /** Limits of sets that have a metric of their own. Absent: none. */
    readonly limits?: readonly LimitId[];
  };
}
