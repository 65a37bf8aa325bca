import { accountId, region } from '../../model/aws-ids.ts';
import type { AccountRef } from '../../model/configuration.ts';
import type { ReadFailure } from '../../model/failure.ts';
import { limitId } from '../../model/limit.ts';
import type { Digest, Notice } from '../../model/notice.ts';
import { noticeId, subjectKey } from '../../model/notice.ts';
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
 * One notice of each kind about an account that does not exist, to see whether every route and form
 * arrives. Its ids are new for each moment, so that no receiver drops it as already seen.
 */
export function sampleDigest(group: string, topicArn: string, at: Instant): Digest {
  return { group, topicArn, notices: samples(at) };
}

function samples(at: Instant): readonly Notice[] {
  const since = instant(at - 2 * DAY_MS);
  const until = instant(at + 7 * DAY_MS);
  const base = (what: string): Pick<Notice, 'id' | 'at'> => ({
    id: noticeId(subjectKey(`TEST/${what}`), at),
    at,
  });
  const used = quantity('bytes', 291 * GIB);
  const quota = quantity('bytes', 300 * GIB);
  const subject = { target: TARGET, limit: CODE_STORAGE, quota };
  return [
    {
      ...base('limit'),
      ...subject,
      kind: 'limit',
      change: 'raised',
      level: 'critical',
      cause: 'threshold',
      used,
      since: at,
      weekGrowth: 7 * GIB,
      forecast: { daysToFull: 9, earliestDays: 6, latestDays: 15, basisDays: 30, perDay: GIB },
      inventory: {
        functions: count(1),
        versions: count(640),
        packageBytes: bytes(120 * GIB),
        oldVersions: count(600),
        oldPackageBytes: bytes(110 * GIB),
        largest: [
          {
            name: 'TEST-function',
            versions: count(640),
            packageBytes: bytes(120 * GIB),
            oldVersions: count(600),
            oldPackageBytes: bytes(110 * GIB),
          },
        ],
        ownLayers: { layerVersions: count(0), packageBytes: bytes(0) },
        foreignLayers: { layerVersions: count(0), packageBytes: bytes(0) },
      },
    },
    {
      ...base('sight'),
      kind: 'sight',
      change: 'blind',
      target: TARGET,
      unseen: [{ limit: CODE_STORAGE, failure: FAILURE }],
      since: at,
    },
    {
      ...base('jump'),
      ...subject,
      kind: 'jump',
      jump: { from: quantity('bytes', 250 * GIB), to: used, sinceDays: 1, usual: GIB },
    },
    {
      ...base('muted'),
      ...subject,
      kind: 'limit',
      change: 'raised',
      level: 'warn',
      cause: 'threshold',
      used: quantity('bytes', 255 * GIB),
      since: at,
      mutedBy: { owner: 'TEST owner', reason: 'TEST reason', until },
    },
    {
      ...base('mute-expired'),
      kind: 'mute-expired',
      mute: { owner: 'TEST owner', reason: 'TEST reason', until: at, covers: 'TEST-account' },
    },
    {
      ...base('state'),
      kind: 'state',
      problem: 'TEST: what was remembered could not be read.',
      remedy: 'TEST: nothing was set aside.',
    },
    {
      ...base('subscriptions'),
      kind: 'subscriptions',
      problems: [
        {
          topicArn: 'arn:aws:sns:eu-west-1:000000000000:TEST-topic',
          role: 'route',
          name: 'TEST route',
          problem: 'no-subscriber',
          waiting: 0,
          pending: [],
          missing: [],
        },
      ],
      count: 1,
    },
    {
      ...base('discovery'),
      kind: 'discovery',
      change: 'unstaged',
      problem: 'TEST: no rule gives the stage of 1 account',
      facts: ['TEST: no organisation was listed.'],
      remedy: 'TEST: no rule is missing.',
      accounts: [{ id: ACCOUNT.id, name: ACCOUNT.name }],
      count: 1,
    },
    {
      ...base('prune-role'),
      kind: 'prune-role',
      change: 'raised',
      account: { ...ACCOUNT, stage: 'prod' },
      since: at,
    },
    {
      ...base('recovered'),
      ...subject,
      kind: 'limit',
      change: 'recovered',
      used: quantity('bytes', 200 * GIB),
      since,
    },
    { ...base('sighted'), kind: 'sight', change: 'sighted', target: TARGET, unseen: [], since },
    {
      ...base('closed'),
      kind: 'closed',
      account: ACCOUNT,
      place: 'eu-west-1',
      subject: CODE_STORAGE,
      why: 'Region removed',
      since,
    },
  ];
}
