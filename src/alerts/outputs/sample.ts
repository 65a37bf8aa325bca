import { accountId, region } from '../../model/aws-ids.ts';
import type { AccountRef } from '../../model/configuration.ts';
import type { ReadFailure } from '../../model/failure.ts';
import { limitId } from '../../model/limit.ts';
import type { Digest, Notice } from '../../model/notice.ts';
import { noticeId, subjectKey } from '../../model/notice.ts';
import type { TopicProblem } from '../../model/subscriptions.ts';
import type { Target } from '../../model/target.ts';
import type { Instant } from '../../model/time.ts';
import { DAY_MS, instant } from '../../model/time.ts';
import { bytes, count, GIB, quantity } from '../../model/units.ts';

const ACCOUNT: AccountRef = {
  id: accountId('000000000000'),
  name: 'TEST-account',
  stage: 'nonprod',
};
const TARGET: Target = {
  scope: 'region',
  account: ACCOUNT,
  region: region('eu-west-1'),
  origin: 'account',
};
const CODE_STORAGE = limitId('lambda-code-storage');
const FAILURE: ReadFailure = {
  reason: 'denied',
  operation: 'sts:AssumeRole',
  errorName: 'AccessDenied',
  message: 'TEST: no account was asked',
  attempts: 1,
};

/**
 * Returns a digest with notices of every kind about a fictitious account. Ids depend on `at`: receivers drop
 * known ids.
 */
export function sampleDigest(group: string, topicArn: string, at: Instant): Digest {
  const since = instant(at - 2 * DAY_MS);
  const until = instant(at + 7 * DAY_MS);
  const base = <Kind extends Notice['kind']>(kind: Kind, what: string = kind) => ({
    id: noticeId(subjectKey(`TEST/${what}`), at),
    at,
    kind,
  });
  const used = quantity('bytes', 291 * GIB);
  const quota = quantity('bytes', 300 * GIB);
  const limit = { target: TARGET, limit: CODE_STORAGE, quota };
  const functionSizes = {
    versions: count(640),
    packageBytes: bytes(120 * GIB),
    oldVersions: count(600),
    oldPackageBytes: bytes(110 * GIB),
  };
  const notices: readonly Notice[] = [
    {
      ...base('limit'),
      ...limit,
      change: 'raised',
      level: 'critical',
      cause: 'threshold',
      used,
      since: at,
      weekGrowth: 7 * GIB,
      forecast: { daysToFull: 9, earliestDays: 6, latestDays: 15, basisDays: 30, perDay: GIB },
      inventory: {
        ...functionSizes,
        functions: count(1),
        largest: [{ name: 'TEST-function', ...functionSizes }],
        ownLayers: NO_LAYERS,
        foreignLayers: NO_LAYERS,
      },
    },
    {
      ...base('sight'),
      change: 'blind',
      target: TARGET,
      unseen: [{ limit: CODE_STORAGE, failure: FAILURE }],
      since: at,
    },
    {
      ...base('jump'),
      ...limit,
      jump: { from: quantity('bytes', 250 * GIB), to: used, sinceDays: 1, usual: GIB },
    },
    {
      ...base('limit', 'muted'),
      ...limit,
      change: 'raised',
      level: 'warn',
      cause: 'threshold',
      used: quantity('bytes', 255 * GIB),
      since: at,
      mutedBy: { owner: 'TEST owner', reason: 'TEST reason', until },
    },
    {
      ...base('mute-expired'),
      mute: { owner: 'TEST owner', reason: 'TEST reason', until: at, covers: 'TEST-account' },
    },
    {
      ...base('state'),
      problem: 'TEST: what was remembered could not be read.',
      remedy: 'TEST: nothing was set aside.',
    },
    { ...base('subscriptions'), problems: [TOPIC_PROBLEM], count: 1 },
    {
      ...base('discovery'),
      change: 'unstaged',
      problem: 'TEST: no rule gives the stage of 1 account',
      facts: ['TEST: no organisation was listed.'],
      remedy: 'TEST: no rule is missing.',
      accounts: [{ id: ACCOUNT.id, name: ACCOUNT.name }],
      count: 1,
    },
    {
      ...base('prune-role'),
      change: 'raised',
      account: { ...ACCOUNT, stage: 'prod' },
      since: at,
    },
    {
      ...base('limit', 'recovered'),
      ...limit,
      change: 'recovered',
      used: quantity('bytes', 200 * GIB),
      since,
    },
    { ...base('sight', 'sighted'), change: 'sighted', target: TARGET, unseen: [], since },
    {
      ...base('closed'),
      account: ACCOUNT,
      place: 'eu-west-1',
      subject: CODE_STORAGE,
      why: 'Region removed',
      since,
    },
  ];
  return { group, topicArn, notices };
}

const NO_LAYERS = { layerVersions: count(0), packageBytes: bytes(0) };
const TOPIC_PROBLEM: TopicProblem = {
  topicArn: 'arn:aws:sns:eu-west-1:000000000000:TEST-topic',
  role: 'route',
  name: 'TEST route',
  problem: 'no-subscriber',
  waiting: 0,
  pending: [],
  missing: [],
};
