import type { FailureReason, ReadFailure } from '../model/failure.ts';

/** A call that AWS did not answer as asked, with the failure as data. */
export class AwsCallError extends Error {
  override readonly name = 'AwsCallError';
  readonly failure: ReadFailure;

  constructor(failure: ReadFailure, cause?: unknown) {
    super(`${failure.operation}: ${failure.errorName}: ${failure.message}`, { cause });
    this.failure = failure;
  }
}

/** @returns the answer of `call`. @throws AwsCallError, which names `operation`, when there is none. */
export async function asked<Answer>(
  operation: string,
  call: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await call();
  } catch (error) {
    throw new AwsCallError(readFailure(error, operation), error);
  }
}

/** The reason with which a run's signal is aborted when its time is up. */
export class OutOfTime extends Error {
  override readonly name = 'OutOfTime';

  constructor() {
    super('the run had to end before this was read');
  }
}

/** An answer arrived, but without what was asked for. */
export class IncompleteAnswer extends Error {
  override readonly name = 'IncompleteAnswer';
}

/** Error names, each as at least one AWS service or Node itself spells it. */
const REASON_BY_NAME: Readonly<Record<string, FailureReason>> = {
  AccessDenied: 'denied',
  AccessDeniedException: 'denied',
  AuthorizationError: 'denied',
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
  CredentialsProviderError: 'credentials',
  OptInRequired: 'not-enabled',
  SubscriptionRequiredException: 'not-enabled',
  RegionDisabledException: 'not-enabled',
  TooManyRequestsException: 'throttled',
  TooManyRequests: 'throttled',
  Throttling: 'throttled',
  Throttled: 'throttled',
  ThrottledException: 'throttled',
  ThrottlingException: 'throttled',
  RequestLimitExceeded: 'throttled',
  RequestThrottled: 'throttled',
  SlowDown: 'throttled',
  ResourceNotFoundException: 'absent',
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
  ServiceException: 'unavailable',
  ServiceUnavailable: 'unavailable',
  ServiceUnavailableException: 'unavailable',
  InternalError: 'unavailable',
  InternalFailure: 'unavailable',
  InternalServerError: 'unavailable',
  InternalServerException: 'unavailable',
  TimeoutError: 'no-answer',
  RequestTimeout: 'no-answer',
  RequestTimeoutException: 'no-answer',
  SyntaxError: 'malformed',
  IncompleteAnswer: 'malformed',
  OutOfTime: 'out-of-time',
  AbortError: 'out-of-time',
};

/** Codes of Node's network errors, which carry no name of their own. */
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

/**
 * What went wrong, as data, from whatever was thrown. The only place that knows how AWS spells its
 * errors. Total: what is not known by name or status is `unexpected`, under the name it came with.
 */
export function readFailure(error: unknown, operation: string): ReadFailure {
  if (error instanceof AwsCallError) return error.failure;
  const seen = describe(error);
  return {
    reason: reasonOf(seen),
    operation,
    errorName: seen.code !== undefined && isPlainName(seen.name) ? seen.code : seen.name,
    message: oneLine(seen.message),
    attempts: seen.attempts,
    ...(seen.requestId === undefined ? {} : { requestId: seen.requestId }),
  };
}

interface SeenError {
  readonly name: string;
  readonly code: string | undefined;
  readonly message: string;
  readonly status: number | undefined;
  readonly attempts: number;
  readonly requestId: string | undefined;
}

function describe(error: unknown): SeenError {
  const metadata = field(error, '$metadata');
  const status = field(metadata, 'httpStatusCode');
  const attempts = field(metadata, 'attempts');
  const requestId = field(metadata, 'requestId');
  const code = field(error, 'code');
  return {
    name: error instanceof Error ? error.name : typeof error,
    code: typeof code === 'string' ? code : undefined,
    message: error instanceof Error ? error.message : String(error),
    status: typeof status === 'number' ? status : undefined,
    attempts: typeof attempts === 'number' ? attempts : 1,
    requestId: typeof requestId === 'string' ? requestId : undefined,
  };
}

function reasonOf({ name, code, message, status }: SeenError): FailureReason {
  const byName = REASON_BY_NAME[name];
  // A body that does not parse arrives as a SyntaxError or as what the status says it should have been.
  if (byName !== undefined && byName !== 'malformed') return byName;
  const byCode = code === undefined ? undefined : REASON_BY_CODE[code];
  if (byCode !== undefined) return byCode;
  if (message === 'aborted' || message === 'socket hang up') return 'unavailable';
  if (status === 429) return 'throttled';
  if (status === 403) return 'denied';
  if (status !== undefined && status >= 500) return 'unavailable';
  if (byName === 'malformed' || (status !== undefined && status < 300)) return 'malformed';
  return 'unexpected';
}

function isPlainName(name: string): boolean {
  return name === 'Error' || name === 'TypeError';
}

function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && key in value
    ? Reflect.get(value, key)
    : undefined;
}

/** Without control characters, and short: AWS's text may quote what a user has typed. */
function oneLine(text: string): string {
  const flat = text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return flat.length <= LONGEST_MESSAGE ? flat : `${flat.slice(0, LONGEST_MESSAGE - 1)}…`;
}
