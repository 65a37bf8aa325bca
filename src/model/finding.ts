import type { FunctionAliases } from './aliases.ts';
import type { CodeInventory } from './code-inventory.ts';
import type { ReadFailure } from './failure.ts';
import type { OwnIncrease } from './increase/increase.ts';
import type { LimitId, Responsibility, Thresholds } from './limit.ts';
import type { Target } from './target.ts';
import type { Instant } from './time.ts';
import type { Quantity } from './units.ts';

/** A limit's value, or why it is not known. `source` says which answer it is from. */
export type LimitValue =
  | {
      readonly known: true;
      readonly value: Quantity;
      readonly source: 'account' | 'applied quota' | 'default quota' | 'documented' | 'ceiling';
      /** When it was read, where an earlier run read it. */
      readonly readAt?: Instant;
    }
  | { readonly known: false; readonly failure: ReadFailure };

/** A request to increase a quota that AWS has not decided, whoever made it. */
export interface OpenIncrease {
  readonly open: true;
  readonly desired: Quantity;
  readonly since: Instant;
  /** Absent in what former versions wrote, as all below. */
  readonly state?: 'pending' | 'case-opened';
  /** AWS's id of the request, and of the support case. */
  readonly requestId?: string;
  readonly caseId?: string;
  /** Made by AWS's automatic management of quotas. */
  readonly automatic?: true;
}

/** Whether an increase of a quota has been asked for already, and AWS has not decided yet. */
export type QuotaIncrease =
  | OpenIncrease
  | { readonly open: false }
  | { readonly open: 'unknown'; readonly failure: ReadFailure };

/** The thing of several that a limit is about one by one, which has used most of it. */
export interface WorstParent {
  /** What it is, for people: `event bus`. */
  readonly kind: string;
  /** As AWS names it. */
  readonly name: string;
}

/** Of which moment a figure from CloudWatch is: the newest point, or the highest since a moment. */
export type FigureTime =
  | { readonly kind: 'latest'; readonly at: Instant }
  | { readonly kind: 'peak'; readonly at: Instant; readonly since: Instant };

/** What one read of one limit gave. Never a zero for a failure. */
export type Measurement =
  | {
      readonly kind: 'measured';
      readonly used: Quantity;
      readonly limit: LimitValue;
      /** Read only where the limit can be increased and is worth an alert. */
      readonly increase?: QuotaIncrease;
      /** Who holds what was measured, where the measurement shows it. */
      readonly inventory?: CodeInventory;
      /** Of what the figures are, where the limit is about each of several things. */
      readonly parent?: WorstParent;
      /** Of which moment the usage is. Absent: of this run. */
      readonly figure?: FigureTime;
      /** Why the figures are what they are, where they do not explain themselves: a sentence. */
      readonly remark?: string;
      /** What aliases refer to, of the functions whose aliases had to be read. */
      readonly aliases?: readonly FunctionAliases[];
    }
  /** CloudWatch has no data, and nothing says that there should be some. The failure says of what. */
  | { readonly kind: 'no-data'; readonly failure: ReadFailure }
  | { readonly kind: 'not-measured'; readonly failure: ReadFailure };

/** A known usage judged against a known limit. */
export interface JudgedFinding {
  readonly state: 'ok' | 'warn' | 'critical';
  readonly target: Target;
  readonly limit: LimitId;
  readonly used: Quantity;
  readonly quota: Quantity;
  readonly thresholds: Thresholds;
  /** When `quota` was read, where an earlier run read it: at most a day ago. */
  readonly quotaReadAt?: Instant;
  /** Who states `quota` in the configuration, since AWS's own value could not be read. */
  readonly stated?: Responsibility;
  readonly increase?: QuotaIncrease;
  /** What the watchdog itself requested, or would. */
  readonly ownIncrease?: OwnIncrease;
  readonly inventory?: CodeInventory;
  /** Of the measurement. */
  readonly parent?: WorstParent;
  readonly figure?: FigureTime;
  readonly remark?: string;
}

/** Usage known, limit not. */
export interface UnknownFinding {
  readonly state: 'unknown';
  readonly target: Target;
  readonly limit: LimitId;
  readonly used: Quantity;
  readonly failure: ReadFailure;
  readonly inventory?: CodeInventory;
  readonly parent?: WorstParent;
  readonly figure?: FigureTime;
}

/**
 * No usage. `not-measured` is a blind spot; `not-enabled` is a Region from the default list that the
 * account has not opted into, where there is nothing to see; `no-data` is a usage metric without data,
 * as of a service that is not used: neither 0 nor fine, and the run is complete.
 */
export interface BlindFinding {
  readonly state: 'not-measured' | 'not-enabled' | 'no-data';
  readonly target: Target;
  readonly limit: LimitId;
  readonly failure: ReadFailure;
}

export type Finding = JudgedFinding | UnknownFinding | BlindFinding;
export type FindingState = Finding['state'];
