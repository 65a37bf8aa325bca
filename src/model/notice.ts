import type { Brand } from './aws-ids.ts';
import type { AccountRef, Mute } from './configuration.ts';
import type { GoneReason } from './discovery.ts';
import type { JudgedFinding, UnknownFinding } from './finding.ts';
import type { TopicProblem } from './subscriptions.ts';
import type { Target } from './target.ts';
import { targetKey } from './target.ts';
import type { Instant } from './time.ts';
import type { Quantity } from './units.ts';

/**
 * The subject's key and the number of the notice about it. A notice that is sent again has the same id, so that a
 * receiver can drop it.
 */
export type NoticeId = Brand<string, 'NoticeId'>;

export function noticeId(subject: SubjectKey, sequence: number): NoticeId {
  return `${subject}#${sequence}` as NoticeId;
}

/** What a notice is about, in all runs: `111111111111/eu-west-1/lambda-code-storage`, or `…/blind` for the visibility of a target. */
export type SubjectKey = Brand<string, 'SubjectKey'>;

/** @throws TypeError for an empty key. */
export function subjectKey(value: string): SubjectKey {
  if (value === '') throw new TypeError('a subject key cannot be empty');
  return value as SubjectKey;
}

export function limitKey({ target, limit }: Pick<JudgedFinding, 'target' | 'limit'>): SubjectKey {
  return subjectKey(`${targetKey(target)}/${limit}`);
}

export type AlertLevel = 'warn' | 'critical';

/** Days until the limit is reached at the growth of the samples: the likely figure and its range. */
export interface Forecast {
  /** Rounded down; 0 means within a day. */
  readonly daysToFull: number;
  readonly earliestDays: number;
  /** Absent when the slower end of the range never reaches the limit. */
  readonly latestDays?: number;
  /** Days of samples that it rests on. */
  readonly basisDays: number;
  /** Growth per day, in the limit's unit. */
  readonly perDay: number;
}

/** Growth far above what is usual for the target. */
export interface Jump {
  readonly from: Quantity;
  readonly to: Quantity;
  readonly sinceDays: number;
  /** What it usually grows in that time, in the limit's unit. */
  readonly usual: number;
}

/** Why a level is what it is. */
export type AlertCause = 'threshold' | 'forecast';

/** A muted notice counts, and is shown as muted. */
interface NoticeBase {
  readonly id: NoticeId;
  readonly at: Instant;
  readonly mutedBy?: MuteRef;
}

/** What notices and reports carry of a mute. */
export type MuteRef = Pick<Mute, 'id' | 'owner' | 'reason' | 'until'>;

/** A limit that was crossed, escalated, is still crossed, improved, or is resolved. */
export interface LimitNotice
  extends NoticeBase, Omit<JudgedFinding, 'state' | 'thresholds' | 'quotaReadAt' | 'remark'> {
  readonly kind: 'limit';
  readonly change: 'raised' | 'escalated' | 'reminded' | 'eased' | 'recovered';
  /** Sent because the mute under which it was last sent has ended. */
  readonly afterMute?: true;
  /** The level now; absent once recovered. */
  readonly level?: AlertLevel;
  readonly cause?: AlertCause;
  /** When the first alert of this episode was sent. */
  readonly since: Instant;
  readonly forecast?: Forecast;
  /** Growth over the last seven days of samples, in the limit's unit; negative when it shrank. */
  readonly weekGrowth?: number;
  /** A jump on the same day, which then has no notice of its own. */
  readonly jump?: Jump;
}

/** A limit that is not known in full. `used` is there where only the quota is not known. */
export type UnseenLimit = Pick<UnknownFinding, 'limit' | 'failure'> &
  Partial<Pick<UnknownFinding, 'used'>>;

/** A target of which not all limits can be measured any more, still cannot, or can again. */
export interface VisibilityNotice extends NoticeBase {
  readonly kind: 'sight';
  readonly change: 'blind' | 'still-blind' | 'sighted';
  readonly afterMute?: true;
  readonly target: Target;
  /** Empty once all can be measured again. */
  readonly unseen: readonly UnseenLimit[];
  readonly since: Instant;
}

export interface JumpNotice
  extends
    NoticeBase,
    Pick<JudgedFinding, 'target' | 'limit' | 'quota' | 'stated' | 'parent' | 'inventory'> {
  readonly kind: 'jump';
  readonly jump: Jump;
}

/**
 * An open alert that is not measured any more: its subject has left the configuration, or the account has
 * left a Region that only the list of defaults names.
 */
export interface ClosedNotice extends NoticeBase {
  readonly kind: 'closed';
  readonly account: AccountRef;
  readonly place: string;
  /** The limit's id, or `sight`. */
  readonly subject: string;
  readonly why:
    'account removed' | 'Region removed' | 'limit removed' | 'Region not enabled' | GoneReason;
  readonly since: Instant;
}

/** A mute has expired; what it covered is sent again. */
interface MuteExpiredNotice extends NoticeBase {
  readonly kind: 'mute-expired';
  readonly mute: MuteRef & { readonly covers: string };
}

/** A stored document of the watchdog could not be used, and what was done instead. */
export interface StateNotice extends NoticeBase {
  readonly kind: 'state';
  /** The stored mutes; absent for the state of alerts. */
  readonly store?: 'mutes';
  readonly problem: string;
  readonly remedy: string;
}

/** Topics whose messages do not reach all of their subscribers. */
export interface SubscriptionNotice extends NoticeBase {
  readonly kind: 'subscriptions';
  /** The worst of them, worst first; one or more. */
  readonly problems: readonly TopicProblem[];
  /** How many topics have a problem in all. */
  readonly count: number;
}

/**
 * The accounts could not be listed, still cannot, or can again; or accounts have no stage by any rule, are
 * not active, or are no longer watched.
 */
export interface DiscoveryNotice extends NoticeBase {
  readonly kind: 'discovery';
  readonly change:
    'blind' | 'still-blind' | 'sighted' | 'unstaged' | 'left-out' | 'gone' | 'rule-problem';
  /** In a few words. */
  readonly problem: string;
  /** Whole sentences. */
  readonly facts: readonly string[];
  readonly remedy?: string;
  /** The first of them. */
  readonly accounts: readonly (Pick<AccountRef, 'id' | 'name'> & { readonly why?: string })[];
  readonly count: number;
}

/** An account that may never be pruned has a prune role, still has it, or has it no longer. */
export interface PruneRoleNotice extends NoticeBase {
  readonly kind: 'prune-role';
  readonly change: 'raised' | 'reminded' | 'recovered' | 'closed';
  readonly account: AccountRef;
  /** Of one that is closed unread: whether the role is there is not known. */
  readonly why?: 'account removed' | 'stage is now nonprod' | GoneReason;
  readonly since: Instant;
}

export type Notice =
  | LimitNotice
  | VisibilityNotice
  | JumpNotice
  | ClosedNotice
  | MuteExpiredNotice
  | StateNotice
  | SubscriptionNotice
  | DiscoveryNotice
  | PruneRoleNotice;

/** The notices for one topic, in one message or, when that is too large, in several. */
export interface Digest {
  /** Of the route: `prod`, `nonprod`, or a configured name. */
  readonly group: string;
  readonly topicArn: string;
  /** Worst first. */
  readonly notices: readonly Notice[];
}
