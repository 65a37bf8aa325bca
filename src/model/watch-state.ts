import type { AccountRef } from './configuration.ts';
import type { AlertCause, AlertLevel, Digest, SubjectKey } from './notice.ts';
import type { TopicMemory } from './subscriptions.ts';
import type { Instant } from './time.ts';

/** Raised when a field changes its meaning; older states are migrated, newer ones are set aside. */
export const STATE_VERSION = 2;

/** What is remembered of one limit of one target. */
export interface LimitMemory {
  readonly kind: 'limit';
  readonly account: AccountRef;
  readonly place: string;
  readonly limit: string;
  /** Absent while nothing is open. */
  readonly open?: {
    readonly level: AlertLevel;
    readonly cause: AlertCause;
    readonly since: Instant;
    /** When somebody was last told. */
    readonly toldAt: Instant;
    /** A mute covered it in the last run: the un-muting tells again. */
    readonly muted: boolean;
    /** A mute covered it from its beginning, and no message carried it: its end is not told either. */
    readonly neverTold?: true;
    /** What of the watchdog's own increase was last sent: its state and value, as `requested 1500`. */
    readonly increase?: string;
    /** A forecast raised it, and since then there is none. */
    readonly noForecastSince?: Instant;
  };
  /** When the last notice about it was told; what nobody measures any more is forgotten some time later. */
  readonly lastToldAt?: Instant;
  /** Counts the notices about this subject; the next one's id is made of it. */
  readonly sequence: number;
  /** Day of the last jump notice, `2026-11-22`. */
  readonly jumpDay?: string;
}

/** What is remembered of the sight of one target. */
export interface VisibilityMemory {
  readonly kind: 'sight';
  readonly account: AccountRef;
  readonly place: string;
  readonly open?: {
    readonly since: Instant;
    readonly toldAt: Instant;
    readonly reasons: string;
    /** What was told last was told as muted: when no mute covers it any more, it is told again. */
    readonly muted: boolean;
    /** As for a limit. */
    readonly neverTold?: true;
  };
  readonly lastToldAt?: Instant;
  readonly sequence: number;
}

/** What is remembered of a mute that has run out, or of the state's own troubles. */
export interface OnceMemory {
  readonly kind: 'once';
  readonly at: Instant;
  readonly sequence: number;
}

/** An account that has been told of. */
export type KnownAccount = Pick<AccountRef, 'id' | 'name'>;

/** What is remembered of how the accounts were found. */
export interface DiscoveryMemory {
  readonly kind: 'discovery';
  readonly accounts: readonly KnownAccount[];
  /** While not all accounts are known. */
  readonly open?: { readonly since: Instant; readonly toldAt: Instant };
  readonly sequence: number;
}

/** What is remembered of the prune role of an account that may never be pruned. */
export interface PruneRoleMemory {
  readonly kind: 'prune-role';
  readonly account: AccountRef;
  /** While the role is there. */
  readonly open?: { readonly since: Instant; readonly toldAt: Instant };
  readonly sequence: number;
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

/** The version numbers that an alias referred to, with the first and the last day on which it was seen so. */
export interface AliasRecord {
  readonly alias: string;
  readonly versions: readonly number[];
  /** The alias's own on all of these days; absent in records of former versions. */
  readonly revision?: string;
  readonly firstDay: string;
  readonly lastDay: string;
}

/** A digest that is to be published, with what is remembered once it has been. */
export interface PendingDigest {
  readonly digest: Digest;
  readonly memories: readonly (readonly [SubjectKey, Memory])[];
}

/** Who may publish until when. */
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
   * The last scheduled times for which a run came to its end, oldest first. A further run for one of
   * them, from whichever engine, sends nothing. Absent before there was one.
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
  /**
   * The days on which a function's aliases were read, without a gap, by `account/region/function`:
   * what is not known of a function that was not looked at is not known of its Region either.
   */
  readonly aliasesReadOn: Readonly<
    Record<string, { readonly firstDay: string; readonly lastDay: string }>
  >;
}
