import { describe, expect, it } from 'vitest';

import type { FailureReason, ReadFailure } from '../../src/model/failure.ts';
import { FAILURE_REASONS } from '../../src/model/failure.ts';
import { noResult } from '../../src/watch/distributed/batches.ts';
import { actionsOf } from '../../src/limits/limit.ts';
import { catalogue } from '../../src/limits/catalogue.ts';
import { blindRemedyText, blindText, ownTrouble } from '../../src/text/blind-text.ts';

function failing(operation: string, reason: FailureReason, errorName = 'Odd'): ReadFailure {
  return { operation, reason, errorName, message: '', attempts: 1 };
}

/** Texts that ask a person to check the environment account. */
const ACCUSES =
  /the account is not suspended|check the role, its trust|of this account|Region not enabled/;

describe('a failure of the watchdog itself', () => {
  it.each<[string, ReadFailure, string]>([
    [
      "Lambda's concurrency in the tooling account",
      noResult('Lambda.TooManyRequestsException'),
      'Lambda in the tooling account had no concurrency left for the watchdog (lambda:InvokeFunction: Lambda.TooManyRequestsException)',
    ],
    [
      'a throttled Step Functions',
      noResult('StepFunctions.ThrottlingException'),
      "the watchdog's own batch of targets gave no result (lambda:InvokeFunction: StepFunctions.ThrottlingException)",
    ],
    [
      'a batch that timed out',
      noResult('States.Timeout'),
      "the watchdog's own batch ended at its timeout (lambda:InvokeFunction: States.Timeout)",
    ],
    [
      'a denied state bucket',
      failing('s3:GetObject', 'denied', 'AccessDenied'),
      "access to the watchdog's own state bucket denied (s3:GetObject: AccessDenied)",
    ],
    [
      'credentials that STS does not accept',
      failing('sts:AssumeRole', 'credentials', 'ExpiredToken'),
      "the watchdog's own credentials were not accepted (sts:AssumeRole: ExpiredToken)",
    ],
    [
      'STS that throttles',
      failing('sts:AssumeRole', 'throttled', 'Throttling'),
      'STS throttled the watchdog (sts:AssumeRole: Throttling)',
    ],
  ])('%s is reported as the watchdog’s own failure', (_what, failure, text) => {
    expect(blindText(failure)).toBe(text);
    expect(`${blindText(failure)} ${blindRemedyText(failure)}`).not.toMatch(ACCUSES);
  });

  it('is never reported as a fault of the measured account', () => {
    for (const operation of ['lambda:InvokeFunction', 's3:GetObject', 's3:PutObject']) {
      for (const reason of FAILURE_REASONS) {
        const failure = failing(operation, reason);
        expect(`${blindText(failure)} ${blindRemedyText(failure)}`).not.toMatch(ACCUSES);
      }
    }
  });

  it('is not reported for requests that measure an account', () => {
    for (const operation of [...actionsOf(catalogue, true), 'sts:AssumeRole']) {
      expect(ownTrouble(failing(operation, 'denied'))).toBeUndefined();
    }
  });
});
