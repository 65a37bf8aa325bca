import type { AwsOperations } from '../aws/operations.ts';
import type { Probe } from '../aws/probe.ts';
import type { AccountId } from '../model/aws-ids.ts';
import type { VersionRetention } from '../model/configuration.ts';
import type { FigureTime, Measurement } from '../model/finding.ts';
import type { LimitDefinition, LimitRule, QuotaCode } from '../model/limit.ts';
import type { Instant } from '../model/time.ts';
import type { AccountSettings } from './account-settings.ts';
import type { RegionMemory } from './remembered/memory.ts';

/** The AWS operations and settings with which a limit measures one account and Region, or one account. */
export interface LimitReads {
  readonly account: AccountId;
  /** The AWS operations in the Region, or for an account-wide limit in the global Region of the partition. */
  readonly aws: AwsOperations;
  /** The aliases and quotas that earlier runs read in this Region; absent when nothing is remembered. */
  readonly memory?: RegionMemory;
  /** The start of the run, from which the age of versions is computed. */
  readonly startedAt: Instant;
  readonly retention: VersionRetention;
  /** Whether to read how the code of the largest functions is stored. */
  readonly readsStorageMode: boolean;
  /** The account settings; AWS is called once a run, however often this function is called. */
  readonly accountSettings: () => Promise<AccountSettings>;
}

/**
 * The numbers of resources of one account and Region for which AWS calls are estimated; `buckets` and
 * `distributions` are of the whole account. Where an optional number is absent, each limit assumes its own.
 */
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

/** The answers of AWS that a run remembers for the next run. */
export type ReadingKind = 'aliases' | 'quotas';

type ListPath = `/${string}`;

export interface LimitAction {
  /** The IAM action. The session policy of a run allows the actions of all limits. */
  readonly action: string;
  /** The only permitted resource: a quota, or the end of an ARN, `/restapis`; when absent, all are permitted. */
  readonly on?: QuotaCode | ListPath;
  /** Why the action is needed, as a sentence for people who review permissions. */
  readonly reason: string;
  /** The action is used only if `readStorageMode` is set in the configuration. */
  readonly onlyForStorageMode?: true;
  /** A request that tests the permission and checks the fields of the answer that `measure` needs. */
  readonly probe: Probe<Pick<LimitReads, 'aws'>>;
  /** The kind of answer that is remembered for the next run; absent when every run reads again. */
  readonly remembered?: ReadingKind;
  /** The number of requests of a run that remembers nothing and has no usage near a threshold. */
  readonly callsPerRun: (assumed: AssumedUsage, retention: VersionRetention) => number;
}

/** How to read the usage metric of the limit's quota. */
export interface MetricUsage {
  /** `latest`: the newest value; `peak`: the highest value since the last run. The default depends on the metric. */
  readonly figure?: FigureTime['kind'];
  /**
   * What it means that the metric has no data. `normal`: the resource is idle. `unexpected`: a failure if the usage
   * was above 0 in the last 14 days and other metrics have data. Default: `normal` for `peak`, else `unexpected`.
   */
  readonly silence?: 'normal' | 'unexpected';
}

type RemedyStep =
  | { readonly kind: 'advice'; readonly text: string }
  | { readonly kind: 'prune' }
  /** Request a quota increase, or follow up the open request. */
  | { readonly kind: 'increase' };

/** A page of the AWS console. In its address, the Region is between `page` and `fragment`. */
export interface ConsoleLink {
  readonly kind: 'console';
  readonly label: string;
  readonly page: string;
  readonly fragment?: string;
}

/** A page of the AWS console; `quota` is the page of the limit's quota in Service Quotas. */
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
  /** A sentence about resources that the usage wrongly leaves out or includes. */
  readonly caveat?: string;
  /** A sentence about what fails when the limit is reached. */
  readonly whenFull?: string;
  /** The resources that use up the limit; alerts list the largest. */
  readonly filledBy?: 'functions';
}

export interface DirectLimit extends LimitBase {
  readonly scope: LimitDefinition['scope'];
  /** Reads usage and quota. @throws AwsCallError for unreadable usage; an unreadable quota is part of the result. */
  readonly measure: (reads: LimitReads, rule: LimitRule) => Promise<LimitUsage>;
}

/** A limit whose usage is the CloudWatch usage metric of its quota. `usage/measure-metrics.ts` measures it. */
export interface MetricLimit extends LimitBase {
  readonly scope: LimitDefinition['scope'];
  readonly quota: QuotaCode;
  readonly usage: MetricUsage;
}

export type Limit = DirectLimit | MetricLimit;

/** The IAM actions that these limits need, each once and sorted, for the session policy. */
export function actionsOf(limits: readonly Limit[], readsStorageMode: boolean): readonly string[] {
  const actions = neededActions(limits, readsStorageMode).map(({ action }) => action);
  return [...new Set(actions)].toSorted();
}

/** The actions that these limits need; an action with several resources appears once for each of them. */
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

/** The end of the ARN of the action's resource, `s3/L-DC2B2D3D` or `/restapis`; undefined for all resources. */
export function resourceOf({ on }: Pick<LimitAction, 'on'>): string | undefined {
  if (on === undefined || typeof on === 'string') return on;
  return `${on.ServiceCode}/${on.QuotaCode}`;
}
