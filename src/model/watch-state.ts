import type { AccountRef } from './configuration.ts';
import type { AlertCause, AlertLevel, Digest, SubjectKey } from './notice.ts';
import type { TopicMemory } from './subscriptions.ts';
import type { Instant } from './time.ts';

/** Raised when a field changes its meaning; older states are migrated, newer ones are not read. */
export const STATE_VERSION = 2;

/** What is stored of one account. `sequence` counts the notices about the subject and is in the id of the next. */
interface SubjectMemory<Open> {
  readonly account: AccountRef;
  readonly sequence: number;
  /** Absent while nothing is open. */
  readonly open?: Open;
}

/** `toldAt`: when the last notice was sent. */
interface OpenAlert {
  readonly since: Instant;
  readonly toldAt: Instant;
}

/** An open alert that mutes can cover. */
interface MutableAlert extends OpenAlert {
  /** A mute covered it in the last run: without the mute it is sent again. */
  readonly muted: boolean;
  /** A mute covered it from its beginning, and no message carried it: its end is not sent either. */
  readonly neverTold?: true;
}

/** One limit of one target. */
export interface LimitMemory extends SubjectMemory<OpenLimit> {
  readonly kind: 'limit';
  readonly place: string;
  readonly limit: string;
  /** When the last notice was sent. A subject that is no longer measured is dropped some time later. */
  readonly lastToldAt?: Instant;
  /** Day of the last jump notice, `2026-11-22`. */
  readonly jumpDay?: string;
}

interface OpenLimit extends MutableAlert {
  readonly level: AlertLevel;
  readonly cause: AlertCause;
  /** What of the watchdog's own increase was last sent: its state and value, as `requested 1500`. */
  readonly increase?: string;
  /** A forecast raised it, and since then there is none. */
  readonly noForecastSince?: Instant;
}

/** The visibility of one target. */
export interface VisibilityMemory extends SubjectMemory<
  MutableAlert & { readonly reasons: string }
> {
  readonly kind: 'sight';
  readonly place: string;
  readonly lastToldAt?: Instant;
}

/** A mute that has expired, or a trouble of the state itself. */
export interface OnceMemory {
  readonly kind: 'once';
  readonly at: Instant;
  readonly sequence: number;
}

/** An account that a notice has named. */
export type NamedAccount = Pick<AccountRef, 'id' | 'name'>;

/** How the accounts were found; `open` while not all accounts are known. */
export interface DiscoveryMemory extends Omit<SubjectMemory<OpenAlert>, 'account'> {
  readonly kind: 'discovery';
  readonly accounts: readonly NamedAccount[];
}

/** The prune role of an account that may never be pruned; `open` while the role is there. */
export interface PruneRoleMemory extends SubjectMemory<OpenAlert> {
  readonly kind: 'prune-role';
}

export type Memory =
  LimitMemory | VisibilityMemory | OnceMemory | DiscoveryMemory | PruneRoleMemory;

/** One measured value a day. */
export interface DailySample {
  /** `2026-11-22`, UTC. */
  readonly day: string;
  /** Bytes or a count, as of the limit. */
  readonly used: number;
}

/** The version numbers that an alias referred to, from the first to the last day on which they were read. */
export interface AliasRecord {
  readonly alias: string;
  readonly versions: readonly number[];
  /** Of the alias on all of these days; absent in records of former versions. */
  readonly revision?: string;
  readonly firstDay: string;
  readonly lastDay: string;
}

/** A digest that is to be published, with the memories to store afterwards. */
export interface PendingDigest {
  readonly digest: Digest;
  readonly memories: readonly (readonly [SubjectKey, Memory])[];
}

export interface Claim {
  readonly runId: string;
  readonly until: Instant;
}

/** One S3 object per deployment. */
export interface WatchState {
  readonly version: typeof STATE_VERSION;
  readonly deployment: string;
  readonly savedAt: Instant;
  readonly claim?: Claim;
  /**
   * The last scheduled times for which a run has ended, oldest first. Another run for one of them, from
   * either engine, sends nothing. Absent before the first.
   */
  readonly publishedFor?: readonly Instant[];
  readonly pending: readonly PendingDigest[];
  readonly memories: Readonly<Record<string, Memory>>;
  /** By topic ARN. */
  readonly topics: Readonly<Record<string, TopicMemory>>;
  /** By subject key, oldest first, at most one a day for 90 days. */
  readonly samples: Readonly<Record<string, readonly DailySample[]>>;
  /** By `account/region/function`. */
  readonly aliases: Readonly<Record<string, readonly AliasRecord[]>>;
  /** The days on which a function's aliases were read, without a gap, by `account/region/function`. */
  readonly aliasesReadOn: Readonly<
    Record<string, { readonly firstDay: string; readonly lastDay: string }>
  >;
}
