import type { FailureReason } from '../../src/model/failure.ts';
import type { WireAnswer } from './wire.ts';

export interface Spelling {
  readonly errorName: string;
  readonly reason: FailureReason;
  readonly attempts: number;
  readonly answer: WireAnswer;
}

/** Returns a service's error in the format of its protocol. */
type ErrorOnTheWire = (status: number, name: string) => WireAnswer;

const NAMES: readonly (readonly [
  name: string,
  status: number,
  reason: FailureReason,
  attempts: number,
])[] = [
  ['AccessDenied', 403, 'denied', 1],
  ['AccessDeniedException', 403, 'denied', 1],
  ['AuthorizationError', 403, 'denied', 1],
  ['UnauthorizedOperation', 403, 'denied', 1],
  ['Forbidden', 403, 'denied', 1],
  ['ExpiredToken', 400, 'credentials', 1],
  ['ExpiredTokenException', 403, 'credentials', 1],
  ['InvalidClientTokenId', 403, 'credentials', 1],
  ['UnrecognizedClientException', 403, 'credentials', 1],
  ['AuthFailure', 401, 'credentials', 1],
  ['InvalidToken', 400, 'credentials', 1],
  ['SignatureDoesNotMatch', 403, 'credentials', 1],
  ['OptInRequired', 403, 'not-enabled', 1],
  ['TooManyRequestsException', 429, 'throttled', 3],
  ['Throttling', 400, 'throttled', 3],
  ['ThrottlingException', 400, 'throttled', 3],
  ['RequestLimitExceeded', 503, 'throttled', 3],
  ['SlowDown', 503, 'throttled', 3],
  ['TooManyRequests', 429, 'throttled', 3],
  ['ResourceNotFoundException', 404, 'absent', 1],
  ['NoSuchBucket', 404, 'absent', 1],
  ['ResourceConflictException', 409, 'conflict', 1],
  ['InternalError', 500, 'unavailable', 3],
  ['ServiceUnavailable', 503, 'unavailable', 3],
  ['SomethingNew', 400, 'unexpected', 1],
];

const broken = (name: string, code?: string): WireAnswer => ({
  broken: Object.assign(new Error('broken'), { name, ...(code === undefined ? {} : { code }) }),
});

/** Returns every way in which a read can fail, in the protocol of one service. */
export function spellings(errorOf: ErrorOnTheWire): readonly Spelling[] {
  return [
    ...NAMES.map(([errorName, status, reason, attempts]) => ({
      errorName,
      reason,
      attempts,
      answer: errorOf(status, errorName),
    })),
    {
      errorName: 'ECONNRESET',
      reason: 'unavailable',
      attempts: 3,
      answer: broken('Error', 'ECONNRESET'),
    },
    {
      errorName: 'ENOTFOUND',
      reason: 'unavailable',
      attempts: 3,
      answer: broken('Error', 'ENOTFOUND'),
    },
    { errorName: 'TimeoutError', reason: 'no-answer', attempts: 3, answer: broken('TimeoutError') },
    { errorName: 'AbortError', reason: 'out-of-time', attempts: 1, answer: broken('AbortError') },
  ];
}
