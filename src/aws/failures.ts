import type { FailureReason, ReadFailure } from '../model/failure.ts';
import { member, numberIn, textIn } from './members.ts';

/** The error for a failed call to AWS. `failure` describes it as data. */
export class AwsCallError extends Error {
  override readonly name = 'AwsCallError';
  readonly failure: ReadFailure;

  constructor(failure: ReadFailure, cause?: unknown) {
    super(`${failure.operation}: ${failure.errorName}: ${failure.message}`, { cause });
    this.failure = failure;
  }
}

/** The result of `call`. @throws AwsCallError, which names `operation`, when `call` throws anything. */
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

/** The error with which a signal is aborted when the time of the run is up. */
export class OutOfTime extends Error {
  override readonly name = 'OutOfTime';

  constructor() {
    super('the run had to end before this was read');
  }
}

/** The error for an answer of AWS that lacks what was requested or cannot be understood. */
export class IncompleteAnswer extends Error {
  override readonly name = 'IncompleteAnswer';
}

/** The error for a complete answer of AWS that shows no record of what was requested. */
export class NotRecorded extends Error {
  override readonly name = 'NotRecorded';
}

/** The failure reason of each error name. Each name is one that some AWS service or Node itself uses. */
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

/** The failure reason of network errors of Node, which are recognised by their `code` only. */
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

/** The failure for anything thrown. The reason is `unexpected` if its code, name and HTTP status match no other. */
export function readFailure(error: unknown, operation: string): ReadFailure {
  if (error instanceof AwsCallError) return error.failure;
  const properties = propertiesOf(error);
  return {
    reason: reasonOf(properties),
    operation,
    errorName: oneLine(nameOf(properties), LONGEST_NAME),
    message: oneLine(messageOf(properties), LONGEST_MESSAGE),
    attempts: properties.attempts,
    ...(properties.requestId === undefined ? {} : { requestId: properties.requestId }),
  };
}

function propertiesOf(error: unknown) {
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

/** The thrown value as text; empty for an object, since not every object can be converted to a string. */
function textOf(thrown: unknown): string {
  return typeof thrown === 'object' && thrown !== null ? '' : String(thrown);
}

type ErrorProperties = ReturnType<typeof propertiesOf>;

function reasonOf({ name, code, status }: ErrorProperties): FailureReason {
  // The SDK calls some broken connections "TimeoutError".
  const byCode = reasonIn(REASON_BY_CODE, code);
  if (byCode !== undefined) return byCode;
  const byName = reasonIn(REASON_BY_NAME, name);
  // An unparsable body is a SyntaxError, or an error by its status.
  if (byName !== undefined && byName !== 'malformed') return byName;
  if (status === 429) return 'throttled';
  if (status === 403) return 'denied';
  if (status !== undefined && status >= 500) return 'unavailable';
  if (byName === 'malformed' || (status !== undefined && status < 300)) return 'malformed';
  return 'unexpected';
}

/** The name of the error or, for a network error or a plain `Error` or `TypeError` with a code, that code. */
function nameOf({ name, code }: ErrorProperties): string {
  if (code === undefined) return name;
  const isPlain = name === 'Error' || name === 'TypeError';
  return isPlain || reasonIn(REASON_BY_CODE, code) !== undefined ? code : name;
}

/** The message of the error, except that of a parser, which may quote an environment variable. */
function messageOf({ name, message }: ErrorProperties): string {
  return name === 'SyntaxError' ? 'the answer cannot be parsed' : message;
}

/** The reason for `key` in a table; undefined when it has none. An error may be named "constructor". */
function reasonIn(table: typeof REASON_BY_NAME, key = ''): FailureReason | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

/** Matches a session token, which AWS repeats with the other headers of a request that is signed wrongly. */
const SESSION_TOKEN = /(x-amz-security-token\s*[:=]\s*)[^\s&'"]+/gi;

/** The text as one line of at most `longest` characters. AWS may quote user input in it. */
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
 * The result of `act` or, after an AwsCallError, of `failed`, which may throw the error again.
 * @throws every other error
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
