import type { AccountId, Region } from '../../model/aws-ids.ts';
import type { AutomaticManagement, IncreaseRule } from '../../model/increase/increase.ts';
import type { Thresholds } from '../../model/limit.ts';
import type { Instant } from '../../model/time.ts';
import type { Quantity } from '../../model/units.ts';
import type { Claim } from '../../model/watch-state.ts';

/** A request to increase a quota, as AWS's history or the watchdog's own memory has it. */
export interface PastRequest {
  /** AWS's id; absent if the watchdog sent the request and does not know whether AWS accepted it. */
  readonly id?: string;
  /** The requested value: a whole number in the unit of the limit. */
  readonly desired: number;
  /**
   * The status as AWS names it, or one of two others. `UNCONFIRMED`: the watchdog sent it, and the history does not
   * contain it yet. `VANISHED`: it was open, and the history no longer contains it.
   * https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_RequestedServiceQuotaChange.html
   */
  readonly status: string;
  /** When it was made. */
  readonly at: Instant;
  /** When AWS last changed it; absent if AWS does not say. */
  readonly changedAt?: Instant;
  readonly caseId?: string;
  /** The value that was applied when the watchdog sent it; absent for requests of others. */
  readonly from?: number;
  /** Set if AWS's automatic management made it. */
  readonly automatic?: true;
}

/** What the increase function remembers about one quota of one account and Region. */
export interface QuotaMemory {
  /** The requests that the watchdog itself sent, newest first. */
  readonly requests: readonly PastRequest[];
  /** Set after AWS rejected a request with `error`: nothing is requested before this time. */
  readonly notBefore?: Instant;
  readonly error?: string;
}

/** A quota as AWS reports it now. */
export interface AppliedQuota {
  readonly applied: Quantity;
  /** Whether AWS can increase the quota on request, for the whole account and not only for a single resource. */
  readonly adjustable: boolean;
}

/** How near a limit is, according to the last watch run. */
export interface Pressure {
  readonly used: Quantity;
  /** The value by which the thresholds and the forecast were judged. */
  readonly quota: Quantity;
  readonly thresholds: Thresholds;
  /** Whether the forecast says that the limit is full within `alerts.forecastDays`. */
  readonly isFullSoon: boolean;
}

export interface IncreaseCase {
  readonly rule: Pick<IncreaseRule, 'ceiling' | 'step'>;
  readonly pressure: Pressure;
  readonly quota: AppliedQuota;
  /** All requests for this quota in AWS's history, including those of other people and tools. */
  readonly history: readonly PastRequest[];
  readonly memory: QuotaMemory;
  readonly now: Instant;
}

type NoIncrease =
  | { readonly reason: 'not-adjustable' | 'not-near' | 'at-ceiling' }
  /** AWS has not decided on a request yet; it accepts only one open request for a quota. */
  | { readonly reason: 'open'; readonly request: PastRequest }
  /** AWS decided on a request without applying it: nothing is requested before `until`. */
  | { readonly reason: 'asked-lately'; readonly request: PastRequest; readonly until: Instant }
  /** AWS did not accept the last request and answered `error`: nothing is requested before `until`. */
  | { readonly reason: 'failed-lately'; readonly error: string; readonly until: Instant };

export type IncreaseDecision =
  { readonly kind: 'request'; readonly desired: number } | ({ readonly kind: 'none' } & NoIncrease);

/** The memory of one quota of one account and Region, with the last decision. */
export interface StoredQuota extends QuotaMemory {
  /** The applied value on which the decision was based, in the unit of the limit. */
  readonly applied: number;
  readonly decidedAt: Instant;
  /** The last decision: a request was sent, would be sent in a dry run, or was not sent for this reason. */
  readonly decision: 'request' | 'would-request' | NoIncrease['reason'];
  /** The value that was or would be requested; for `at-ceiling`, the ceiling. */
  readonly desired?: number;
}

/** A read or request that AWS refused, described for people. */
export interface StoredProblem {
  readonly account: AccountId;
  readonly region: Region;
  /** The limit; absent if the problem concerns all quotas of the account and Region. */
  readonly limit?: string;
  /** The problem, as a sentence. */
  readonly problem: string;
}

/** What the increase function remembers, in one S3 object for each deployment. */
export interface StoredIncreases {
  readonly savedAt: Instant;
  /** Present while a run is active: no other run may request anything. */
  readonly claim?: Claim;
  /** The id of the last watch run whose report was processed completely. */
  readonly handledRun?: string;
  /** The quotas, by `account/place/limit`. */
  readonly quotas: Readonly<Record<string, StoredQuota>>;
  /** Whether AWS manages quotas automatically, as last read, by account id. */
  readonly automatic: Readonly<Record<string, AutomaticManagement>>;
  readonly problems: readonly StoredProblem[];
}

export const NO_INCREASES: Omit<StoredIncreases, 'savedAt'> = {
  quotas: {},
  automatic: {},
  problems: [],
};
