import type { ReadFailure } from '../model/failure.ts';
import { plain } from './plain.ts';

/** What an error's name says that its reason does not, and what to do about it. */
export interface KnownError {
  readonly what: string;
  readonly remedy: string;
}

const SKEW: KnownError = {
  what: 'the time of the request is not the time of AWS',
  remedy: 'correct the clock of the machine that runs the watchdog',
};

function topicKey(what: string): KnownError {
  return {
    what,
    remedy:
      "check the KMS key that encrypts the topic: it must be enabled, and its policy must allow kms:GenerateDataKey* and kms:Decrypt to the watch function's role",
  };
}

const KEY_DENIED = topicKey('access to the KMS key of the topic denied');
const KEY_DISABLED = topicKey('the KMS key of the topic is disabled');
const KEY_STATE = topicKey('the KMS key of the topic cannot be used in its state');
const KEY_MISSING = topicKey('the KMS key of the topic does not exist');
const KEY_OPT_IN = topicKey('KMS needs a subscription of the account');

/**
 * Errors whose reason alone would send a person the wrong way. SNS names those of KMS in two spellings:
 * https://docs.aws.amazon.com/sns/latest/api/API_Publish.html#API_Publish_Errors
 * STS: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html#API_AssumeRole_Errors
 * Times: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 */
const KNOWN: ReadonlyMap<string, KnownError> = new Map([
  [
    'RegionDisabledException',
    {
      what: 'STS is not activated in this Region',
      remedy:
        'activate STS for the Region of the tooling account, in the account settings of IAM in the account that is to be measured',
    },
  ],
  ['RequestTimeTooSkewed', SKEW],
  ['RequestExpired', SKEW],
  ['RequestInTheFuture', SKEW],
  ['KMSAccessDenied', KEY_DENIED],
  ['KMSAccessDeniedException', KEY_DENIED],
  ['KMSDisabled', KEY_DISABLED],
  ['KMSDisabledException', KEY_DISABLED],
  ['KMSInvalidState', KEY_STATE],
  ['KMSInvalidStateException', KEY_STATE],
  ['KMSNotFound', KEY_MISSING],
  ['KMSNotFoundException', KEY_MISSING],
  ['KMSOptInRequired', KEY_OPT_IN],
]);

export function knownError({ errorName }: ReadFailure): KnownError | undefined {
  return KNOWN.get(errorName);
}

/**
 * Of a denial, the policy that denies, as AWS names it: an explicit deny, or a layer beside the role's own
 * policies that does not allow.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
const DENYING_POLICY =
  /with an explicit deny in .+$|because no (?!identity-based|resource-based).+? allows .+$/;

/**
 * AWS's own words, where they say more than the error's name: the whole message of an error that is known
 * to need it, the policy of a denial. For people; nothing is decided by it. Empty otherwise.
 */
export function awsWords(failure: ReadFailure): string {
  const { reason, message } = failure;
  if (knownError(failure) !== undefined) return plain(message);
  if (reason !== 'denied') return '';
  return plain(DENYING_POLICY.exec(message)?.[0] ?? '');
}
