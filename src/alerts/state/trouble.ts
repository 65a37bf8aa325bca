import type { ReadFailure } from '../../model/failure.ts';
import type { Digest, Notice, StateNotice } from '../../model/notice.ts';
import { noticeId, subjectKey } from '../../model/notice.ts';
import type { Instant } from '../../model/time.ts';
import type { PendingDigest } from '../../model/watch-state.ts';
import { severityOf } from '../notices/severity.ts';

/** A problem with the alert memory and its remedy, each in complete sentences. */
export interface StateTrouble {
  readonly problem: string;
  readonly remedy: string;
}

export type TroubleDestination = Pick<Digest, 'group' | 'topicArn'>;

const WITHOUT_MEMORY =
  'Until it can be used, every run sends all critical and not-measured alerts again, and no others.';

export function unreadableTrouble(
  failure: ReadFailure,
  problem = 'The stored state could not be read.',
): StateTrouble {
  const { operation, errorName, message } = failure;
  return {
    problem: `${problem} (${operation}: ${errorName}: ${message}) ${WITHOUT_MEMORY}`,
    remedy: remedyFor(failure),
  };
}

export function unsavedTrouble(failure: ReadFailure): StateTrouble {
  return unreadableTrouble(failure, 'The stored state could not be saved.');
}

export function setAsideTrouble(problem: string, isRestored: boolean): StateTrouble {
  return {
    problem: isRestored
      ? `${problem} Alerts sent since then may be sent again.`
      : `${problem} The state starts empty: open alerts are sent again, and forecasts need a week of samples.`,
    remedy:
      'Check that no other deployment uses the same state.bucket and state.key, and that nothing but the watchdog writes there.',
  };
}

/** Returns a problem as a notice numbered by time: without memory a count may repeat, and receivers drop known ids. */
export function troubleNotice(trouble: StateTrouble, at: Instant): StateNotice {
  return { kind: 'state', id: noticeId(subjectKey('state'), at), at, ...trouble };
}

/** Adds `notice` to the first digest for that destination, or else to a new digest before all others. */
export function withTrouble(
  digests: readonly PendingDigest[],
  notice: StateNotice,
  to: TroubleDestination,
): readonly PendingDigest[] {
  const at = digests.findIndex(
    ({ digest }) => digest.group === to.group && digest.topicArn === to.topicArn,
  );
  if (at < 0) return [{ digest: { ...to, notices: [notice] }, memories: [] }, ...digests];
  return digests.map((one, index) =>
    index === at
      ? { ...one, digest: { ...one.digest, notices: [...one.digest.notices, notice] } }
      : one,
  );
}

/** Returns what runs without memory send: unmuted critical or unmeasured limits, problems of state or subscriptions. */
export function urgentDigests(digests: readonly PendingDigest[]): readonly Digest[] {
  return digests
    .map(({ digest }) => ({ ...digest, notices: digest.notices.filter(isUrgent) }))
    .filter(({ notices }) => notices.length > 0);
}

function isUrgent(notice: Notice): boolean {
  if (notice.kind === 'state' || notice.kind === 'subscriptions') return true;
  return notice.mutedBy === undefined && ['critical', 'blind'].includes(severityOf(notice));
}

function remedyFor({ reason }: ReadFailure): string {
  switch (reason) {
    case 'denied':
      return 'Allow the watch role s3:GetObject, s3:PutObject and, on the bucket, s3:ListBucket: without the last, S3 does not distinguish a missing object from a forbidden one. Check the bucket policy and the key of its encryption as well.';
    case 'absent':
      return 'Create the bucket of state.bucket, or correct its name.';
    case 'conflict':
      return 'S3 refuses conditional writes of the state although no other run has saved it. Check that nothing else writes state.key, and that no proxy or S3-compatible endpoint is between the watch function and S3.';
    default:
      return 'If the next run says the same, look up the failure in the log of the watch function.';
  }
}
