import type { BucketStatement } from '../documents/bucket-policy.ts';
import type { AccountId, RoleArn } from '../model/aws-ids.ts';
import type { AccountRef, ConfiguredRegion } from '../model/configuration.ts';
import type {
  AlarmTrial,
  Attempt,
  CheckState,
  MemoryReading,
  QueueTrial,
  Verdict,
  WriteAttempt,
} from './model.ts';
import type { RolePresence } from '../model/prune-role.ts';
import type { BucketPolicyReading } from './bucket-policy.ts';
import { missingStatements } from './bucket-policy.ts';
import { CHECK_STATES } from './model.ts';
import type { ReadFailure } from '../model/failure.ts';
import type { CallerIdentity } from '../prune/model/recheck.ts';
import type { TopicProblem } from '../model/subscriptions.ts';
import { isOptIn } from '../model/regions.ts';
import { isRefusedByRegion } from '../accounts/regions-not-enabled.ts';

const FINE: Verdict = { state: 'ok', fact: 'as-it-should-be' };

/** The verdict on a permission, from a request that needs it; unknown if that fails without a denial or NoSuchBucket. */
export function diagnoseAttempt(attempt: Attempt): Verdict {
  return attempt.kind === 'allowed' ? FINE : diagnoseFailure(attempt.failure);
}

export function diagnoseIdentity(account: AccountId, identity: CallerIdentity): Verdict {
  if (identity.kind === 'failed') {
    return { state: 'could-not-tell', failure: identity.failure };
  }
  if (identity.value === account) return FINE;
  return { state: 'problem', fact: 'other-account', found: identity.value };
}

/**
 * The verdict on whether an account has enabled a Region, from the first request there; `open` when that request
 * does not show it. In a Region that is not enabled, AWS refuses valid credentials like invalid ones. So the
 * Region counts as not enabled only if it is an opt-in Region and the credentials have just proved valid.
 */
export function diagnoseRegion(
  { region, origin }: ConfiguredRegion,
  first: Attempt,
  identity: CallerIdentity,
): Verdict | 'open' {
  if (first.kind === 'allowed' || identity.kind === 'failed') return 'open';
  const { failure } = first;
  if (!isOptIn(region) || !isRefusedByRegion(failure)) return 'open';
  return origin === 'default'
    ? { state: 'ok', fact: 'region-passed-over' }
    : { state: 'problem', fact: 'region-not-enabled', failure };
}

/** The verdict on the prune role. Only nonprod accounts may have one: not production, and not an unknown stage. */
export function diagnosePruneRole(
  { stage }: Pick<AccountRef, 'stage'>,
  role: RolePresence,
): Verdict {
  switch (role.kind) {
    case 'unknown':
      // An account whose roles cannot be read may have a prune role.
      return { state: 'could-not-tell', failure: role.failure };
    case 'present':
      switch (stage) {
        case 'nonprod':
          return FINE;
        case 'prod':
          return { state: 'problem', fact: 'prune-role-in-production' };
        case 'unstaged':
          return { state: 'problem', fact: 'prune-role-and-no-stage' };
      }
    case 'absent':
      return stage === 'nonprod' ? { state: 'ok', fact: 'no-prune-role' } : FINE;
  }
}

export function diagnoseMemory(found: MemoryReading): Verdict {
  switch (found.kind) {
    case 'found':
      return FINE;
    case 'missing':
      return { state: 'ok', fact: 'no-memory-yet' };
    case 'not-understood':
      return { state: 'problem', fact: 'memory-not-understood', problem: found.problem };
    case 'failed':
      return diagnoseFailure(found.failure);
  }
}

export function diagnoseWrite(attempt: WriteAttempt): Verdict {
  return attempt.kind === 'written'
    ? { state: 'problem', fact: 'condition-ignored' }
    : diagnoseAttempt(attempt);
}

/** The verdict on the subscriptions of a topic. @param problem undefined when they are as they should be */
export function diagnoseSubscriptions(problem: TopicProblem | undefined): Verdict {
  if (problem === undefined) return FINE;
  const { failure } = problem;
  return problem.problem === 'not-read' && failure !== undefined
    ? diagnoseFailure(failure)
    : { state: 'problem', fact: 'subscriptions', topic: problem };
}

export function diagnoseBucketPolicy(
  found: BucketPolicyReading,
  expected: readonly BucketStatement[],
  optionalRoles: readonly RoleArn[],
): Verdict {
  if (found.kind === 'failed') return diagnoseFailure(found.failure);
  const policy = found.kind === 'found' ? found.text : '';
  const missing = missingStatements(policy, expected, optionalRoles);
  return missing.length === 0 ? FINE : { state: 'problem', fact: 'bucket-not-guarded', missing };
}

export function diagnoseAlarm(trial: AlarmTrial): Verdict {
  switch (trial.kind) {
    case 'delivered':
      return FINE;
    case 'in-alarm':
      return { state: 'not-tried', fact: 'in-alarm' };
    case 'absent':
      return { state: 'problem', fact: 'alarm-absent' };
    case 'not-delivered': {
      const { topic, error } = trial;
      return { state: 'problem', fact: 'alarm-not-delivered', topic, error };
    }
    case 'not-put-back':
      return { state: 'problem', fact: 'alarm-not-put-back' };
    case 'failed':
      return diagnoseFailure(trial.failure);
  }
}

export function diagnoseQueue(trial: QueueTrial): Verdict {
  switch (trial.kind) {
    case 'taken-back':
      return FINE;
    case 'left':
      return { state: 'problem', fact: 'message-left' };
    case 'failed':
      return diagnoseFailure(trial.failure);
  }
}

export function worstOf(states: Iterable<CheckState>): CheckState {
  const seen = new Set(states);
  return CHECK_STATES.findLast((state) => seen.has(state)) ?? 'could-not-tell';
}

function diagnoseFailure(failure: ReadFailure): Verdict {
  if (failure.errorName === 'NoSuchBucket') {
    return { state: 'problem', fact: 'bucket-absent', failure };
  }
  if (failure.reason !== 'denied') return { state: 'could-not-tell', failure };
  return { state: 'problem', fact: denialOf(failure), failure };
}

/**
 * The kind of policy that denies the request, from the text of AWS's message; `denied` when it does not say.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
function denialOf({
  message,
}: ReadFailure): 'denied' | 'denied-by-organisation' | 'denied-by-boundary' {
  if (/service control polic|resource control polic/i.test(message))
    return 'denied-by-organisation';
  return /permissions boundary/i.test(message) ? 'denied-by-boundary' : 'denied';
}
