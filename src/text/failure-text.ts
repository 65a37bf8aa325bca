import type { FailureReason, ReadFailure } from '../model/failure.ts';
import { awsMessage, knownError } from './aws-words.ts';
import { plain } from './plain.ts';

const REASON_TEXT: Readonly<Record<FailureReason, string>> = {
  denied: 'access denied',
  credentials: 'credentials not accepted',
  'not-enabled': 'Region not enabled in this account',
  throttled: 'throttled by AWS',
  absent: 'does not exist',
  conflict: 'changed by something else meanwhile',
  unavailable: 'AWS did not answer properly',
  'no-answer': 'no answer in time',
  malformed: 'answer not understood',
  'not-recorded': 'no record of it, or none yet',
  'out-of-time': 'out of time',
  unexpected: 'unexpected error',
};

const REMEDY: Readonly<Record<FailureReason, string>> = {
  denied: 'check the role, its trust and external id, and any SCP, then run the watchdog again',
  credentials: 'check that the role still exists and that the account is not suspended',
  'not-enabled': 'remove this Region from the account in watchdog.yml or enable it',
  throttled: 'something else is using up the rate limit of this account; it is read again next run',
  absent: 'it may have been deleted while it was read; it is read again next run',
  conflict: 'it is read again next run',
  unavailable: 'see the AWS Health Dashboard; it is read again next run',
  'no-answer': 'see the AWS Health Dashboard; it is read again next run',
  malformed: 'update limits-watchdog if this stays',
  'not-recorded': 'it is read again next run',
  'out-of-time': "raise the function's timeout, or split the accounts over two deployments",
  unexpected: "see the watch function's log",
};

/** The cause and the name of a failure: `access denied (lambda:GetAccountSettings: AccessDeniedException)`. */
export function failureText(failure: ReadFailure): string {
  return `${causeText(failure)} (${nameText(failure)})`;
}

/** The operation, the error name and `awsMessage`: `lambda:GetAccountSettings: AccessDeniedException`. */
export function nameText(failure: ReadFailure): string {
  const message = awsMessage(failure);
  return `${plain(failure.operation)}: ${plain(failure.errorName)}${message === '' ? '' : `: ${message}`}`;
}

export function causeText(failure: ReadFailure): string {
  return knownError(failure)?.what ?? REASON_TEXT[failure.reason];
}

export function reasonText(reason: FailureReason): string {
  return REASON_TEXT[reason];
}

export function remedyText(failure: ReadFailure): string {
  return knownError(failure)?.remedy ?? REMEDY[failure.reason];
}
