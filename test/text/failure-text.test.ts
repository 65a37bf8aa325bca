import { describe, expect, it } from 'vitest';

import type { ReadFailure } from '../../src/model/failure.ts';
import { readFailure } from '../../src/aws/failures.ts';
import { causeText, failureText, remedyText } from '../../src/text/failure-text.ts';

function failing(operation: string, name: string, message: string, status = 403): ReadFailure {
  const error = Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status } });
  return readFailure(error, operation);
}

const POLICY = 'arn:aws:organizations::111111111111:policy/o-abc/service_control_policy/p-12345678';
const DENIED =
  'User: arn:aws:sts::222222222222:assumed-role/limits-watchdog-read/run is not authorized to perform: lambda:ListFunctions on resource: *';

describe('the message of AWS', () => {
  it.each<[string, ReadFailure, string]>([
    [
      'the policy that denies, by name',
      failing(
        'lambda:ListFunctions',
        'AccessDeniedException',
        `${DENIED} with an explicit deny in a service control policy: ${POLICY}`,
      ),
      `access denied (lambda:ListFunctions: AccessDeniedException: with an explicit deny in a service control policy: ${POLICY})`,
    ],
    [
      'the kind of policy, where AWS names none',
      failing(
        'lambda:ListFunctions',
        'AccessDeniedException',
        `${DENIED} because no service control policy allows the lambda:ListFunctions action`,
      ),
      'access denied (lambda:ListFunctions: AccessDeniedException: because no service control policy allows the lambda:ListFunctions action)',
    ],
    [
      'nothing more of a role that lacks a permission',
      failing(
        'lambda:ListFunctions',
        'AccessDeniedException',
        `${DENIED} because no identity-based policy allows the lambda:ListFunctions action`,
      ),
      'access denied (lambda:ListFunctions: AccessDeniedException)',
    ],
    [
      'which Region STS is not activated in',
      failing(
        'sts:AssumeRole',
        'RegionDisabledException',
        'STS is not activated in this region for account:222222222222. Your account administrator can activate STS in this region using the IAM Console.',
      ),
      'STS is not activated in this Region (sts:AssumeRole: RegionDisabledException: STS is not activated in this region for account:222222222222. Your account administrator can activate STS in this region using the IAM Console.)',
    ],
    [
      'that Service Quotas does not have a quota',
      failing(
        'servicequotas:GetAWSDefaultServiceQuota',
        'NoSuchResourceException',
        'The request failed because the specified quota does not exist.',
        400,
      ),
      'Service Quotas does not have this quota here (servicequotas:GetAWSDefaultServiceQuota: NoSuchResourceException: The request failed because the specified quota does not exist.)',
    ],
    [
      'a clock that is wrong',
      failing(
        's3:ListAllMyBuckets',
        'RequestTimeTooSkewed',
        "The difference between the request time and the server's time is too large.",
      ),
      "the time of the request is not the time of AWS (s3:ListAllMyBuckets: RequestTimeTooSkewed: The difference between the request time and the server's time is too large.)",
    ],
    [
      'the key of a topic',
      failing(
        'sns:Publish',
        'KMSAccessDenied',
        'The ciphertext refers to a customer master key that does not exist.',
        400,
      ),
      'access to the KMS key of the topic denied (sns:Publish: KMSAccessDenied: The ciphertext refers to a customer master key that does not exist.)',
    ],
  ])('is shown: %s', (_what, failure, text) => {
    expect(failureText(failure)).toBe(text);
  });

  it.each<[string, string, string]>([
    ['RegionDisabledException', 'not-enabled', 'activate STS'],
    ['RequestTimeTooSkewed', 'credentials', 'correct the clock'],
    ['RequestExpired', 'credentials', 'correct the clock'],
    ['KMSAccessDeniedException', 'denied', 'KMS key'],
    ['KMSDisabledException', 'denied', 'KMS key'],
    ['KMSInvalidStateException', 'denied', 'KMS key'],
    ['KMSNotFoundException', 'denied', 'KMS key'],
    ['AccessDenied', 'denied', 'check the role'],
  ])('for %s gives the reason %s and the remedy', (name, reason, step) => {
    const failure = failing('sns:Publish', name, 'no', 400);
    expect(failure.reason).toBe(reason);
    expect(remedyText(failure)).toContain(step);
    expect(causeText(failure)).not.toContain('Region not enabled in this account');
  });

  it('for a quota that Service Quotas does not have names that cause, and not a deletion', () => {
    const operation = 'servicequotas:GetAWSDefaultServiceQuota';
    const failure = failing(operation, 'NoSuchResourceException', 'no', 400);
    expect(failure.reason).toBe('absent');
    expect(causeText(failure)).toBe('Service Quotas does not have this quota here');
    expect(remedyText(failure)).toContain('state the quota');
    expect(`${failureText(failure)} ${remedyText(failure)}`).not.toContain('deleted');
  });

  it('contains nothing that a terminal or an e-mail would interpret', () => {
    const failure: ReadFailure = {
      reason: 'denied',
      operation: 'sns:Publish',
      errorName: 'KMSAccessDenied',
      message: 'a\u001b[31mb\u202ec',
      attempts: 1,
    };
    expect(failureText(failure)).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});
