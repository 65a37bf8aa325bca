import type { FailureReason, ReadFailure } from '../model/failure.ts';
import { member, numberIn, textIn } from './members.ts';

/** A failed call to AWS, with the failure as data. */
export class AwsCallError extends Error {
  override readonly name = 'AwsCallError';
  readonly failure: ReadFailure;

  constructor(failure: ReadFailure, cause?: unknown) {
    super(`${failure.operation}: ${failure.errorName}: ${failure.message}`, { cause });
    this.failure = failure;
  }
}

/** @throws AwsCallError, which names `operation`, when `call` fails. */
export async function withOperation<Answer>(
  operation: string,
  call: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await call();
  } catch (error) {
    throw new AwsCallError(readFailure(error, operation), error);
  }
}

/** The reason of a signal that is aborted when time is up. */
export class OutOfTime extends Error {
  override readonly name = 'OutOfTime';

  constructor() {
    super('the run had to end before this was read');
  }
}

export class IncompleteAnswer extends Error {
  override readonly name = 'IncompleteAnswer';
}

/** AWS answered in full, and has no record. */
export class NotRecorded extends Error {
  override readonly name = 'NotRecorded';
}

/** Error names, each as at least one AWS service or Node itself spells it. */
const REASON_BY_NAME: Readonly<Record<string, FailureReason>> = {
  AccessDenied: 'denied',
  AccessDeniedException: 'denied',
  AuthorizationError: 'denied',
  KmsAccessDeniedException: 'denied',
  KmsAccessDenied: 'denied',
  KmsDisabled: 'denied',
  KmsInvalidKeyUsage: 'denied',
  KmsInvalidState: 'denied',
  KmsNotFound: 'denied',
  KmsOptInRequired: 'denied',
  'KMS.AccessDeniedException': 'denied',
  'KMS.DisabledException': 'denied',
  'KMS.NotFoundException': 'denied',
  KMSAccessDenied: 'denied',
  KMSAccessDeniedException: 'denied',
  KMSDisabled: 'denied',
  KMSDisabledException: 'denied',
  KMSInvalidState: 'denied',
  KMSInvalidStateException: 'denied',
  KMSNotFound: 'denied',
  KMSNotFoundException: 'denied',
  KMSOptInRequired: 'denied',
  AuthorizationErrorException: 'denied',
  UnauthorizedOperation: 'denied',
  Forbidden: 'denied',
  ExpiredToken: 'credentials',
  ExpiredTokenException: 'credentials',
  InvalidClientTokenId: 'credentials',
  InvalidAccessKeyId: 'credentials',
  UnrecognizedClientException: 'credentials',
  AuthFailure: 'credentials',
  InvalidToken: 'credentials',
  SignatureDoesNotMatch: 'credentials',
  InvalidSignatureException: 'credentials',
  RequestTimeTooSkewed: 'credentials',
  RequestExpired: 'credentials',
  RequestInTheFuture: 'credentials',
  CredentialsProviderError: 'credentials',
  OptInRequired: 'not-enabled',
  SubscriptionRequiredException: 'not-enabled',
  RegionDisabledException: 'not-enabled',
  TooManyRequestsException: 'throttled',
  TooManyRequests: 'throttled',
  Throttling: 'throttled',
  Throttled: 'throttled',
  ThrottledException: 'throttled',
  KmsThrottlingException: 'throttled',
  KmsThrottled: 'throttled',
  KMSThrottling: 'throttled',
  KMSThrottlingException: 'throttled',
  ThrottlingException: 'throttled',
  RequestLimitExceeded: 'throttled',
  RequestThrottled: 'throttled',
  RequestThrottledException: 'throttled',
  SlowDown: 'throttled',
  ResourceNotFoundException: 'absent',
  ProvisionedConcurrencyConfigNotFoundException: 'absent',
  NoSuchResourceException: 'absent',
  NoSuchEntity: 'absent',
  NoSuchEntityException: 'absent',
  NoSuchBucket: 'absent',
  NoSuchKey: 'absent',
  NotFound: 'absent',
  NotFoundException: 'absent',
  ResourceConflictException: 'conflict',
  PreconditionFailed: 'conflict',
  ConditionalRequestConflict: 'conflict',
  PartialData: 'unavailable',
  ServiceException: 'unavailable',
  ServiceUnavailable: 'unavailable',
  ServiceUnavailableException: 'unavailable',
  InternalError: 'unavailable',
  InternalFailure: 'unavailable',
  InternalServerError: 'unavailable',
  InternalServerException: 'unavailable',
  ProxyError: 'unavailable',
  TimeoutError: 'no-answer',
  RequestTimeout: 'no-answer',
  RequestTimeoutException: 'no-answer',
  SyntaxError: 'malformed',
  IncompleteAnswer: 'malformed',
  NotRecorded: 'not-recorded',
  OutOfTime: 'out-of-time',
  AbortError: 'out-of-time',
};

/** Node's network errors have a code only. */
const REASON_BY_CODE: Readonly<Record<string, FailureReason>> = {
  ECONNRESET: 'unavailable',
  ECONNREFUSED: 'unavailable',
  EPIPE: 'unavailable',
  EHOSTUNREACH: 'unavailable',
  ENETUNREACH: 'unavailable',
  ERR_STREAM_PREMATURE_CLOSE: 'unavailable',
  ETIMEDOUT: 'no-answer',
  ENOTFOUND: 'unavailable',
  EAI_AGAIN: 'unavailable',
};

const LONGEST_MESSAGE = 300;
const LONGEST_NAME = 100;

/**
 * The failure for anything thrown; `unexpected` where neither name nor status is known. Only this file knows
 * the error names of AWS.
 */
export function readFailure(error: unknown, operation: string): ReadFailure {
  if (error instanceof AwsCallError) return error.failure;
  const seen = describe(error);
  return {
    reason: reasonOf(seen),
    operation,
    errorName: oneLine(nameOf(seen), LONGEST_NAME),
    message: oneLine(messageOf(seen), LONGEST_MESSAGE),
    attempts: seen.attempts,
    ...(seen.requestId === undefined ? {} : { requestId: seen.requestId }),
  };
}

function describe(error: unknown) {
  const metadata = member(error, '$metadata');
  const attempts = numberIn(metadata, 'attempts') ?? 1;
  return {
    name: textIn(error, 'name') || (error === null ? 'null' : typeof error),
    code: textIn(error, 'code'),
    message: textIn(error, 'message') ?? textOf(error),
    status: numberIn(metadata, 'httpStatusCode'),
    // The last attempt was not sent.
    attempts: error instanceof OutOfTime ? attempts - 1 : attempts,
    requestId: textIn(metadata, 'requestId'),
  };
}

/** Not every object can be made into a string. */
function textOf(thrown: unknown): string {
  return typeof thrown === 'object' && thrown !== null ? '' : String(thrown);
}

type ErrorFacts = ReturnType<typeof describe>;

function reasonOf({ name, code, status }: ErrorFacts): FailureReason {
  // The SDK calls some broken connections "TimeoutError".
  const byCode = entry(REASON_BY_CODE, code);
  if (byCode !== undefined) return byCode;
  const byName = entry(REASON_BY_NAME, name);
  // An unparsable body is a SyntaxError, or an error by its status.
  if (byName !== undefined && byName !== 'malformed') return byName;
  if (status === 429) return 'throttled';
  if (status === 403) return 'denied';
  if (status !== undefined && status >= 500) return 'unavailable';
  if (byName === 'malformed' || (status !== undefined && status < 300)) return 'malformed';
  return 'unexpected';
}

/** The code of a broken connection, which Node calls "Error". */
function nameOf({ name, code }: ErrorFacts): string {
  if (code === undefined) return name;
  const isPlain = name === 'Error' || name === 'TypeError';
  return isPlain || entry(REASON_BY_CODE, code) !== undefined ? code : name;
}

/** A parser quotes its input, which may be an environment variable. */
function messageOf({ name, message }: ErrorFacts): string {
  return name === 'SyntaxError' ? 'the answer cannot be parsed' : message;
}

/** Own entries only: an error may be called "constructor". */
function entry(table: typeof REASON_BY_NAME, key = ''): FailureReason | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

/** AWS repeats the headers of a request with a wrong signature, the session token too. */
const SESSION_TOKEN = /(x-amz-security-token\s*[:=]\s*)[^\s&'"]+/gi;

/** One short line without control characters: AWS's text may quote user input. */
function oneLine(text: string, longest: number): string {
  const flat = text
    .replace(SESSION_TOKEN, '$1(hidden)')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  if (flat.length <= longest) return flat;
  // The end names the policy of a denial. Surrogate pairs are not split.
  const half = (longest - 1) / 2;
  const head = flat.slice(0, Math.ceil(half)).replace(/[\ud800-\udbff]$/, '');
  const tail = flat.slice(flat.length - Math.floor(half)).replace(/^[\udc00-\udfff]/, '');
  return `${head}…${tail}`;
}

/**
 * The result of `act`, or that of `failed` for a failed call to AWS; `failed` may throw `error` again.
 * @throws every error that is no AwsCallError
 */
export async function catchFailure<T>(
  act: () => Promise<T>,
  failed: (failure: ReadFailure, error: AwsCallError) => T | Promise<T>,
): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof AwsCallError)) throw error;
    return failed(error.failure, error);
  }
}
