import type { AccountRef } from './configuration.ts';
import type { AlertCause, AlertLevel, Digest, SubjectKey } from './notice.ts';
import type { TopicMemory } from './subscriptions.ts';
import type { Instant } from './time.ts';

/** Increased when a field changes its meaning. Older states are migrated; newer ones are rejected. */
export const STATE_VERSION = 2;

/** The stored history of one subject of notices. `sequence`, the number of its notices, is part of their ids. */
interface SubjectMemory<Open> {
  readonly account: AccountRef;
  readonly sequence: number;
  /** The open alert; absent when there is none. */
  readonly open?: Open;
}

/** An alert that is not resolved. `toldAt` is when its last notice was sent. */
interface OpenAlert {
  readonly since: Instant;
  readonly toldAt: Instant;
}

/** An open alert that mutes can cover. */
interface MuteableAlert extends OpenAlert {
  /** Whether a mute covered the alert in the last run. When no mute covers it any more, it is sent again. */
  readonly muted: boolean;
  /** Present when a mute has covered the alert since it began and no message contained it, so its end is not sent. */
  readonly neverTold?: true;
}

/** The stored history of one limit of one target. */
export interface LimitMemory extends SubjectMemory<OpenLimit> {
  readonly kind: 'limit';
  readonly place: string;
  readonly limit: string;
  /** When the last notice was sent. After 90 days without a notice or a measurement, this memory is deleted. */
  readonly lastToldAt?: Instant;
  /** The day of the last notice of a jump in usage, such as `2026-11-22`. */
  readonly jumpDay?: string;
}

interface OpenLimit extends MuteableAlert {
  readonly level: AlertLevel;
  readonly cause: AlertCause;
  /** The own increase of the watchdog as the last notice showed it: state and value, such as `requested 1500`. */
  readonly increase?: string;
  /** When the forecast that raised the alert ended. Absent while there is a forecast. */
  readonly noForecastSince?: Instant;
}

/** The stored history of the visibility of one target: whether all its limits can be measured. */
export interface VisibilityMemory extends SubjectMemory<
  MuteableAlert & { readonly reasons: string }
> {
  readonly kind: 'sight';
  readonly place: string;
  readonly lastToldAt?: Instant;
}

/** The stored history of a subject with one notice only: an expired mute, or a problem of a rule or a stored mute. */
export interface OnceMemory {
  readonly kind: 'once';
  readonly at: Instant;
  readonly sequence: number;
}

/** An account as the state and notices name it. */
export type NamedAccount = Pick<AccountRef, 'id' | 'name'>;

/** The stored history of failed discovery (`open` while not all accounts are known), or of one set of `accounts`. */
export interface DiscoveryMemory extends Omit<SubjectMemory<OpenAlert>, 'account'> {
  readonly kind: 'discovery';
  readonly accounts: readonly NamedAccount[];
}

/** The stored history of the prune role of an account that may never be pruned; `open` while the role exists. */
export interface PruneRoleMemory extends SubjectMemory<OpenAlert> {
  readonly kind: 'prune-role';
}

export type Memory =
  LimitMemory | VisibilityMemory | OnceMemory | DiscoveryMemory | PruneRoleMemory;

/** The usage of one limit on one day. */
export interface DailySample {
  /** The day in UTC, such as `2026-11-22`. */
  readonly day: string;
  /** The usage in the unit of the limit: bytes or a count. */
  readonly used: number;
}

/** The versions that an alias routed to without a change, with the first and last day on which they were read. */
export interface AliasRecord {
  readonly alias: string;
  readonly versions: readonly number[];
  /** The revision id of the alias on all of these days; absent in records of former versions. */
  readonly revision?: string;
  readonly firstDay: string;
  readonly lastDay: string;
}

/** A digest that is still to be published, with the memories that the state stores once it is. */
export interface PendingDigest {
  readonly digest: Digest;
  readonly memories: readonly (readonly [SubjectKey, Memory])[];
}

/** The exclusive right of one run, until a moment, to publish the pending digests. */
export interface Claim {
  readonly runId: string;
  readonly until: Instant;
}

/** The stored state of one deployment, in one S3 object. */
export interface WatchState {
  readonly version: typeof STATE_VERSION;
  readonly deployment: string;
  readonly savedAt: Instant;
  readonly claim?: Claim;
  /** The last scheduled times whose run has ended, oldest first. A second run for one of them sends nothing. */
  readonly publishedFor?: readonly Instant[];
  readonly pending: readonly PendingDigest[];
  readonly memories: Readonly<Record<string, Memory>>;
  /** What is stored about each topic, by its ARN. */
  readonly topics: Readonly<Record<string, TopicMemory>>;
  /** The daily samples by subject key: oldest first, at most one a day for 90 days. */
  readonly samples: Readonly<Record<string, readonly DailySample[]>>;
  /** The versions that the aliases of each function routed to, by `account/region/function`. */
  readonly aliases: Readonly<Record<string, readonly AliasRecord[]>>;
  /** The latest period in which the aliases of a function were read every day, by `account/region/function`. */
  readonly aliasesReadOn: Readonly<
    Record<string, { readonly firstDay: string; readonly lastDay: string }>
  >;
}
