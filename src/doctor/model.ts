import type { AccountId, Region } from '../model/aws-ids.ts';
import type { AccountRef } from '../model/configuration.ts';
import type { ReadFailure } from '../model/failure.ts';
import type { RuleProblem } from '../model/discovery.ts';
import type { TopicProblem } from '../model/subscriptions.ts';

/** What a check may come to, best first; of several the last one counts. */
export const CHECK_STATES = ['ok', 'not-tried', 'could-not-tell', 'problem'] as const;

export type CheckState = (typeof CHECK_STATES)[number];

/**
 * Which function asks: each has a role of its own, and only it can try that role's permissions. `caller`: the
 * person, with credentials of their own, who tries what no function may do.
 */
export type DoctorAsker = 'watch' | 'plan' | 'caller';

/** What came of trying one request. */
export type Attempt =
  { readonly kind: 'allowed' } | { readonly kind: 'refused'; readonly failure: ReadFailure };

/** What lies where the deployment keeps its memory. */
export type MemoryFound =
  | { readonly kind: 'found' }
  | { readonly kind: 'missing' }
  /** `problem` follows the words "The stored state". */
  | { readonly kind: 'not-understood'; readonly problem: string }
  | { readonly kind: 'failed'; readonly failure: ReadFailure };

/** What came of a write whose condition cannot hold. */
export type WriteAttempt =
  | Attempt
  | { readonly kind: 'written'; /** The condition was not looked at. */ readonly key: string };

/** What came of setting an alarm by hand. */
export type AlarmTrial =
  | { readonly kind: 'delivered' | 'absent' | 'in-alarm' }
  /** `error`: in AWS's words. */
  | { readonly kind: 'not-delivered'; readonly topic: string; readonly error: string }
  | { readonly kind: 'not-put-back' | 'failed'; readonly failure: ReadFailure };

/** What came of sending a message to a queue. */
export type QueueTrial =
  | { readonly kind: 'taken-back' }
  /** It was sent, and could not be deleted. */
  | { readonly kind: 'left'; readonly failure?: ReadFailure }
  | { readonly kind: 'failed'; readonly failure: ReadFailure };

/** What is examined: a permission by its IAM action, or `role`, `identity`, `region`, `prune role`. */
export type Subject = string;

/** What a check found, without words. */
export type Verdict =
  | {
      readonly state: 'ok';
      readonly fact:
        | 'as-it-should-be'
        /** Only the default list names this Region, so nothing is missed. */
        | 'region-passed-over'
        | 'no-prune-role'
        | 'no-memory-yet';
    }
  | {
      readonly state: 'not-tried';
      /** `others-role`: only the prune function has the role that may. */
      readonly fact:
        'would-publish' | 'would-send-events' | 'would-delete' | 'others-role' | 'in-alarm';
    }
  | { readonly state: 'could-not-tell'; readonly failure: ReadFailure }
  | {
      readonly state: 'problem';
      readonly fact:
        | 'denied'
        | 'denied-by-organisation'
        | 'denied-by-boundary'
        | 'region-not-enabled'
        | 'bucket-absent';
      readonly failure: ReadFailure;
    }
  | { readonly state: 'problem'; readonly fact: 'other-account'; readonly found: AccountId }
  | {
      readonly state: 'problem';
      readonly fact: 'prune-role-in-production' | 'prune-role-and-no-stage';
    }
  /** The tooling account is a delegated administrator for StackSets. */
  | {
      readonly state: 'problem';
      readonly fact: 'administers-stack-sets';
    }
  | { readonly state: 'problem'; readonly fact: 'memory-not-understood'; readonly problem: string }
  | { readonly state: 'problem'; readonly fact: 'condition-ignored' | 'schedule-paused' }
  | {
      readonly state: 'problem';
      readonly fact: 'alarm-absent' | 'alarm-not-put-back' | 'message-left';
    }
  /** `error`: in AWS's words. */
  | {
      readonly state: 'problem';
      readonly fact: 'alarm-not-delivered';
      readonly topic: string;
      readonly error: string;
    }
  /** Sentences on a mute that was made by command. */
  | {
      readonly state: 'problem';
      readonly fact: 'mute-not-used';
      readonly problem: string;
      readonly remedy: string;
    }
  /** An active mute of nothing that is watched now. */
  | {
      readonly state: 'problem';
      readonly fact: 'mute-matches-nothing';
      readonly covers: string;
      readonly owner: string;
      /** Absent for one in `watchdog.yml`. */
      readonly id?: string;
    }
  | { readonly state: 'problem'; readonly fact: 'rule-problem'; readonly rule: RuleProblem }
  /** `missing`: what the bucket's policy lets others write, by the Sids of the statements that it lacks. */
  | {
      readonly state: 'problem';
      readonly fact: 'bucket-not-guarded';
      readonly missing: readonly string[];
    }
  | { readonly state: 'problem'; readonly fact: 'subscriptions'; readonly topic: TopicProblem };

export type CheckedAccount = Pick<AccountRef, 'id' | 'name'> & Partial<Pick<AccountRef, 'stage'>>;

/** One thing that was examined, and what was found. */
export interface Examined {
  readonly account: CheckedAccount;
  /** Absent for what concerns the account as a whole. */
  readonly region?: Region;
  readonly subject: Subject;
  readonly verdict: Verdict;
}

/** What a line says, for a program: what was found, why it could not be determined, or `not-asked`. */
export type LineCode =
  | Exclude<Verdict, { readonly state: 'could-not-tell' }>['fact']
  | ReadFailure['reason']
  | 'not-asked';

/** One line for a person: the same finding about the same subject, of all Regions that share it. */
export interface CheckLine {
  readonly state: CheckState;
  readonly askedBy: DoctorAsker;
  readonly account: CheckedAccount;
  /** None for what concerns the account as a whole. */
  readonly regions: readonly Region[];
  readonly subject: Subject;
  /** A `LineCode` of the version that answered; absent in answers of former versions. */
  readonly code?: string;
  readonly sentence: string;
  /** What to do about it; absent where nothing is to be done. */
  readonly todo?: string;
  /** What to look at in turn, where `todo` is more than one thing. */
  readonly steps?: readonly string[];
}

/** How many checks came to what. */
export interface CheckCounts {
  readonly ok: number;
  readonly notTried: number;
  readonly couldNotTell: number;
  readonly problem: number;
}

/** What the doctor of one function answers. */
export interface DoctorReport {
  readonly version: 1;
  readonly kind: 'limits-watchdog.doctor-report';
  readonly askedBy: DoctorAsker;
  readonly deployment: string;
  readonly runId: string;
  /** The worst of all checks, those whose lines are left out too. */
  readonly worst: CheckState;
  readonly counts: CheckCounts;
  readonly accounts: readonly { readonly account: CheckedAccount; readonly counts: CheckCounts }[];
  /** All that is not simply as it should be, worst first. */
  readonly lines: readonly CheckLine[];
  /** Lines that the answer has no room for. */
  readonly omittedLines: number;
  /** Non-production accounts that have, or may have, a prune role: there the plan function must read too. */
  readonly mayBePruned: readonly AccountId[];
}
