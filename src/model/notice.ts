import type { AccountId, Brand } from './aws-ids.ts';
import type { CodeInventory } from './code-inventory.ts';
import type { AccountRef } from './configuration.ts';
import type { GoneReason } from './discovery.ts';
import type { ReadFailure } from './failure.ts';
import type { OwnIncrease } from './increase/increase.ts';
import type { FigureTime, QuotaIncrease, WorstParent } from './finding.ts';
import type { LimitId, Responsibility } from './limit.ts';
import type { TopicProblem } from './subscriptions.ts';
import type { Target } from './target.ts';
import { targetKey } from './target.ts';
import type { Instant } from './time.ts';
import type { Quantity } from './units.ts';

/**
 * The same for the same notice, however often it is sent: a receiver that has seen it may drop it.
 * Made of the subject's key and a number that counts the notices about that subject.
 */
export type NoticeId = Brand<string, 'NoticeId'>;

export function noticeId(subject: SubjectKey, sequence: number): NoticeId {
  return `${subject}#${sequence}` as NoticeId;
}

/** What a notice is about, over all runs: `111111111111/eu-west-1/lambda-code-storage`, or `…/blind` for the sight of a target. */
export type SubjectKey = Brand<string, 'SubjectKey'>;

/** @throws TypeError for an empty key. */
export function subjectKey(value: string): SubjectKey {
  if (value === '') throw new TypeError('a subject key cannot be empty');
  return value as SubjectKey;
}

/** The key of one limit of one target. */
export function limitKey({
  target,
  limit,
}: {
  readonly target: Target;
  readonly limit: LimitId;
}): SubjectKey {
  return subjectKey(`${targetKey(target)}/${limit}`);
}

export type AlertLevel = 'warn' | 'critical';

/** Days until the limit is reached, if growth goes on as it did: the likely figure and its range. */
export interface Forecast {
  /** Floored, as everything that is printed; 0 means within a day. */
  readonly daysToFull: number;
  readonly earliestDays: number;
  /** Absent when the slower end of the range never reaches the limit. */
  readonly latestDays?: number;
  /** Days of samples that it rests on. */
  readonly basisDays: number;
  /** Growth per day, in the limit's unit. */
  readonly perDay: number;
}

/** Growth far outside what is usual for the target. */
export interface Jump {
  readonly from: Quantity;
  readonly to: Quantity;
  readonly sinceDays: number;
  /** What it usually grows in that time, in the limit's unit. */
  readonly usual: number;
}

/** Why a level is what it is. */
export type AlertCause = 'threshold' | 'forecast';

interface NoticeBase {
  readonly id: NoticeId;
  readonly at: Instant;
  /** Set while a mute covers the subject: it still counts, and is shown as muted. */
  readonly mutedBy?: MuteRef;
}

export interface MuteRef {
  /** Of one that a command has made: what `unmute` takes. Absent for those in `watchdog.yml`. */
  readonly id?: string;
  readonly owner: string;
  readonly reason: string;
  readonly until: Instant;
}

/** A limit that was crossed, got worse, stays so, got better, or is clear again. */
export interface LimitNotice extends NoticeBase {
  readonly kind: 'limit';
  readonly change: 'raised' | 'escalated' | 'reminded' | 'eased' | 'recovered';
  /** Sent since the mute under which it was last sent has ended: news to who is sent no muted notices. */
  readonly afterMute?: true;
  readonly target: Target;
  readonly limit: LimitId;
  /** The level now; absent once recovered. */
  readonly level?: AlertLevel;
  readonly cause?: AlertCause;
  readonly used: Quantity;
  readonly quota: Quantity;
  /** When this episode was first told. */
  readonly since: Instant;
  /** Who states `quota` in the configuration, since AWS's own value could not be read. */
  readonly stated?: Responsibility;
  /** Of what the figures are, where the limit is about each of several things. */
  readonly parent?: WorstParent;
  /** Of which moment the usage is. Absent: of the run. */
  readonly figure?: FigureTime;
  readonly forecast?: Forecast;
  readonly increase?: QuotaIncrease;
  /** What the watchdog itself requested, or would. */
  readonly ownIncrease?: OwnIncrease;
  readonly inventory?: CodeInventory;
  /** Growth over the last seven days of samples, in the limit's unit; negative when it shrank. */
  readonly weekGrowth?: number;
  /** A jump on the same day, which then has no notice of its own. */
  readonly jump?: Jump;
}

/** A limit that is not known in full. */
export interface UnseenLimit {
  readonly limit: LimitId;
  readonly failure: ReadFailure;
  /** Present where the usage is known and only the quota is not. */
  readonly used?: Quantity;
}

/** A target that can no longer be seen wholly, still cannot, or can again. */
export interface VisibilityNotice extends NoticeBase {
  readonly kind: 'sight';
  readonly change: 'blind' | 'still-blind' | 'sighted';
  /** Sent since the mute under which it was last sent has ended: news to who is sent no muted notices. */
  readonly afterMute?: true;
  readonly target: Target;
  /** Each limit that is not known, with why; empty once sighted. */
  readonly unseen: readonly UnseenLimit[];
  readonly since: Instant;
}

export interface JumpNotice extends NoticeBase {
  readonly kind: 'jump';
  readonly target: Target;
  readonly limit: LimitId;
  readonly quota: Quantity;
  /** As of a limit's notice. */
  readonly stated?: Responsibility;
  readonly parent?: WorstParent;
  readonly jump: Jump;
  readonly inventory?: CodeInventory;
}

/**
 * An open alert that will not be measured any more: its subject has left the configuration, or the
 * account is no longer in a Region that only the list of defaults names.
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

/** A mute has run out; what it covered is told again. */
interface MuteExpiredNotice extends NoticeBase {
  readonly kind: 'mute-expired';
  readonly mute: MuteRef & { readonly covers: string };
}

/** Something that the watchdog keeps could not be used, and what was done instead. */
export interface StateNotice extends NoticeBase {
  readonly kind: 'state';
  /** The kept mutes; absent for the memory of alerts. */
  readonly store?: 'mutes';
  readonly problem: string;
  readonly remedy: string;
}

/** Topics whose messages do not reach everybody that they should reach. */
export interface SubscriptionNotice extends NoticeBase {
  readonly kind: 'subscriptions';
  /** The first of them, worst first; one or more. */
  readonly problems: readonly TopicProblem[];
  /** How many topics have a problem in all. */
  readonly count: number;
}

/**
 * How the accounts were found: that they could not be, still cannot, or can again; or accounts of which
 * no rule gives the stage, that are not active, or that are watched no longer.
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
  /** The first of those that it is about. */
  readonly accounts: readonly {
    readonly id: AccountId;
    readonly name: string;
    readonly why?: string;
  }[];
  /** How many those are in all. */
  readonly count: number;
}

/** An account that may never be pruned has a prune role, still has it, or has it no longer. */
export interface PruneRoleNotice extends NoticeBase {
  readonly kind: 'prune-role';
  readonly change: 'raised' | 'reminded' | 'recovered' | 'closed';
  readonly account: AccountRef;
  /** Of one that is closed without a look: nobody says that the role is gone. */
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

/** The notices that go to one topic in one message (or in several, when one would be too large). */
export interface Digest {
  /** Of the route: `prod`, `nonprod`, or a configured name. */
  readonly group: string;
  readonly topicArn: string;
  /** Worst first. */
  readonly notices: readonly Notice[];
}
