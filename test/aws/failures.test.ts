import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  withOperation,
  AwsCallError,
  IncompleteAnswer,
  OutOfTime,
  readFailure,
} from '../../src/aws/failures.ts';
import type { FailureReason } from '../../src/model/failure.ts';
import { FAILURE_REASONS } from '../../src/model/failure.ts';

const OPERATION = 'lambda:ListFunctions';

/** Returns an error in the form in which the SDK throws it. */
function sdkError(name: string, status?: number, message = 'no'): Error {
  return Object.assign(new Error(message), {
    name,
    $metadata: { httpStatusCode: status, attempts: 3, requestId: 'request-1' },
  });
}

/** Returns an error in the form in which Node throws it. */
function nodeError(code: string, name = 'Error', message = `read ${code}`): Error {
  return Object.assign(new Error(message), { name, code });
}

const reasonOf = (error: unknown): FailureReason => readFailure(error, OPERATION).reason;

describe('the reason of a failure', () => {
  it.each<[FailureReason, readonly string[]]>([
    [
      'denied',
      [
        'AccessDenied',
        'AccessDeniedException',
        'AuthorizationError',
        'AuthorizationErrorException',
        'UnauthorizedOperation',
        'Forbidden',
      ],
    ],
    [
      'credentials',
      [
        'ExpiredToken',
        'ExpiredTokenException',
        'InvalidClientTokenId',
        'UnrecognizedClientException',
        'AuthFailure',
        'InvalidToken',
        'SignatureDoesNotMatch',
      ],
    ],
    ['not-enabled', ['OptInRequired']],
    [
      'throttled',
      [
        'TooManyRequestsException',
        'Throttling',
        'ThrottlingException',
        'RequestLimitExceeded',
        'SlowDown',
        'TooManyRequests',
        'RequestThrottledException',
      ],
    ],
    [
      'absent',
      [
        'ResourceNotFoundException',
        'NoSuchResourceException',
        'NoSuchEntity',
        'NoSuchBucket',
        'NoSuchKey',
      ],
    ],
    ['conflict', ['ResourceConflictException', 'PreconditionFailed', 'ConditionalRequestConflict']],
  ])('is %s for each error name of AWS', (reason, names) => {
    for (const name of names) {
      expect(readFailure(sdkError(name, 400), OPERATION)).toMatchObject({
        reason,
        errorName: name,
      });
    }
  });

  it('depends on the name before the status: S3 sends SlowDown with 503, and ExpiredToken with 403', () => {
    expect(reasonOf(sdkError('SlowDown', 503))).toBe('throttled');
    expect(reasonOf(sdkError('ExpiredToken', 403))).toBe('credentials');
    expect(reasonOf(sdkError('TooManyRequestsException', 400))).toBe('throttled');
  });

  it.each<[number, FailureReason]>([
    [429, 'throttled'],
    [403, 'denied'],
    [500, 'unavailable'],
    [502, 'unavailable'],
    [503, 'unavailable'],
    [504, 'unavailable'],
    [200, 'malformed'],
    [400, 'unexpected'],
    [404, 'unexpected'],
    [418, 'unexpected'],
  ])('depends on the status %d when the name is not known: %s', (status, reason) => {
    expect(reasonOf(sdkError('SomethingNew', status))).toBe(reason);
  });

  it.each<[number | undefined, FailureReason]>([
    [200, 'malformed'],
    [undefined, 'malformed'],
    [400, 'malformed'],
    [429, 'throttled'],
    [502, 'unavailable'],
  ])('of a body that cannot be parsed, with status %s, is %s', (status, reason) => {
    expect(reasonOf(sdkError('SyntaxError', status))).toBe(reason);
  });

  it.each<[string, FailureReason]>([
    ['ECONNRESET', 'unavailable'],
    ['ECONNREFUSED', 'unavailable'],
    ['EPIPE', 'unavailable'],
    ['ENOTFOUND', 'unavailable'],
    ['EAI_AGAIN', 'unavailable'],
    ['ETIMEDOUT', 'no-answer'],
  ])(
    'of a broken connection depends on its code, for any name of the error: %s',
    (code, reason) => {
      for (const name of ['Error', 'TypeError', 'TimeoutError', 'AggregateError']) {
        expect(readFailure(nodeError(code, name), OPERATION)).toMatchObject({
          reason,
          errorName: code,
        });
      }
    },
  );

  it('is "unavailable" when the connection broke during the answer', () => {
    expect(reasonOf(Object.assign(new Error('aborted'), { code: 'ECONNRESET' }))).toBe(
      'unavailable',
    );
    expect(reasonOf(Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }))).toBe(
      'unavailable',
    );
  });

  it('is "no-answer" when nothing came in time', () => {
    expect(reasonOf(sdkError('TimeoutError'))).toBe('no-answer');
  });

  it('is "out-of-time" when the run ended first', () => {
    expect(reasonOf(new OutOfTime())).toBe('out-of-time');
    expect(reasonOf(sdkError('AbortError'))).toBe('out-of-time');
  });

  it('is "malformed" when something is missing in the answer', () => {
    expect(reasonOf(new IncompleteAnswer('the answer holds no Buckets'))).toBe('malformed');
  });
});

describe('any thrown value', () => {
  it.each<[string, unknown, string, string]>([
    ['a string', 'broken', 'string', 'broken'],
    ['nothing', undefined, 'undefined', 'undefined'],
    ['null', null, 'null', 'null'],
    ['a number', 42, 'number', '42'],
    ['a symbol', Symbol('s'), 'symbol', 'Symbol(s)'],
    ['an object', { a: 1 }, 'object', ''],
    ['an object without a prototype', Object.create(null), 'object', ''],
    ['an object like an error', { name: 'AccessDenied', message: 'no' }, 'AccessDenied', 'no'],
    ['an error without a name', Object.assign(new Error('no'), { name: '' }), 'object', 'no'],
    [
      'an error with odd fields',
      Object.assign(new Error('x'), { name: 7, code: 7, message: 7 }),
      'object',
      '',
    ],
    ['an error named like a method', sdkError('constructor', 400), 'constructor', 'no'],
    ['an error coded like a method', nodeError('toString', 'Odd', 'no'), 'Odd', 'no'],
  ])('is a failure as data: %s', (_what, thrown, errorName, message) => {
    const failure = readFailure(thrown, OPERATION);
    expect(failure).toMatchObject({ operation: OPERATION, errorName, message });
    expect(FAILURE_REASONS).toContain(failure.reason);
  });

  it('gives a complete failure that can be written as JSON', () => {
    fc.assert(
      fc.property(fc.anything(), (thrown) => {
        const failure = readFailure(thrown, OPERATION);
        expect(FAILURE_REASONS).toContain(failure.reason);
        expect(JSON.parse(JSON.stringify(failure))).toEqual(failure);
      }),
    );
  });

  it('that is an AwsCallError keeps its failure, so that the innermost call is named', () => {
    const failure = readFailure(sdkError('AccessDenied', 403), 'sts:AssumeRole');
    expect(readFailure(new AwsCallError(failure), OPERATION)).toBe(failure);
  });
});

describe('the fields of a failure', () => {
  it('contain the request id and the number of attempts', () => {
    expect(readFailure(sdkError('InternalError', 500), OPERATION)).toEqual({
      reason: 'unavailable',
      operation: OPERATION,
      errorName: 'InternalError',
      message: 'no',
      attempts: 3,
      requestId: 'request-1',
    });
  });

  it('count no attempt when time was up before the request was sent', () => {
    expect(readFailure(new OutOfTime(), OPERATION).attempts).toBe(0);
  });

  it('contain a message of one bounded line without control characters, whatever AWS quotes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 800 }), (text) => {
        const { message, errorName } = readFailure(sdkError(`N${text}`, 400, text), OPERATION);
        expect(message.length).toBeLessThanOrEqual(300);
        expect(errorName.length).toBeLessThanOrEqual(100);
        expect(`${message}${errorName}`).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      }),
    );
    const escape = readFailure(
      sdkError('X', 400, 'a\u001b[31m\r\nb\u202ec\u2028d\u0000'),
      OPERATION,
    );
    expect(escape.message).toBe('a [31m b c d');
  });

  it('contain a message that is not cut within a character', () => {
    const text = `${'x'.repeat(149)}🪣${'y'.repeat(500)}🪣${'z'.repeat(148)}`;
    const { message } = readFailure(new Error(text), OPERATION);
    expect(message).toBe(`${'x'.repeat(149)}…${'z'.repeat(148)}`);
  });

  it('contain the end of a message that is cut, where AWS names the denying policy', () => {
    const policy =
      'arn:aws:organizations::111111111111:policy/o-abc/service_control_policy/p-12345678';
    const text = `User: arn:aws:sts::222222222222:assumed-role/limits-watchdog-read/${'s'.repeat(64)} is not authorized to perform: servicequotas:GetServiceQuota on resource: arn:aws:servicequotas:us-east-1:222222222222:s3/L-DC2B2D3D with an explicit deny in a service control policy: ${policy}`;
    const { message } = readFailure(sdkError('AccessDeniedException', 400, text), OPERATION);
    expect(message).toHaveLength(300);
    expect(message).toContain(`with an explicit deny in a service control policy: ${policy}`);
  });

  it('contain no part of an answer that could not be parsed', () => {
    let thrown: unknown;
    try {
      JSON.parse('{"Variables":{"PASSWORD": hunter2-hunter2}}');
    } catch (error) {
      thrown = error;
    }
    expect(String(thrown)).toContain('hunter2');
    expect(JSON.stringify(readFailure(thrown, OPERATION))).not.toContain('hunter2');
  });

  it('contain no session token, although AWS repeats the headers of a rejected request', () => {
    const message =
      "The request signature we calculated does not match. The Canonical String should have been 'GET\n/\n\nhost:lambda\nx-amz-security-token:FwoGSECRET/abc+def==\n\nhost'";
    const failure = readFailure(sdkError('SignatureDoesNotMatch', 403, message), OPERATION);
    expect(failure.message).not.toContain('SECRET');
    expect(failure.message).toContain('x-amz-security-token:(hidden)');
  });

  it('contain nothing of the request and the response that are attached to an SDK error', () => {
    const error = Object.assign(sdkError('AccessDenied', 403), {
      $response: { headers: { 'set-cookie': 'SECRET' }, body: 'SECRET' },
      $fault: 'client',
      request: { headers: { authorization: 'SECRET' } },
      Credentials: 'SECRET',
    });
    expect(JSON.stringify(readFailure(error, OPERATION))).not.toContain('SECRET');
  });
});

describe('withOperation', () => {
  it('returns the answer', async () => {
    await expect(withOperation(OPERATION, () => Promise.resolve(7))).resolves.toBe(7);
  });

  it('fails with the operation, the name and the cause', async () => {
    const cause = sdkError('AccessDenied', 403);
    const failing = withOperation(OPERATION, () => Promise.reject(cause));
    await expect(failing).rejects.toBeInstanceOf(AwsCallError);
    await expect(failing).rejects.toMatchObject({
      message: 'lambda:ListFunctions: AccessDenied: no',
      failure: { reason: 'denied' },
      cause,
    });
  });

  it('fails with an AwsCallError even when the call throws before a request', async () => {
    const failing = withOperation(OPERATION, () => {
      throw new RangeError('too long');
    });
    await expect(failing).rejects.toMatchObject({ failure: { reason: 'unexpected' } });
  });
});
