import type { IncreaseRule } from '../../model/increase/increase.ts';
import type { Thresholds } from '../../model/limit.ts';
import type { Instant } from '../../model/time.ts';
import type { Quantity } from '../../model/units.ts';

/** A request to increase a quota, as AWS's history or the watchdog's own memory has it. */
export interface PastRequest {
  /** Absent where the watchdog sent it and does not know whether AWS has taken it. */
  readonly id?: string;
  /** In the limit's unit; whole. */
  readonly desired: number;
  /**
   * As AWS names it. `UNCONFIRMED`: sent by the watchdog, and not in the history yet. `VANISHED`: it was
   * open, and the history does not name it any more.
   * https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_RequestedServiceQuotaChange.html
   */
  readonly status: string;
  readonly at: Instant;
  /** When AWS last changed it. */
  readonly changedAt?: Instant;
  readonly caseId?: string;
  /** Of the watchdog's own: what was applied when it was sent. */
  readonly from?: number;
  /** Made by AWS's automatic management. */
  readonly automatic?: true;
}

/** What is remembered of one quota of one account and Region. */
export interface QuotaMemory {
  /** Newest first, by the watchdog alone. */
  readonly requests: readonly PastRequest[];
  /** After an attempt that AWS answered with an error: no further one before this. */
  readonly notBefore?: Instant;
  /** Name of that error. */
  readonly error?: string;
}

/** The quota as it is now. */
export interface QuotaNow {
  readonly applied: Quantity;
  /** Whether AWS increases it, for the account as a whole. */
  readonly adjustable: boolean;
}

/** Why the last run found that more may be needed. */
export interface Pressure {
  readonly used: Quantity;
  /** The value that thresholds and forecast were judged by. */
  readonly quota: Quantity;
  readonly thresholds: Thresholds;
  /** Whether the limit will be full within `alerts.forecastDays`. */
  readonly isFullSoon: boolean;
}

export interface IncreaseCase {
  readonly rule: Pick<IncreaseRule, 'ceiling' | 'step'>;
  readonly pressure: Pressure;
  readonly quota: QuotaNow;
  /** All requests for this quota in AWS's history, also those of other people and tools. */
  readonly history: readonly PastRequest[];
  readonly memory: QuotaMemory;
  readonly now: Instant;
}

/** Why nothing is requested. */
export type NoIncrease =
  | { readonly reason: 'not-adjustable' | 'not-near' | 'at-ceiling' }
  /** A request is not decided yet; AWS takes one for a quota. */
  | { readonly reason: 'open'; readonly request: PastRequest }
  /** AWS decided, and did not apply what was requested. */
  | { readonly reason: 'asked-lately'; readonly request: PastRequest; readonly until: Instant }
  | { readonly reason: 'failed-lately'; readonly error: string; readonly until: Instant };

export type IncreaseDecision =
  { readonly kind: 'request'; readonly desired: number } | ({ readonly kind: 'none' } & NoIncrease);
