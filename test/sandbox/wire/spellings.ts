import { ServiceFailure } from './failure.ts';

/** A service's wording of the errors that every service has: code, HTTP status and message. */

export interface Spelling {
  readonly code: string;
  readonly status: number;
  readonly message: string;
}

export interface Spellings {
  /** The access key is unknown, or not valid in this Region. */
  readonly unknownKey: Spelling;
  /** The access key is known, but the session token belongs to another key. */
  readonly foreignToken: Spelling;
  readonly wrongSignature: Spelling;
  readonly expired: Spelling;
  /** Access denied; the message is composed for each request. */
  readonly denied: Omit<Spelling, 'message'> & {
    /** Whether the message has the resource's ARN in quotes, and no resource where it is `*`. */
    readonly isResourceQuoted?: boolean;
  };
  readonly throttled: Spelling;
  readonly invalid: Omit<Spelling, 'message'>;
  readonly serverError: Spelling;
}

const INVALID_TOKEN = 'The security token included in the request is invalid.';
const WRONG_SIGNATURE =
  'The request signature we calculated does not match the signature you provided. ' +
  'Check your AWS Secret Access Key and signing method.';
const EXPIRED_TOKEN = 'The security token included in the request is expired';

/**
 * Errors of services with JSON. Basis: the error tables in `README.md`; statuses as in Lambda for restJson1, and
 * always 400 for awsJson.
 */
export function jsonSpellings(clientStatus: 403 | 400): Spellings {
  return {
    unknownKey: {
      code: 'UnrecognizedClientException',
      status: clientStatus,
      message: INVALID_TOKEN,
    },
    foreignToken: {
      code: 'UnrecognizedClientException',
      status: clientStatus,
      message: INVALID_TOKEN,
    },
    wrongSignature: {
      code: 'InvalidSignatureException',
      status: clientStatus,
      message: WRONG_SIGNATURE,
    },
    expired: { code: 'ExpiredTokenException', status: clientStatus, message: EXPIRED_TOKEN },
    denied: { code: 'AccessDeniedException', status: clientStatus },
    throttled: { code: 'ThrottlingException', status: 400, message: 'Rate exceeded' },
    invalid: { code: 'ValidationException', status: 400 },
    serverError: {
      code: 'InternalServerException',
      status: 500,
      message: 'An internal error occurred.',
    },
  };
}

export const querySpellings: Spellings = {
  unknownKey: { code: 'InvalidClientTokenId', status: 403, message: INVALID_TOKEN },
  foreignToken: { code: 'InvalidClientTokenId', status: 403, message: INVALID_TOKEN },
  wrongSignature: { code: 'SignatureDoesNotMatch', status: 403, message: WRONG_SIGNATURE },
  expired: { code: 'ExpiredToken', status: 403, message: EXPIRED_TOKEN },
  denied: { code: 'AccessDenied', status: 403 },
  throttled: { code: 'Throttling', status: 400, message: 'Rate exceeded' },
  invalid: { code: 'ValidationError', status: 400 },
  serverError: {
    code: 'InternalFailure',
    status: 500,
    message: 'The request processing has failed because of an unknown error, exception or failure.',
  },
};

const NOT_VALIDATED: Spelling = {
  code: 'AuthFailure',
  status: 401,
  message: 'AWS was not able to validate the provided access credentials',
};

/**
 * Errors of Amazon EC2. Basis: "Error codes for the Amazon EC2 API"; statuses and messages recorded by public
 * projects.
 */
export const ec2Spellings: Spellings = {
  unknownKey: NOT_VALIDATED,
  foreignToken: NOT_VALIDATED,
  wrongSignature: NOT_VALIDATED,
  expired: { code: 'RequestExpired', status: 400, message: 'Request has expired.' },
  denied: { code: 'UnauthorizedOperation', status: 403 },
  throttled: { code: 'RequestLimitExceeded', status: 503, message: 'Request limit exceeded.' },
  invalid: { code: 'MissingParameter', status: 400 },
  serverError: {
    code: 'InternalError',
    status: 500,
    message: 'An internal error has occurred',
  },
};

/** Returns the error of a request that lacks required members. */
export function missingFailure(paths: readonly string[], { invalid }: Spellings): ServiceFailure {
  const each = paths.map(
    (path) => `Value null at '${path}' failed to satisfy constraint: Member must not be null`,
  );
  const count = `${paths.length} validation error${paths.length > 1 ? 's' : ''} detected`;
  return new ServiceFailure(invalid.code, `${count}: ${each.join('; ')}`, invalid.status);
}
