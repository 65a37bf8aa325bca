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

/** What a KMS key that cannot be used encrypts, and who needs it. */
interface Encrypted {
  readonly key: string;
  readonly remedy: string;
}

const TOPIC: Encrypted = {
  key: 'the KMS key of the topic',
  remedy:
    "check the KMS key that encrypts the topic: it must be enabled, and its policy must allow kms:GenerateDataKey* and kms:Decrypt to the watch function's role",
};
const QUEUE: Encrypted = {
  key: 'the KMS key of the queue',
  remedy:
    'check the KMS key that encrypts the queue: it must be enabled, and its policy must allow kms:GenerateDataKey* and kms:Decrypt to who sends to it',
};
const READ: Encrypted = {
  key: 'the KMS key',
  remedy:
    'check the KMS key that encrypts it: it must be enabled, and its policy must allow kms:Decrypt to the read role of the account',
};

/** Without the ending of their second spelling. */
const OF_KEYS = new Map<string, (key: string) => string>([
  ['KMSAccessDenied', (key) => `access to ${key} denied`],
  ['KMSDisabled', (key) => `${key} is disabled`],
  ['KMSInvalidKeyUsage', (key) => `${key} is not one for encryption`],
  ['KMSInvalidState', (key) => `${key} cannot be used in its state`],
  ['KMSNotFound', (key) => `${key} does not exist`],
  ['KMSOptInRequired', () => 'KMS needs a subscription of the account'],
]);

const OTHER_CODE =
  'correct the quota under quotas in watchdog.yml, or remove it; leave a limit of a set out with exceptions';
const NOT_BY_METRIC = 'remove the quota from quotas in watchdog.yml: its metric cannot tell';

/** Of quotas that are watched by their usage metric: faults of the configuration, and silent metrics. */
function quotaFaults(): readonly (readonly [string, KnownError])[] {
  return [
    ['NoSuchQuota', { what: 'there is no such quota', remedy: OTHER_CODE }],
    ['QuotaOfAccount', { what: 'the quota is of the whole account', remedy: 'set scope: account' }],
    ['NoUsageMetric', { what: 'the quota has no usage metric', remedy: NOT_BY_METRIC }],
    ['PeriodTooShort', { what: 'the period of the quota is too short', remedy: NOT_BY_METRIC }],
    ['PeriodTooLong', { what: 'the period of the quota is too long', remedy: NOT_BY_METRIC }],
    ['CallsWithoutPeriod', { what: 'the quota has no period', remedy: NOT_BY_METRIC }],
    ['MetricOfEachResource', { what: 'the quota is of each resource', remedy: NOT_BY_METRIC }],
    [
      'NoData',
      { what: 'no data: idle, or not reported', remedy: 'nothing, if it is not used there' },
    ],
    [
      'MetricSilent',
      {
        what: 'CloudWatch no longer reports its usage',
        remedy: 'look up its usage in the console; it is read again next run',
      },
    ],
    [
      'EarlierFigureUnknown',
      {
        what: 'no data, and whether there should be some is unknown',
        remedy: 'restore access to the state bucket; it is read again next run',
      },
    ],
  ];
}

/**
 * Errors whose reason alone would send a person the wrong way.
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
  ...quotaFaults(),
  ['RequestTimeTooSkewed', SKEW],
  ['RequestExpired', SKEW],
  ['RequestInTheFuture', SKEW],
]);

/**
 * SNS names the errors of KMS in two spellings, Lambda in the longer one, of environment variables too, and SQS
 * in two of its own:
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html#API_SendMessage_Errors
 * https://docs.aws.amazon.com/sns/latest/api/API_Publish.html#API_Publish_Errors
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_Errors
 */
function keyError({ errorName, operation }: ReadFailure): KnownError | undefined {
  const { key, remedy } = operation.startsWith('sns:')
    ? TOPIC
    : operation.startsWith('sqs:')
      ? QUEUE
      : READ;
  const name = errorName.replace(/Exception$/, '').replace(/^K(?:MS\.|ms)/, 'KMS');
  const what = OF_KEYS.get(name)?.(key);
  return what === undefined ? undefined : { what, remedy };
}

/** Nothing was deleted: of some quotas Service Quotas has no value in some Regions or partitions. */
const NO_QUOTA: KnownError = {
  what: 'Service Quotas does not have this quota here',
  remedy: 'state the quota under `exceptions` in watchdog.yml, or leave the limit out there',
};

export function knownError(failure: ReadFailure): KnownError | undefined {
  const { errorName, operation, reason } = failure;
  const own = KNOWN.get(errorName);
  if (own !== undefined) return own;
  return reason === 'absent' && operation.startsWith('servicequotas:')
    ? NO_QUOTA
    : keyError(failure);
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
