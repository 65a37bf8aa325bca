import type { ReadFailure } from '../model/failure.ts';
import type { KnownError } from './aws-words.ts';
import { causeText, failureText, nameText, remedyText } from './failure-text.ts';

const LOOK_UP =
  "see the execution of the watchdog's state machine and the watch function's log in the tooling account";

/**
 * Errors of the Lambda function that measures a batch of targets.
 * https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html#error-handling-error-representation
 */
const BATCH_ERRORS: ReadonlyMap<string, KnownError> = new Map(
  Object.entries({
    'Lambda.TooManyRequestsException': {
      what: 'Lambda in the tooling account had no concurrency left for the watchdog',
      remedy:
        "raise Lambda's concurrency quota in the tooling account, or reserve less of it for other functions there",
    },
    NotPlanned: {
      what: 'the watchdog was deployed again during the run',
      remedy: 'it is read again next run',
    },
    'States.Timeout': { what: "the watchdog's own batch ended at its timeout", remedy: LOOK_UP },
  }),
);

const BUCKET_REMEDY =
  'allow the watch role s3:GetObject and s3:PutObject in the state bucket; check the bucket policy and the key of its encryption as well';

const OWN_CREDENTIALS: KnownError = {
  what: "the watchdog's own credentials were not accepted",
  remedy:
    'check the role of the watch function and whatever answers for STS in the tooling account',
};

/**
 * STS counts AssumeRole requests for the account that sends them.
 * https://repost.aws/knowledge-center/iam-sts-throttling-error
 */
const STS_THROTTLED: KnownError = {
  what: 'STS throttled the watchdog',
  remedy:
    'something else uses up the rate of STS in the tooling account; it is read again next run',
};

/**
 * The cause and remedy of a failure in the tooling account; undefined when the fault is in the measured account.
 * Requests that are listed here use only credentials of the tooling account.
 */
export function ownTrouble({ operation, reason, errorName }: ReadFailure): KnownError | undefined {
  switch (operation) {
    case 'lambda:InvokeFunction':
      return (
        BATCH_ERRORS.get(errorName) ?? {
          what: "the watchdog's own batch of targets gave no result",
          remedy: LOOK_UP,
        }
      );
    case 's3:GetObject':
    case 's3:PutObject':
      return reason === 'denied'
        ? { what: "access to the watchdog's own state bucket denied", remedy: BUCKET_REMEDY }
        : { what: "the watchdog's own result of a batch could not be used", remedy: LOOK_UP };
    case 'sts:AssumeRole':
      if (reason === 'throttled') return STS_THROTTLED;
      return reason === 'credentials' ? OWN_CREDENTIALS : undefined;
    default:
      return undefined;
  }
}

/** Like `failureText`, but describes a fault of the watchdog itself as such (see `ownTrouble`). */
export function blindText(failure: ReadFailure): string {
  const own = ownTrouble(failure);
  return own === undefined ? failureText(failure) : `${own.what} (${nameText(failure)})`;
}

/** Like `causeText`, but gives the cause of a fault of the watchdog itself. */
export function blindCauseText(failure: ReadFailure): string {
  return ownTrouble(failure)?.what ?? causeText(failure);
}

/** Like `remedyText`, but gives the remedy of a fault of the watchdog itself. */
export function blindRemedyText(failure: ReadFailure): string {
  return ownTrouble(failure)?.remedy ?? remedyText(failure);
}
