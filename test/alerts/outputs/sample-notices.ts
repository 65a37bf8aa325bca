import { catalogue } from '../../../src/limits/catalogue.ts';
import { accountId, region } from '../../../src/model/aws-ids.ts';
import type { Stage } from '../../../src/model/configuration.ts';
import { limitId } from '../../../src/model/limit.ts';
import type {
  Digest,
  JumpNotice,
  LimitNotice,
  Notice,
  VisibilityNotice,
} from '../../../src/model/notice.ts';
import { noticeId, subjectKey } from '../../../src/model/notice.ts';
import type { Target } from '../../../src/model/target.ts';
import { DAY_MS, instant } from '../../../src/model/time.ts';
import { bytes, count, GIB, MIB, quantity } from '../../../src/model/units.ts';
import type { DigestContext } from '../../../src/alerts/words/context.ts';
import { HOSTILE } from '../../hostile-names.ts';

export const NOW = instant(Date.UTC(2026, 10, 22, 6));
export const TOPIC = 'arn:aws:sns:eu-west-1:999999999999:limits-alerts';

export const CONTEXT: DigestContext = {
  deployment: 'tooling-watchdog',
  runId: 'f3a1c2d4-run',
  measuredAt: NOW,
  status: 'attention',
  limits: catalogue.map(({ definition }) => definition),
  partition: 'aws',
  command: 'limits-watchdog',
  purpose: 'alert',
};

export function digestOf(...notices: readonly Notice[]): Digest {
  return { group: 'nonprod', topicArn: TOPIC, notices };
}

export function target(name = 'dev', stage: Stage = 'nonprod', index = 0): Target {
  const id = accountId(String(222_222_222_222 + index));
  return {
    scope: 'region',
    account: { id, name, stage },
    region: region('eu-west-1'),
    origin: 'account',
  };
}

export function wholeAccount(name = 'dev', stage: Stage = 'nonprod'): Target {
  return { scope: 'account', account: { id: accountId('222222222222'), name, stage } };
}

export function inventory(functionName = 'orders-api'): NonNullable<LimitNotice['inventory']> {
  const largest = Array.from({ length: 10 }, (_, index) => ({
    name: index === 0 ? functionName : `worker-${index}`,
    versions: count(800 - index * 50),
    packageBytes: bytes((40 - index * 3) * GIB + 12_345),
    oldVersions: count(700 - index * 50),
    oldPackageBytes: bytes((35 - index * 3) * GIB + 678),
  }));
  return {
    functions: count(57),
    versions: count(12_345),
    packageBytes: bytes(401 * GIB + 1),
    oldVersions: count(9_870),
    oldPackageBytes: bytes(333 * GIB - 1),
    largest,
    ownLayers: { layerVersions: count(12), packageBytes: bytes(310 * MIB) },
    foreignLayers: { layerVersions: count(3), packageBytes: bytes(90 * MIB) },
  };
}

export function breach(changes: Partial<LimitNotice> = {}): LimitNotice {
  return {
    id: noticeId(subjectKey('222222222222/eu-west-1/lambda-code-storage'), 3),
    at: NOW,
    kind: 'limit',
    change: 'raised',
    target: target(),
    limit: limitId('lambda-code-storage'),
    level: 'critical',
    cause: 'threshold',
    used: quantity('bytes', Math.round(291.04 * GIB)),
    quota: quantity('bytes', 300 * GIB),
    since: instant(NOW - 2 * DAY_MS - 3_600_000),
    forecast: {
      daysToFull: 9.8,
      earliestDays: 6.2,
      latestDays: 15.9,
      basisDays: 30,
      perDay: 1.01 * GIB,
    },
    inventory: inventory(),
    weekGrowth: 6.31 * GIB,
    ...changes,
  };
}

export function blind(changes: Partial<VisibilityNotice> = {}): VisibilityNotice {
  const failure = {
    reason: 'denied',
    operation: 'sts:AssumeRole',
    errorName: 'AccessDenied',
    message: 'not authorized to perform sts:AssumeRole',
    attempts: 1,
  } as const;
  return {
    id: noticeId(subjectKey('222222222222/eu-west-1/blind'), 1),
    at: NOW,
    kind: 'sight',
    change: 'blind',
    target: target(),
    unseen: [
      { limit: limitId('lambda-code-storage'), failure },
      { limit: limitId('lambda-old-versions'), failure },
    ],
    since: NOW,
    ...changes,
  };
}

export function jump(changes: Partial<JumpNotice> = {}): JumpNotice {
  return {
    id: noticeId(subjectKey('222222222222/eu-west-1/jump'), 1),
    at: NOW,
    kind: 'jump',
    target: target(),
    limit: limitId('lambda-code-storage'),
    quota: quantity('bytes', 300 * GIB),
    jump: {
      from: quantity('bytes', 100 * GIB),
      to: quantity('bytes', 140 * GIB),
      sinceDays: 1,
      usual: 1.2 * GIB,
    },
    ...changes,
  };
}

/** Returns a digest with `size` breaches, each of a different account. */
export function breaches(size: number, name = (index: number): string => `dev-${index}`): Digest {
  return digestOf(
    ...Array.from({ length: size }, (_, index) =>
      breach({
        id: noticeId(subjectKey(`${222_222_222_222 + index}/eu-west-1/lambda-code-storage`), 1),
        target: target(name(index), 'nonprod', index),
      }),
    ),
  );
}

export const HOSTILE_NOTICES: readonly Notice[] = [
  breach({
    target: target(HOSTILE),
    inventory: inventory(HOSTILE),
    mutedBy: { owner: HOSTILE, reason: HOSTILE, until: NOW },
  }),
  blind({
    target: target(HOSTILE),
    unseen: [
      {
        limit: limitId('lambda-code-storage'),
        failure: {
          reason: 'unexpected',
          operation: HOSTILE,
          errorName: HOSTILE,
          message: HOSTILE,
          attempts: 1,
        },
      },
    ],
  }),
  {
    id: noticeId(subjectKey('mute/1'), 1),
    at: NOW,
    kind: 'mute-expired',
    mute: { owner: HOSTILE, reason: HOSTILE, until: NOW, covers: HOSTILE },
  },
  {
    id: noticeId(subjectKey('state'), 1),
    at: NOW,
    kind: 'state',
    problem: HOSTILE,
    remedy: HOSTILE,
  },
  {
    id: noticeId(subjectKey('closed'), 1),
    at: NOW,
    kind: 'closed',
    account: target(HOSTILE).account,
    place: HOSTILE,
    subject: HOSTILE,
    why: 'account removed',
    since: NOW,
  },
];
