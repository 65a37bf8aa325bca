/** Why a call to AWS gave no result. */
export const FAILURE_REASONS = [
  'denied', // a policy, trust or organisation rule forbids it
  'credentials', // the credentials are expired or not accepted
  'not-enabled', // the account has not opted into the Region
  'throttled', // AWS refused the request and its retries because of the rate of calls
  'absent', // what was requested does not exist
  'conflict', // the resource has changed meanwhile or is being changed
  'unavailable', // AWS answered with a server error, or the connection broke
  'no-answer', // no answer came in time
  'malformed', // the answer cannot be understood or lacks what was requested
  'not-recorded', // AWS's records do not reach back far enough, or do not show the event yet
  'out-of-time', // the run ended before the answer could be read
  'unexpected', // none of these
] as const;

export type FailureReason = (typeof FAILURE_REASONS)[number];

/** A failed call to AWS, as data. */
export interface ReadFailure {
  readonly reason: FailureReason;
  /** The operation as an IAM action, such as `lambda:GetAccountSettings`. */
  readonly operation: string;
  /** The error's own name, as AWS spelled it. */
  readonly errorName: string;
  /** One line for a person: AWS's text without control characters, cut to a bounded length. */
  readonly message: string;
  /** The number of requests that were sent, retries included. */
  readonly attempts: number;
  readonly requestId?: string;
  /** The ARN or name of the resource that could not be read. Present only if the operation reads several. */
  readonly resource?: string;
}
