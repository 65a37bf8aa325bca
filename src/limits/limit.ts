import type { AwsOperations } from '../aws/operations.ts';
import type { Probe } from '../aws/probe.ts';
import type { AccountId } from '../model/aws-ids.ts';
import type { VersionRetention } from '../model/configuration.ts';
import type { FigureTime, Measurement } from '../model/finding.ts';
import type { LimitDefinition, LimitRule, QuotaCode } from '../model/limit.ts';
import type { Instant } from '../model/time.ts';
import type { AccountSettings } from './account-settings.ts';
import type { RegionMemory } from './remembered/memory.ts';

/** What a limit may use to measure one account in one Region, or one account. */
export interface LimitReads {
  readonly account: AccountId;
  /** Paced and counted operations in the Region, or in the one that answers for the account's partition. */
  readonly aws: AwsOperations;
  /** What earlier runs have read here; absent where everything is read anew. */
  readonly memory?: RegionMemory;
  /** The moment by which ages are judged, the same for the whole run. */
  readonly startedAt: Instant;
  readonly retention: VersionRetention;
  /** Whether the largest functions of this account are asked how their code is stored. */
  readonly readsStorageMode: boolean;
  /** Read once a run, however many limits ask. */
  readonly accountSettings: () => Promise<AccountSettings>;
}

/** How much there is in one account and Region, or of `buckets` in an account, to estimate calls by. */
export interface AssumedUsage {
  readonly functions: number;
  readonly versionsPerFunction: number;
  readonly aliasesPerFunction: number;
  readonly buckets: number;
  /** Absent: 2. */
  readonly eventBuses?: number;
  /** Absent: 100. */
  readonly rulesPerBus?: number;
  /** Absent: 50. */
  readonly restApis?: number;
  /** Absent: 20. */
  readonly domainNames?: number;
  /** In the account. Absent: 50. */
  readonly distributions?: number;
  /** Absent: 100. */
  readonly certificates?: number;
}

/** What runs keep of what they read, so that later ones need not read it. */
export type ReadingKind = 'aliases' | 'quotas';

/** How the ARN of a list ends, behind its last colon. */
type ListPath = `/${string}`;

/** One permission that `measure` needs in the account. */
export interface LimitAction {
  /** IAM action. The session of a run is cut to those of all limits. */
  readonly action: string;
  /**
   * What it is about alone: a quota, or the end of the ARN of a list, such as `/restapis`. Absent for an
   * action on everything of its kind.
   */
  readonly on?: QuotaCode | ListPath;
  /** One sentence for the review of the permission, ending in a full stop. */
  readonly reason: string;
  /** Needed only where the largest functions are asked how their code is stored. */
  readonly onlyForStorageMode?: true;
  /** Tries the permission on what it is granted on, and what of the answer `measure` relies on. */
  readonly probe: Probe<Pick<LimitReads, 'aws'>>;
  /** Absent: read in each run. */
  readonly remembered?: ReadingKind;
  /** Requests of a run that remembers nothing, in one account and Region, or one account, where all is well. */
  readonly callsPerRun: (assumed: AssumedUsage, retention: VersionRetention) => number;
}

/** Usage that is the usage metric of the limit's own quota, as Service Quotas names it. */
export interface MetricUsage {
  /** `latest`: the newest value, of a count. `peak`: the highest since the last run. Absent: as the metric is. */
  readonly figure?: FigureTime['kind'];
  /**
   * What it means that there is no data: `normal` for what is idle at times; `unexpected` for a count
   * that had a value lately while other metrics go on. Absent: `unexpected` where the figure is `latest`.
   */
  readonly silence?: 'normal' | 'unexpected';
}

type RemedyStep =
  | { readonly kind: 'advice'; readonly text: string }
  /** Prune old versions, or why this account is not pruned. */
  | { readonly kind: 'prune' }
  /** Request an increase of the limit's quota, or follow up the open request. */
  | { readonly kind: 'increase' };

/** A page of the AWS console. `page` comes before the Region in the address, `fragment` after it. */
export interface ConsoleLink {
  readonly kind: 'console';
  readonly label: string;
  readonly page: string;
  readonly fragment?: string;
}

/** `quota`: the limit's own quota in Service Quotas. */
export type RemedyLink = { readonly kind: 'quota' } | ConsoleLink;

/** In the order in which to try it. */
interface LimitRemedy {
  readonly steps: readonly RemedyStep[];
  readonly links: readonly RemedyLink[];
}

/** The usage of a limit with its value. */
export type LimitUsage = Extract<Measurement, { kind: 'measured' }>;

/** What every limit has, however it is measured. */
export interface LimitBase {
  readonly definition: LimitDefinition;
  /** AWS's quota behind the limit, where there is one in Service Quotas. */
  readonly quota?: QuotaCode;
  readonly actions: readonly LimitAction[];
  readonly remedy: LimitRemedy;
  /** What the usage leaves out, so that there can be more of it, or counts too much: a sentence. Absent: nothing. */
  readonly caveat?: string;
  /** What no longer works once nothing is free: a sentence. Absent where AWS's pages do not say more than of every quota. */
  readonly whenFull?: string;
  /** Whose size explains the usage: alerts then name the largest. Absent where nothing read does. */
  readonly filledBy?: 'functions';
}

/** A limit that is measured by requests of its own. */
export interface DirectLimit extends LimitBase {
  readonly scope: LimitDefinition['scope'];
  /** @throws AwsCallError when the usage cannot be read; a limit that cannot is part of the result. */
  readonly measure: (reads: LimitReads, rule: LimitRule) => Promise<LimitUsage>;
}

/**
 * A limit whose usage is the usage metric of its quota. All of them in an account and Region are measured
 * together, by `usage/measure-metrics.ts`.
 */
export interface MetricLimit extends LimitBase {
  readonly scope: LimitDefinition['scope'];
  readonly quota: QuotaCode;
  readonly usage: MetricUsage;
}

/** All that is known of one limit: what it is, how it is measured, what that needs, and what to do. */
export type Limit = DirectLimit | MetricLimit;

/** The IAM actions of these limits, sorted, each once: all that a session may do. */
export function actionsOf(limits: readonly Limit[], readsStorageMode: boolean): readonly string[] {
  const actions = neededActions(limits, readsStorageMode).map(({ action }) => action);
  return [...new Set(actions)].toSorted();
}

/** Each action of these limits on each resource once. Limits that share one say the same of it. */
export function neededActions(
  limits: readonly Pick<Limit, 'actions'>[],
  readsStorageMode: boolean,
): readonly LimitAction[] {
  const needed = new Map<string, LimitAction>();
  for (const one of limits.flatMap(({ actions }) => actions)) {
    if (one.onlyForStorageMode && !readsStorageMode) continue;
    const key = `${one.action} ${resourceOf(one) ?? ''}`;
    if (!needed.has(key)) needed.set(key, one);
  }
  return [...needed.values()];
}

/** The end of an ARN: `s3/L-DC2B2D3D`, `/restapis`; `undefined` for an action on everything of its kind. */
export function resourceOf({ on }: Pick<LimitAction, 'on'>): string | undefined {
  if (on === undefined || typeof on === 'string') return on;
  return `${on.ServiceCode}/${on.QuotaCode}`;
}
