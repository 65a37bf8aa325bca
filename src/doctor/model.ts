import type { AccountId, Region } from '../model/aws-ids.ts';
import type { AccountRef } from '../model/configuration.ts';
import type { ReadFailure } from '../model/failure.ts';
import type { RuleProblem } from '../model/discovery.ts';
import type { TopicProblem } from '../model/subscriptions.ts';

/** Results of a check, best first; of several the last one counts. */
export const CHECK_STATES = ['ok', 'not-tried', 'could-not-tell', 'problem'] as const;

export type CheckState = (typeof CHECK_STATES)[number];

/**
 * Which function asks: each has a role of its own, and only it can try that role's permissions. `caller`: the
 * person, with credentials of their own, who tries what no function may do.
 */
export type DoctorAsker = 'watch' | 'plan' | 'caller';

export type Attempt =
  { readonly kind: 'allowed' } | { readonly kind: 'refused'; readonly failure: ReadFailure };

/** What is where the deployment keeps its memory. */
export type MemoryFound =
  | { readonly kind: 'found' }
  | { readonly kind: 'missing' }
  /** `problem` follows the words "The stored state". */
  | { readonly kind: 'not-understood'; readonly problem: string }
  | { readonly kind: 'failed'; readonly failure: ReadFailure };

/** What came of a write whose condition cannot be met; `written`: the store ignored the condition. */
export type WriteAttempt = Attempt | { readonly kind: 'written'; readonly key: string };

/** What came of setting an alarm by hand. `error`: in AWS's words. */
export type AlarmTrial =
  | { readonly kind: 'delivered' | 'absent' | 'in-alarm' }
  | { readonly kind: 'not-delivered'; readonly topic: string; readonly error: string }
  | { readonly kind: 'not-put-back' | 'failed'; readonly failure: ReadFailure };

/** What came of sending a message to a queue; `left`: it was sent, and could not be deleted. */
export type QueueTrial =
  | { readonly kind: 'taken-back' }
  | { readonly kind: 'left'; readonly failure?: ReadFailure }
  | { readonly kind: 'failed'; readonly failure: ReadFailure };

/** What is examined: a permission by its IAM action, or `role`, `identity`, `region`, `prune role`. */
export type Subject = string;

interface Problem<Fact extends string> {
  readonly state: 'problem';
  readonly fact: Fact;
}

/** What a check found, without words. */
export type Verdict =
  | {
      readonly state: 'ok';
      /** `region-passed-over`: only the default list names this Region, so nothing is missed. */
      readonly fact: 'as-it-should-be' | 'region-passed-over' | 'no-prune-role' | 'no-memory-yet';
    }
  | {
      readonly state: 'not-tried';
      /** `others-role`: only the prune function has the role that may. */
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
  /** `error`: in AWS's words. */
  | (Problem<'alarm-not-delivered'> & { readonly topic: string; readonly error: string })
  /** Sentences on a mute that was made by command. */
  | (Problem<'mute-not-used'> & { readonly problem: string; readonly remedy: string })
  /** An active mute of nothing that is watched now; `id` is absent for one in `watchdog.yml`. */
  | (Problem<'mute-matches-nothing'> & {
      readonly covers: string;
      readonly owner: string;
      readonly id?: string;
    })
  | (Problem<'rule-problem'> & { readonly rule: RuleProblem })
  /** `missing`: what the bucket's policy lets others write, by the Sids of the statements that it lacks. */
  | (Problem<'bucket-not-guarded'> & { readonly missing: readonly string[] })
  | (Problem<'subscriptions'> & { readonly topic: TopicProblem });

export type CheckedAccount = Pick<AccountRef, 'id' | 'name'> & Partial<Pick<AccountRef, 'stage'>>;

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
  /** The worst of all checks, those whose lines are left out too. */
  readonly worst: CheckState;
  readonly counts: CheckCounts;
  readonly accounts: readonly { readonly account: CheckedAccount; readonly counts: CheckCounts }[];
  /** Everything that is not simply as it should be, worst first. */
  readonly lines: readonly CheckLine[];
  /** Lines that the answer has no room for. */
  readonly omittedLines: number;
  /** Non-production accounts that have, or may have, a prune role: there the plan function must read too. */
  readonly mayBePruned: readonly AccountId[];
}
