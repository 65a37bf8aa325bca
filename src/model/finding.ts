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

/** A request to increase a quota that AWS has not decided, made by anyone. */
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

/** Whether AWS has not yet decided on a request to increase a quota. */
export type QuotaIncrease =
  | OpenIncrease
  | { readonly open: false }
  | { readonly open: 'unknown'; readonly failure: ReadFailure };

/** The fullest of several things that the limit is about one by one. */
export interface WorstParent {
  /** `event bus` */
  readonly kind: string;
  readonly name: string;
}

/** Of which moment a figure from CloudWatch is: the newest point, or the highest since a moment. */
export type FigureTime =
  | { readonly kind: 'latest'; readonly at: Instant }
  | { readonly kind: 'peak'; readonly at: Instant; readonly since: Instant };

/** A usage that was read. */
interface Usage {
  readonly used: Quantity;
  /** The largest functions behind it, where the measurement shows them. */
  readonly inventory?: CodeInventory;
  /** Which thing the figures are of, where the limit is about each of several. */
  readonly parent?: WorstParent;
  /** Of which moment the usage is. Absent: of this run. */
  readonly figure?: FigureTime;
}

/** What one read of one limit returned. Never a zero for a failure. */
export type Measurement =
  | (Usage & {
      readonly kind: 'measured';
      readonly limit: LimitValue;
      /** Read only where the limit can be increased and is worth an alert. */
      readonly increase?: QuotaIncrease;
      /** A sentence on figures that do not explain themselves. */
      readonly remark?: string;
      /** What aliases refer to, of the functions whose aliases had to be read. */
      readonly aliases?: readonly FunctionAliases[];
    })
  /** CloudWatch has no data, and nothing says that there should be some. The failure says of what. */
  | { readonly kind: 'no-data'; readonly failure: ReadFailure }
  | { readonly kind: 'not-measured'; readonly failure: ReadFailure };

interface FindingBase {
  readonly target: Target;
  readonly limit: LimitId;
}

/** A known usage compared with the thresholds of a known limit. */
export interface JudgedFinding extends FindingBase, Usage {
  readonly state: 'ok' | 'warn' | 'critical';
  readonly quota: Quantity;
  readonly thresholds: Thresholds;
  /** When `quota` was read, where an earlier run read it: at most a day ago. */
  readonly quotaReadAt?: Instant;
  /** Who states `quota` in the configuration, since AWS's own value could not be read. */
  readonly stated?: Responsibility;
  readonly increase?: QuotaIncrease;
  /** What the watchdog itself requested, or would. */
  readonly ownIncrease?: OwnIncrease;
  readonly remark?: string;
}

/** Usage known, limit not. */
export interface UnknownFinding extends FindingBase, Usage {
  readonly state: 'unknown';
  readonly failure: ReadFailure;
}

/**
 * No usage. `not-measured` is a blind spot; `not-enabled` is a Region from the default list that the
 * account has not opted into; `no-data` is a usage metric without data, as of a service that is not used:
 * neither 0 nor fine, and the run is complete.
 */
export interface BlindFinding extends FindingBase {
  readonly state: 'not-measured' | 'not-enabled' | 'no-data';
  readonly failure: ReadFailure;
}

export type Finding = JudgedFinding | UnknownFinding | BlindFinding;
export type FindingState = Finding['state'];
