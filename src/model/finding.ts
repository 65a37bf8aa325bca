import type { FunctionAliases } from './aliases.ts';
import type { CodeInventory } from './code-inventory.ts';
import type { ReadFailure } from './failure.ts';
import type { OwnIncrease } from './increase/increase.ts';
import type { LimitId, Responsibility, Thresholds } from './limit.ts';
import type { Target } from './target.ts';
import type { Instant } from './time.ts';
import type { Quantity } from './units.ts';

/** The value of a limit and its source, or the failure that left the value unknown. */
export type LimitValue =
  | {
      readonly known: true;
      readonly value: Quantity;
      readonly source: 'account' | 'applied quota' | 'default quota' | 'documented' | 'ceiling';
      /** When the value was read. Present only if an earlier run read it. */
      readonly readAt?: Instant;
    }
  | { readonly known: false; readonly failure: ReadFailure };

/** A request to increase a quota on which AWS has not decided. It may come from any user or service. */
export interface OpenIncrease {
  readonly open: true;
  readonly desired: Quantity;
  readonly since: Instant;
  /** Absent, as are all fields below, in documents of former versions. */
  readonly state?: 'pending' | 'case-opened';
  readonly requestId?: string;
  readonly caseId?: string;
  /** Present when the automatic quota management of AWS made the request. */
  readonly automatic?: true;
}

/** Whether a request to increase the quota is waiting for the decision of AWS. */
export type QuotaIncrease =
  | OpenIncrease
  | { readonly open: false }
  | { readonly open: 'unknown'; readonly failure: ReadFailure };

/** Of several resources that each have the limit, such as event buses: the fullest, to which the figures belong. */
export interface FullestResource {
  /** The type of the resource, such as `event bus`. */
  readonly kind: string;
  readonly name: string;
}

/** The time of a figure from CloudWatch: of the newest data point, or of the highest data point since `since`. */
export type FigureTime =
  | { readonly kind: 'latest'; readonly at: Instant }
  | { readonly kind: 'peak'; readonly at: Instant; readonly since: Instant };

interface Usage {
  readonly used: Quantity;
  /** The code behind the usage, with the largest functions. Absent for limits that do not concern code. */
  readonly inventory?: CodeInventory;
  /** Present when the limit applies to each of several resources. */
  readonly parent?: FullestResource;
  /** The time of the usage in CloudWatch. When absent, the usage is that at the time of the run. */
  readonly figure?: FigureTime;
}

/** The result of reading one limit of one target. A failed read is never a usage of 0. */
export type Measurement =
  | (Usage & {
      readonly kind: 'measured';
      readonly limit: LimitValue;
      /** Present only when AWS can increase the limit and its usage is worth an alert. */
      readonly increase?: QuotaIncrease;
      /** A sentence that explains figures which would otherwise be misunderstood. */
      readonly remark?: string;
      /** The aliases of the functions in which a version may be old. Absent for limits that need no aliases. */
      readonly aliases?: readonly FunctionAliases[];
    })
  /** The usage metric has no data, and nothing indicates that it should. `failure` names the metric. */
  | { readonly kind: 'no-data'; readonly failure: ReadFailure }
  | { readonly kind: 'not-measured'; readonly failure: ReadFailure };

interface FindingBase {
  readonly target: Target;
  readonly limit: LimitId;
}

/** The result for a limit whose usage and value are both known: its state by the thresholds. */
export interface JudgedFinding extends FindingBase, Usage {
  readonly state: 'ok' | 'warn' | 'critical';
  readonly quota: Quantity;
  readonly thresholds: Thresholds;
  /** When `quota` was read. Present only if an earlier run read it, at most a day ago. */
  readonly quotaReadAt?: Instant;
  /** Who stated `quota` in the configuration, and why. Present when the value of AWS could not be read. */
  readonly stated?: Responsibility;
  readonly increase?: QuotaIncrease;
  /** The increase that the watchdog requested, or would request in the mode `dry`. */
  readonly ownIncrease?: OwnIncrease;
  readonly remark?: string;
}

/** The result for a limit whose usage is known but whose value is not. */
export interface UnknownFinding extends FindingBase, Usage {
  readonly state: 'unknown';
  readonly failure: ReadFailure;
}

/**
 * The result for a limit whose usage is not known:
 * - `not-measured` is a blind spot: the read failed.
 * - `not-enabled` is a Region of the default list that the account has not enabled.
 * - `no-data` is a usage metric without data, as of an unused service. It is neither 0 nor fine; the run is complete.
 */
export interface BlindFinding extends FindingBase {
  readonly state: 'not-measured' | 'not-enabled' | 'no-data';
  readonly failure: ReadFailure;
}

export type Finding = JudgedFinding | UnknownFinding | BlindFinding;
export type FindingState = Finding['state'];
