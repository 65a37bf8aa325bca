import type { AwsOperations } from '../aws/operations.ts';
import type { Probe } from '../aws/probe.ts';
import type { AccountId } from '../model/aws-ids.ts';
import type { VersionRetention } from '../model/configuration.ts';
import type { FigureTime, Measurement } from '../model/finding.ts';
import type { LimitDefinition, LimitRule, QuotaCode } from '../model/limit.ts';
import type { Instant } from '../model/time.ts';
import type { AccountSettings } from './account-settings.ts';
import type { RegionMemory } from './remembered/memory.ts';

/** What a limit uses to measure one account and Region, or one account. */
export interface LimitReads {
  readonly account: AccountId;
  /** Operations in the Region, or in the global Region of the partition. */
  readonly aws: AwsOperations;
  /** Readings of earlier runs. */
  readonly memory?: RegionMemory;
  /** The time by which ages are computed. */
  readonly startedAt: Instant;
  readonly retention: VersionRetention;
  /** Whether to read how the code of the largest functions is stored. */
  readonly readsStorageMode: boolean;
  /** Read once a run. */
  readonly accountSettings: () => Promise<AccountSettings>;
}

/** Assumed usage of one account and Region, or of `buckets` of one account, to estimate calls. Each limit has a default. */
export interface AssumedUsage {
  readonly functions: number;
  readonly versionsPerFunction: number;
  readonly aliasesPerFunction: number;
  readonly buckets: number;
  readonly eventBuses?: number;
  readonly rulesPerBus?: number;
  readonly restApis?: number;
  readonly domainNames?: number;
  readonly distributions?: number;
  readonly certificates?: number;
}

export type ReadingKind = 'aliases' | 'quotas';

type ListPath = `/${string}`;

export interface LimitAction {
  /** IAM action; the session policy of a run allows those of all limits. */
  readonly action: string;
  /** The only resource: a quota, or the end of the ARN of a list, `/restapis`. */
  readonly on?: QuotaCode | ListPath;
  /** A sentence for the review of permissions. */
  readonly reason: string;
  readonly onlyForStorageMode?: true;
  /** Tries the permission, and checks the part of the answer that `measure` needs. */
  readonly probe: Probe<Pick<LimitReads, 'aws'>>;
  /** Absent: read in each run. */
  readonly remembered?: ReadingKind;
  /** Requests of a run without remembered readings and far from every threshold. */
  readonly callsPerRun: (assumed: AssumedUsage, retention: VersionRetention) => number;
}

/** How to read the usage metric of the limit's quota. */
export interface MetricUsage {
  /** `latest`: the newest value. `peak`: the highest since the last run. Default: by the metric. */
  readonly figure?: FigureTime['kind'];
  /**
   * Meaning of no data: `normal` for what is idle at times, `unexpected` for a count that had a value lately
   * while other metrics have data. Default: `unexpected` for `latest`.
   */
  readonly silence?: 'normal' | 'unexpected';
}

type RemedyStep =
  | { readonly kind: 'advice'; readonly text: string }
  | { readonly kind: 'prune' }
  /** Request an increase, or follow up the open request. */
  | { readonly kind: 'increase' };

/** A page of the AWS console: `page` before the Region in the address, `fragment` after it. */
export interface ConsoleLink {
  readonly kind: 'console';
  readonly label: string;
  readonly page: string;
  readonly fragment?: string;
}

/** `quota`: the limit's own quota in Service Quotas. */
export type RemedyLink = { readonly kind: 'quota' } | ConsoleLink;

interface LimitRemedy {
  readonly steps: readonly RemedyStep[];
  readonly links: readonly RemedyLink[];
}

export type LimitUsage = Extract<Measurement, { kind: 'measured' }>;

export interface LimitBase {
  readonly definition: LimitDefinition;
  readonly quota?: QuotaCode;
  readonly actions: readonly LimitAction[];
  readonly remedy: LimitRemedy;
  /** A sentence about what the usage leaves out or counts too much. */
  readonly caveat?: string;
  /** A sentence about what no longer works at the limit. */
  readonly whenFull?: string;
  /** Alerts name the largest of these. */
  readonly filledBy?: 'functions';
}

export interface DirectLimit extends LimitBase {
  readonly scope: LimitDefinition['scope'];
  /** @throws AwsCallError when the usage cannot be read; an unreadable limit is part of the result. */
  readonly measure: (reads: LimitReads, rule: LimitRule) => Promise<LimitUsage>;
}

/** A limit whose usage is the usage metric of its quota, measured by `usage/measure-metrics.ts`. */
export interface MetricLimit extends LimitBase {
  readonly scope: LimitDefinition['scope'];
  readonly quota: QuotaCode;
  readonly usage: MetricUsage;
}

export type Limit = DirectLimit | MetricLimit;

/** The IAM actions of these limits, sorted and unique: all that a session may do. */
export function actionsOf(limits: readonly Limit[], readsStorageMode: boolean): readonly string[] {
  const actions = neededActions(limits, readsStorageMode).map(({ action }) => action);
  return [...new Set(actions)].toSorted();
}

/** The actions of these limits, one for each resource. */
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

/** The end of an ARN, `s3/L-DC2B2D3D` or `/restapis`; `undefined` for an action on every resource. */
export function resourceOf({ on }: Pick<LimitAction, 'on'>): string | undefined {
  if (on === undefined || typeof on === 'string') return on;
  return `${on.ServiceCode}/${on.QuotaCode}`;
}
