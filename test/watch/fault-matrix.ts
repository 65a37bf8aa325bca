import type { FaultEffect, FaultMatch, FaultRule } from '../sandbox/faults.ts';
import type { World } from '../sandbox/world.ts';
import { memberAccount, runWatch, toolingAccount, TOPIC } from './run-watch.ts';

/**
 * Every read of a watch run × every kind of AWS failure × once and always. The expected results are taken from
 * AWS's documentation, independently of the code under test.
 */

const HIT = '222222222222';
const OTHER = '333333333333';
const REGION = 'eu-west-1';
/** The applied quota is AWS's default, so that every run is compared with the same figures. */
const DEFAULT_QUOTA = 10_000;
/** Enough buckets for a warning, so that the run reads whether an increase is requested. */
const BUCKETS = 100;
const SETTINGS = {
  readStorageMode: true,
  alerts: { topicArn: TOPIC, clearPoints: 0.5 },
  limits: { 's3-buckets': { warn: 1, critical: 90 } },
};

export interface ReadCase {
  readonly operation: string;
  readonly match: FaultMatch;
  /** The limits that cannot be measured without this read. */
  readonly limits: readonly string[];
  /** Whether only the quota becomes unknown and the usage is still measured. */
  readonly losesOnlyTheQuota?: boolean;
  /** Whether every figure is still known without this read, which only adds to an alert. */
  readonly losesNothing?: boolean;
}

const LAMBDA = { service: 'lambda', account: HIT, region: REGION };

export const READS: readonly ReadCase[] = [
  {
    operation: 'sts:AssumeRole',
    match: { service: 'sts', operation: 'AssumeRole', resource: `arn:aws:iam::${HIT}:*` },
    limits: ['lambda-code-storage', 'lambda-old-versions', 's3-buckets'],
  },
  {
    operation: 'lambda:GetAccountSettings',
    match: { ...LAMBDA, operation: 'GetAccountSettings' },
    // The listing does not depend on this read, which only avoids listing an account without functions.
    limits: ['lambda-code-storage'],
  },
  {
    operation: 'lambda:ListFunctions',
    match: { ...LAMBDA, operation: 'ListFunctions' },
    limits: ['lambda-old-versions'],
  },
  {
    operation: 'lambda:ListAliases',
    match: { ...LAMBDA, operation: 'ListAliases' },
    limits: ['lambda-old-versions'],
  },
  {
    // The IAM action of ListBuckets, which a policy must allow.
    operation: 's3:ListAllMyBuckets',
    match: { service: 's3', operation: 'ListBuckets', account: HIT },
    limits: ['s3-buckets'],
  },
  {
    operation: 'servicequotas:GetServiceQuota',
    match: { service: 'servicequotas', operation: 'GetServiceQuota', account: HIT },
    limits: ['s3-buckets'],
    losesOnlyTheQuota: true,
  },
  {
    operation: 'servicequotas:GetAWSDefaultServiceQuota',
    match: { service: 'servicequotas', operation: 'GetAWSDefaultServiceQuota', account: HIT },
    limits: ['s3-buckets'],
    losesOnlyTheQuota: true,
  },
  {
    operation: 'lambda:GetFunction',
    match: { ...LAMBDA, operation: 'GetFunction' },
    limits: [],
    losesNothing: true,
  },
  {
    operation: 'servicequotas:ListRequestedServiceQuotaChangeHistoryByQuota',
    match: {
      service: 'servicequotas',
      operation: 'ListRequestedServiceQuotaChangeHistoryByQuota',
      account: HIT,
    },
    limits: [],
    losesNothing: true,
  },
];

interface Failure {
  readonly name: string;
  readonly effect: FaultEffect;
  /** The reasons that may be reported; several where transports see different errors. */
  readonly reasons: readonly string[];
  /** Whether a retry succeeds, by AWS's retry rules. */
  readonly passes: boolean;
}

function spelled(
  reason: string,
  passes: boolean,
  names: Readonly<Record<string, number>>,
): readonly Failure[] {
  return Object.entries(names).map(([name, status]) => ({
    name,
    effect: { kind: 'error', name, status },
    reasons: [reason],
    passes,
  }));
}

const FAILURES: readonly Failure[] = [
  ...spelled('denied', false, {
    AccessDenied: 403,
    AccessDeniedException: 403,
    AuthorizationError: 403,
    UnauthorizedOperation: 403,
    Forbidden: 403,
  }),
  ...spelled('credentials', false, {
    ExpiredToken: 403,
    ExpiredTokenException: 403,
    InvalidClientTokenId: 403,
    UnrecognizedClientException: 403,
    InvalidToken: 400,
    SignatureDoesNotMatch: 403,
    AuthFailure: 401,
    // A Region that is enabled in every account cannot be reported as not enabled.
    OptInRequired: 403,
  }),
  ...spelled('throttled', true, {
    TooManyRequestsException: 429,
    Throttling: 400,
    ThrottlingException: 400,
    RequestLimitExceeded: 503,
    SlowDown: 503,
    TooManyRequests: 429,
  }),
  ...spelled('absent', false, {
    ResourceNotFoundException: 404,
    NoSuchResourceException: 400,
    NoSuchEntity: 404,
    NoSuchBucket: 404,
    NoSuchKey: 404,
  }),
  ...spelled('conflict', false, {
    ResourceConflictException: 409,
    PreconditionFailed: 412,
    ConditionalRequestConflict: 409,
  }),
  ...spelled('unavailable', true, { ServiceException: 500, InternalFailure: 502, Odd: 503 }),
  ...spelled('unexpected', false, { SomethingNobodyKnows: 418 }),
  { name: '500', effect: { kind: 'server error' }, reasons: ['unavailable'], passes: true },
  {
    name: 'reset in the answer',
    effect: { kind: 'reset in body' },
    reasons: ['unavailable', 'malformed'],
    passes: true,
  },
  { name: 'no answer', effect: { kind: 'no answer' }, reasons: ['no-answer'], passes: true },
  { name: 'garbage', effect: { kind: 'garbage' }, reasons: ['malformed'], passes: false },
  {
    name: 'empty answer',
    effect: { kind: 'answer', body: '{}' },
    reasons: ['malformed'],
    passes: false,
  },
];

export interface Case {
  readonly read: ReadCase;
  readonly failure: Failure;
  readonly times: 1 | 'always';
}

export const CASES: readonly Case[] = READS.flatMap((read) =>
  FAILURES.flatMap((failure) => [
    { read, failure, times: 1 as const },
    { read, failure, times: 'always' as const },
  ]),
);

const KINDS = [...new Set(FAILURES.map(kindOf))];

/**
 * The cases of a quick run: for every read, a third of the kinds of failure with one spelling each. The next read
 * gets the next third and other spellings. Only failures that a retry can pass are also tried once.
 */
export const WITNESSES: readonly Case[] = READS.flatMap((read, at) =>
  KINDS.filter((_, nth) => (nth + at) % 3 === 0).flatMap((kind) => {
    const spellings = FAILURES.filter((failure) => kindOf(failure) === kind);
    const spelling = spellings[at % spellings.length];
    return CASES.filter(
      ({ read: failing, failure, times }) =>
        failing === read && failure === spelling && (times === 'always' || failure.passes),
    );
  }),
);

function kindOf({ effect, reasons }: Failure): string {
  return `${effect.kind} ${reasons.join(' ')}`;
}

/** The result of each limit: `account region limit: state used/quota [operation reason]`. */
export type Outcome = ReadonlyMap<string, string>;

/**
 * Returns the world of the test.
 *
 * @param applied the applied quota; null for none, so that AWS's default is read too
 */
const world = (applied: number | null): World => ({
  accounts: [
    toolingAccount(),
    memberAccount(
      HIT,
      'hit',
      {
        bucketCount: BUCKETS,
        quotas: { 's3/L-DC2B2D3D': applied },
        regions: {
          [REGION]: { functions: [service('orders'), service('billing')] },
          'us-west-2': { functions: [service('search')] },
        },
      },
      { ReadStorageMode: 'true' },
    ),
    memberAccount(
      OTHER,
      'other',
      { bucketCount: 3, regions: { [REGION]: { functions: [service('users')] } } },
      { ReadStorageMode: 'true' },
    ),
  ],
});

function service(name: string) {
  return { name, versions: '1-9', codeSize: 1_000, aliases: [{ name: 'live', version: '9' }] };
}

/** Runs once and returns the result of each target and limit, from the metrics' log fields. */
export async function outcomeOf(
  faults: readonly FaultRule[],
  applied: number | null = DEFAULT_QUOTA,
): Promise<{
  readonly findings: Outcome;
  readonly error: string;
  readonly calls: readonly string[];
}> {
  const { sandbox, lines, error } = await runWatch({
    world: world(applied),
    accounts: [
      { id: HIT, name: 'hit' },
      { id: OTHER, name: 'other' },
    ],
    regions: [REGION, 'us-west-2'],
    settings: SETTINGS,
    faults,
  });
  const findings = new Map<string, string>();
  for (const line of lines) {
    const { Account, details = [] } = JSON.parse(line);
    for (const { region, limit, state, used, quota, operation, reason } of details) {
      findings.set(
        `${Account} ${region} ${limit}`,
        `${state} ${used ?? '-'}/${quota ?? '-'}${operation === undefined ? '' : ` ${operation} ${reason}`}`,
      );
    }
  }
  const calls = Object.keys(sandbox.calls.tally());
  return { findings, error: error?.name ?? 'none', calls };
}

export interface Verdict {
  readonly expected: 'all right' | 'read named';
  readonly got: string;
  readonly wrong: readonly string[];
}

/** Runs one case and compares the result: no other limit changes, the failed read is named, and no figure is 0. */
export async function verdictOf(
  { read, failure, times }: Case,
  baseline: Outcome,
): Promise<Verdict> {
  const { findings, error } = await outcomeOf(
    [{ match: read.match, times, effect: failure.effect }],
    // The default quota is read only without an applied one.
    read.operation === 'servicequotas:GetAWSDefaultServiceQuota' ? null : DEFAULT_QUOTA,
  );
  const fallsBack =
    read.operation === 'servicequotas:GetServiceQuota' &&
    failure.name === 'NoSuchResourceException';
  const passes = (times === 1 && failure.passes) || fallsBack || read.losesNothing === true;
  const wrong: string[] = [];
  for (const [key, before] of baseline) {
    const now = findings.get(key) ?? 'missing';
    if (passes || !concerns(read, key)) {
      if (now !== before) wrong.push(`${key}: ${now}, not ${before}`);
      continue;
    }
    const state = read.losesOnlyTheQuota === true ? 'unknown' : 'not-measured';
    const named = failure.reasons.some((reason) => now.endsWith(` ${read.operation} ${reason}`));
    if (!now.startsWith(`${state} `) || !named) wrong.push(`${key}: ${now}`);
    if (state === 'not-measured' && !now.startsWith('not-measured -/-')) {
      wrong.push(`${key}: a number for what was not read: ${now}`);
    }
  }
  const ending = passes ? 'none' : 'RunIncomplete';
  if (error !== ending) wrong.push(`the run ended with ${error}, not ${ending}`);
  const told = [...findings.values()].find((text) => text.includes(read.operation));
  return { expected: passes ? 'all right' : 'read named', got: told ?? 'all right', wrong };
}

function concerns(read: ReadCase, key: string): boolean {
  const [account = '', region = '', limit = ''] = key.split(' ');
  if (account !== HIT || !read.limits.includes(limit)) return false;
  return read.match.region === undefined || region === read.match.region || region === 'global';
}
