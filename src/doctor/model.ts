import type { AccountId, Region } from '../model/aws-ids.ts';
import type { AccountRef } from '../model/configuration.ts';
import type { ReadFailure } from '../model/failure.ts';
import type { RuleProblem } from '../model/discovery.ts';
import type { TopicProblem } from '../model/subscriptions.ts';

/** The possible results of a check, from best to worst. */
export const CHECK_STATES = ['ok', 'not-tried', 'could-not-tell', 'problem'] as const;

export type CheckState = (typeof CHECK_STATES)[number];

/**
 * Who tests permissions. Each function can test only those of its own role; `caller` is the person at the command
 * line, whose own credentials test what no function may do.
 */
export type DoctorAsker = 'watch' | 'plan' | 'caller';

/** The result of a request that tests a permission. */
export type Attempt =
  { readonly kind: 'allowed' } | { readonly kind: 'refused'; readonly failure: ReadFailure };

/** The result of reading the stored state of the deployment. */
export type MemoryReading =
  | { readonly kind: 'found' }
  | { readonly kind: 'missing' }
  /** `problem` continues a sentence that begins with "The stored state". */
  | { readonly kind: 'not-understood'; readonly problem: string }
  | { readonly kind: 'failed'; readonly failure: ReadFailure };

/** The result of a write whose condition cannot be met. `written`: the store ignored the condition. */
export type WriteAttempt = Attempt | { readonly kind: 'written'; readonly key: string };

/** The result of setting an alarm to ALARM as a test. `error` is AWS's message. */
export type AlarmTrial =
  | { readonly kind: 'delivered' | 'absent' | 'in-alarm' }
  | { readonly kind: 'not-delivered'; readonly topic: string; readonly error: string }
  | { readonly kind: 'not-put-back' | 'failed'; readonly failure: ReadFailure };

/** The result of sending a test message to a queue. `left`: the message was sent and could not be deleted. */
export type QueueTrial =
  | { readonly kind: 'taken-back' }
  | { readonly kind: 'left'; readonly failure?: ReadFailure }
  | { readonly kind: 'failed'; readonly failure: ReadFailure };

/** What a check tests: an IAM action, also as `action (resource)`, or a word such as `role`, `region`, `mutes`. */
export type Subject = string;

interface Problem<Fact extends string> {
  readonly state: 'problem';
  readonly fact: Fact;
}

/** The result of a check as codes and values, without sentences. */
export type Verdict =
  | {
      readonly state: 'ok';
      /** `region-passed-over`: a Region that is not enabled and only in the default list, so it need not be watched. */
      readonly fact: 'as-it-should-be' | 'region-passed-over' | 'no-prune-role' | 'no-memory-yet';
    }
  | {
      readonly state: 'not-tried';
      /** `others-role`: only the role of the prune function has the permission, so this function cannot test it. */
      readonly fact:
        'would-publish' | 'would-send-events' | 'would-delete' | 'others-role' | 'in-alarm';
    }
  | { readonly state: 'could-not-tell'; readonly failure: ReadFailure }
  | (Problem<
      | 'denied'
      | 'denied-by-organisation'
      | 'denied-by-boundary'
      | 'region-not-enabled'
      | 'bucket-absent'
    > & { readonly failure: ReadFailure })
  /** `administers-stack-sets`: the tooling account is a delegated administrator for StackSets. */
  | Problem<
      | 'prune-role-in-production'
      | 'prune-role-and-no-stage'
      | 'administers-stack-sets'
      | 'condition-ignored'
      | 'schedule-paused'
      | 'alarm-absent'
      | 'alarm-not-put-back'
      | 'message-left'
    >
  | (Problem<'other-account'> & { readonly found: AccountId })
  | (Problem<'memory-not-understood'> & { readonly problem: string })
  /** `error` is AWS's message. */
  | (Problem<'alarm-not-delivered'> & { readonly topic: string; readonly error: string })
  /** A mute that a command made and that is not used; `problem` and `remedy` are sentences. */
  | (Problem<'mute-not-used'> & { readonly problem: string; readonly remedy: string })
  /** An active mute that matches nothing that is watched; `id` is absent for a mute of `watchdog.yml`. */
  | (Problem<'mute-matches-nothing'> & {
      readonly covers: string;
      readonly owner: string;
      readonly id?: string;
    })
  | (Problem<'rule-problem'> & { readonly rule: RuleProblem })
  /** `missing`: the Sids of the statements that the bucket policy lacks, so that other roles may write. */
  | (Problem<'bucket-not-guarded'> & { readonly missing: readonly string[] })
  | (Problem<'subscriptions'> & { readonly topic: TopicProblem });

export type CheckedAccount = Pick<AccountRef, 'id' | 'name'> & Partial<Pick<AccountRef, 'stage'>>;

export interface CheckResult {
  readonly account: CheckedAccount;
  /** Absent for a check of the whole account. */
  readonly region?: Region;
  readonly subject: Subject;
  readonly verdict: Verdict;
}

/** The code of a line: what was found, why it could not be determined, or `not-asked` if no function answered. */
export type LineCode =
  | Exclude<Verdict, { readonly state: 'could-not-tell' }>['fact']
  | ReadFailure['reason']
  | 'not-asked';

/** One line of the report: the results of one subject in an account, for all Regions with the same result. */
export interface CheckLine {
  readonly state: CheckState;
  readonly askedBy: DoctorAsker;
  readonly account: CheckedAccount;
  /** Empty for a check of the whole account. */
  readonly regions: readonly Region[];
  readonly subject: Subject;
  /** A `LineCode` of the version of the function that answered; absent in answers of older versions. */
  readonly code?: string;
  readonly sentence: string;
  /** What to do; absent when there is nothing to do. */
  readonly todo?: string;
  /** What to check one after the other; absent when `todo` says everything. */
  readonly steps?: readonly string[];
}

export interface CheckCounts {
  readonly ok: number;
  readonly notTried: number;
  readonly couldNotTell: number;
  readonly problem: number;
}

export interface DoctorReport {
  readonly version: 1;
  readonly kind: 'limits-watchdog.doctor-report';
  readonly askedBy: DoctorAsker;
  readonly deployment: string;
  readonly runId: string;
  /** The worst result of all checks, including checks whose lines are left out. */
  readonly worst: CheckState;
  readonly counts: CheckCounts;
  readonly accounts: readonly { readonly account: CheckedAccount; readonly counts: CheckCounts }[];
  /** The results other than plain `ok`, worst first. */
  readonly lines: readonly CheckLine[];
  /** The number of lines that are left out because the answer would be too large for Lambda. */
  readonly omittedLines: number;
  /** Nonprod accounts that have a prune role, or may have one: the plan function must test these accounts too. */
  readonly mayBePruned: readonly AccountId[];
}
