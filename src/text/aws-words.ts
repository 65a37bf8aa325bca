import type { ReadFailure } from '../model/failure.ts';
import { plain } from './plain.ts';

/** What an error name means, where its failure reason does not say it, and what to do about the error. */
export interface KnownError {
  readonly what: string;
  readonly remedy: string;
}

const SKEW: KnownError = {
  what: 'the time of the request is not the time of AWS',
  remedy: 'correct the clock of the machine that runs the watchdog',
};
const CORRECT_THE_CODE =
  'correct the quota under quotas in watchdog.yml, or remove it; leave a limit of a set out with exceptions';
const REMOVE_THE_QUOTA = 'remove the quota from quotas in watchdog.yml: its metric cannot tell';

/**
 * Errors, by name, whose failure reason alone would mislead: of STS, of clocks, and the own errors of the watchdog
 * for quotas that are watched by their usage metric.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html#API_AssumeRole_Errors
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 */
const KNOWN_ERRORS: ReadonlyMap<string, KnownError> = new Map(
  Object.entries({
    RegionDisabledException: {
      what: 'STS is not activated in this Region',
      remedy:
        'activate STS for the Region of the tooling account, in the account settings of IAM in the account that is to be measured',
    },
    RequestTimeTooSkewed: SKEW,
    RequestExpired: SKEW,
    RequestInTheFuture: SKEW,
    NoSuchQuota: { what: 'there is no such quota', remedy: CORRECT_THE_CODE },
    QuotaOfAccount: { what: 'the quota is of the whole account', remedy: 'set scope: account' },
    NoUsageMetric: { what: 'the quota has no usage metric', remedy: REMOVE_THE_QUOTA },
    PeriodTooShort: { what: 'the period of the quota is too short', remedy: REMOVE_THE_QUOTA },
    PeriodTooLong: { what: 'the period of the quota is too long', remedy: REMOVE_THE_QUOTA },
    CallsWithoutPeriod: { what: 'the quota has no period', remedy: REMOVE_THE_QUOTA },
    MetricOfEachResource: { what: 'the quota is of each resource', remedy: REMOVE_THE_QUOTA },
    NoData: { what: 'no data: idle, or not reported', remedy: 'nothing, if it is not used there' },
    MetricSilent: {
      what: 'CloudWatch no longer reports its usage',
      remedy: 'look up its usage in the console; it is read again next run',
    },
    EarlierFigureUnknown: {
      what: 'no data, and whether there should be some is unknown',
      remedy: 'restore access to the state bucket; it is read again next run',
    },
  }),
);

/** The meaning of each KMS error, by the spelling to which `keyError` reduces its name. */
const KMS_ERRORS = new Map<string, (key: string) => string>([
  ['KMSAccessDenied', (key) => `access to ${key} denied`],
  ['KMSDisabled', (key) => `${key} is disabled`],
  ['KMSInvalidKeyUsage', (key) => `${key} is not one for encryption`],
  ['KMSInvalidState', (key) => `${key} cannot be used in its state`],
  ['KMSNotFound', (key) => `${key} does not exist`],
  ['KMSOptInRequired', () => 'KMS needs a subscription of the account'],
]);

/**
 * The meaning of a KMS error, whose name SNS, SQS and Lambda spell differently; undefined for other errors.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html#API_SendMessage_Errors
 * https://docs.aws.amazon.com/sns/latest/api/API_Publish.html#API_Publish_Errors
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_Errors
 */
function keyError({ errorName, operation }: ReadFailure): KnownError | undefined {
  const name = errorName.replace(/Exception$/, '').replace(/^K(?:MS\.|ms)/, 'KMS');
  const meaning = KMS_ERRORS.get(name);
  if (meaning === undefined) return undefined;
  const [service = ''] = operation.split(':');
  const sent = 'kms:GenerateDataKey* and kms:Decrypt';
  const [of, encrypted, actions, role] =
    service === 'sns'
      ? [' of the topic', 'the topic', sent, "the watch function's role"]
      : service === 'sqs'
        ? [' of the queue', 'the queue', sent, 'who sends to it']
        : ['', 'it', 'kms:Decrypt', 'the read role of the account'];
  return {
    what: meaning(`the KMS key${of}`),
    remedy: `check the KMS key that encrypts ${encrypted}: it must be enabled, and its policy must allow ${actions} to ${role}`,
  };
}

const NO_QUOTA: KnownError = {
  what: 'Service Quotas does not have this quota here',
  remedy: 'state the quota under `exceptions` in watchdog.yml, or leave the limit out there',
};

export function knownError(failure: ReadFailure): KnownError | undefined {
  const { errorName, operation, reason } = failure;
  const isNoQuota = reason === 'absent' && operation.startsWith('servicequotas:');
  return KNOWN_ERRORS.get(errorName) ?? (isNoQuota ? NO_QUOTA : keyError(failure));
}

/**
 * The part of an AWS message that names the denying policy: one with an explicit deny, or one outside the role that
 * does not allow the action.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
const DENYING_POLICY =
  /with an explicit deny in .+$|because no (?!identity-based|resource-based).+? allows .+$/;

/** The AWS message of a known error, or the denying policy of a denial; otherwise empty. No decision depends on it. */
export function awsMessage(failure: ReadFailure): string {
  const { reason, message } = failure;
  if (knownError(failure) !== undefined) return plain(message);
  if (reason !== 'denied') return '';
  return plain(DENYING_POLICY.exec(message)?.[0] ?? '');
}
