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
 * The id of a notice: the key of its subject and its number among the notices on that subject. A notice that is
 * sent again has the same id, so that receivers can drop the duplicate.
 */
export type NoticeId = Brand<string, 'NoticeId'>;

export function noticeId(subject: SubjectKey, sequence: number): NoticeId {
  return `${subject}#${sequence}` as NoticeId;
}

/**
 * The subject of a notice, the same in all runs: `111111111111/eu-west-1/lambda-code-storage`, or `…/blind` for
 * visibility.
 */
export type SubjectKey = Brand<string, 'SubjectKey'>;

/** @throws TypeError for an empty key. */
export function subjectKey(value: string): SubjectKey {
  if (value === '') throw new TypeError('a subject key cannot be empty');
  return value as SubjectKey;
}

/** The key of the subject in the id of a notice. */
export function subjectIn(id: NoticeId): SubjectKey {
  return subjectKey(id.slice(0, id.lastIndexOf('#')));
}

export function limitKey({ target, limit }: Pick<JudgedFinding, 'target' | 'limit'>): SubjectKey {
  return subjectKey(`${targetKey(target)}/${limit}`);
}

export type AlertLevel = 'warn' | 'critical';

/** The days until a limit is reached if usage grows as in the stored samples: the likely number and its range. */
export interface Forecast {
  /** The likely number of days, rounded down; 0 means within a day. */
  readonly daysToFull: number;
  readonly earliestDays: number;
  /** Absent when the limit is never reached at the slowest likely growth. */
  readonly latestDays?: number;
  /** The number of days of samples behind the forecast. */
  readonly basisDays: number;
  /** Growth per day, in the unit of the limit. */
  readonly perDay: number;
}

/** A growth in usage far above the usual growth of the target. */
export interface Jump {
  readonly from: Quantity;
  readonly to: Quantity;
  readonly sinceDays: number;
  /** The usual growth in the same number of days, in the unit of the limit. */
  readonly usual: number;
}

/** What raised an alert to its level: the current usage, or a forecast of it. */
export type AlertCause = 'threshold' | 'forecast';

/** A notice with `mutedBy` causes no message. A message that other notices cause shows it as muted. */
interface NoticeBase {
  readonly id: NoticeId;
  readonly at: Instant;
  readonly mutedBy?: MuteRef;
}

/** The fields of a mute that notices and reports show. */
export type MuteRef = Pick<Mute, 'id' | 'owner' | 'reason' | 'until'>;

/** A notice that a limit was crossed, escalated, is still crossed, improved, or is resolved. */
export interface LimitNotice
  extends NoticeBase, Omit<JudgedFinding, 'state' | 'thresholds' | 'quotaReadAt' | 'remark'> {
  readonly kind: 'limit';
  readonly change: 'raised' | 'escalated' | 'reminded' | 'eased' | 'recovered';
  /** Present when the notice is sent because a mute that covered the alert has ended. */
  readonly afterMute?: true;
  /** The current level; absent when the alert is resolved. */
  readonly level?: AlertLevel;
  readonly cause?: AlertCause;
  /** When the alert began, even if a mute delayed its first notice. */
  readonly since: Instant;
  readonly forecast?: Forecast;
  /** Growth over the last seven days of samples, in the unit of the limit; negative when usage shrank. */
  readonly weekGrowth?: number;
  /** A jump in usage on the same day. It then has no notice of its own. */
  readonly jump?: Jump;
}

/** A limit whose usage or value is unknown. `used` is present when only the value is unknown. */
export type UnseenLimit = Pick<UnknownFinding, 'limit' | 'failure'> &
  Partial<Pick<UnknownFinding, 'used'>>;

/** A notice that some limits of a target can no longer be measured, still cannot, or all can again. */
export interface VisibilityNotice extends NoticeBase {
  readonly kind: 'sight';
  readonly change: 'blind' | 'still-blind' | 'sighted';
  readonly afterMute?: true;
  readonly target: Target;
  /** The limits that cannot be measured; empty once all can be measured again. */
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
 * A notice that an open alert is closed without being resolved: its account, Region or limit has left the
 * configuration, or the account has disabled a Region that is only in the default list.
 */
export interface ClosedNotice extends NoticeBase {
  readonly kind: 'closed';
  readonly account: AccountRef;
  readonly place: string;
  /** The id of the limit, or `sight` for the visibility of the target. */
  readonly subject: string;
  readonly why:
    'account removed' | 'Region removed' | 'limit removed' | 'Region not enabled' | GoneReason;
  readonly since: Instant;
}

/** A notice that a mute has expired. The open alerts that it covered are sent again. */
interface MuteExpiredNotice extends NoticeBase {
  readonly kind: 'mute-expired';
  readonly mute: MuteRef & { readonly covers: string };
}

/** A notice that a stored document of the watchdog could not be used, and what was done instead. */
export interface StateNotice extends NoticeBase {
  readonly kind: 'state';
  /** `mutes` for the stored mutes; absent for the state of alerts. */
  readonly store?: 'mutes';
  readonly problem: string;
  readonly remedy: string;
}

/** A notice on topics whose messages do not reach all of their subscribers. */
export interface SubscriptionNotice extends NoticeBase {
  readonly kind: 'subscriptions';
  /** The worst problems, worst first. There is at least one. */
  readonly problems: readonly TopicProblem[];
  /** The number of all topics with a problem. */
  readonly count: number;
}

/**
 * A notice on the discovery of accounts: the organisation could not be listed, still cannot, or can again; accounts
 * match no stage rule, are not active or are no longer watched; or a rule has a problem.
 */
export interface DiscoveryNotice extends NoticeBase {
  readonly kind: 'discovery';
  readonly change:
    'blind' | 'still-blind' | 'sighted' | 'unstaged' | 'left-out' | 'gone' | 'rule-problem';
  /** The problem in a few words. */
  readonly problem: string;
  /** Details in whole sentences. */
  readonly facts: readonly string[];
  readonly remedy?: string;
  /** The first of the accounts concerned; `count` is the number of all of them. */
  readonly accounts: readonly (Pick<AccountRef, 'id' | 'name'> & { readonly why?: string })[];
  readonly count: number;
}

/** A notice that an account that may never be pruned has a prune role, still has it, or no longer has it. */
export interface PruneRoleNotice extends NoticeBase {
  readonly kind: 'prune-role';
  readonly change: 'raised' | 'reminded' | 'recovered' | 'closed';
  readonly account: AccountRef;
  /** Why the alert is closed although the role was not read; whether the role still exists is unknown. */
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

/** The notices for one topic. They are sent in one message, or in several when it would be too large. */
export interface Digest {
  /** `prod`, `nonprod`, or the name of the route. */
  readonly group: string;
  readonly topicArn: string;
  /** Worst first. */
  readonly notices: readonly Notice[];
}
