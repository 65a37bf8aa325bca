import * as fc from 'fast-check';

import type { OwnIncrease } from '../../../src/model/increase/increase.ts';
import { OWN_INCREASE_STATES } from '../../../src/model/increase/increase.ts';
import type { UnseenLimit } from '../../../src/model/notice.ts';
import type { FunctionHolding } from '../../../src/model/code-inventory.ts';
import type { AccountRef } from '../../../src/model/configuration.ts';
import { STAGES } from '../../../src/model/configuration.ts';
import { accountId, region } from '../../../src/model/aws-ids.ts';
import { GONE_REASONS } from '../../../src/model/discovery.ts';
import type { ReadFailure } from '../../../src/model/failure.ts';
import { FAILURE_REASONS } from '../../../src/model/failure.ts';
import type { FigureTime, OpenIncrease, QuotaIncrease } from '../../../src/model/finding.ts';
import { limitId } from '../../../src/model/limit.ts';
import type { Digest, Notice } from '../../../src/model/notice.ts';
import { noticeId, subjectKey } from '../../../src/model/notice.ts';
import type { TopicMemory, TopicProblem } from '../../../src/model/subscriptions.ts';
import { TOPIC_PROBLEMS, TOPIC_ROLES } from '../../../src/model/subscriptions.ts';
import type { Target } from '../../../src/model/target.ts';
import { instant } from '../../../src/model/time.ts';
import { bytes, count, quantity } from '../../../src/model/units.ts';
import type { Memory, PendingDigest, WatchState } from '../../../src/model/watch-state.ts';

/** Random states of every form that the types allow; names and texts contain characters that break formats. */

const ODD = [
  '',
  '__proto__',
  'constructor',
  'a#1',
  '"\\\n\u0000',
  '\u202e\ud83d\ude00',
  '{}',
  '</x>',
];
export const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom(...ODD));
const name = fc.oneof(fc.string({ minLength: 1 }), fc.constantFrom(...ODD.slice(1)));
export const whole = fc.nat();
export const number = fc
  .oneof(fc.nat(), fc.double({ noNaN: true, noDefaultInfinity: true }))
  .map((n) => n + 0);
const at = fc.integer({ min: -8.64e15, max: 8.64e15 }).map((ms) => instant(ms + 0));
export const day = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const amount = fc
  .tuple(fc.constantFrom('bytes' as const, 'count' as const), whole)
  .map(([unit, n]) => quantity(unit, n));
const id = fc.tuple(name, whole).map(([key, sequence]) => noticeId(subjectKey(key), sequence));
const limit = fc.constantFrom('lambda-code-storage', 's3-buckets').map(limitId);
const level = fc.constantFrom('warn' as const, 'critical' as const);
const cause = fc.constantFrom('threshold' as const, 'forecast' as const);

export function object<Value>(
  required: { [Key in keyof Value]-?: fc.Arbitrary<Exclude<Value[Key], undefined>> },
  optional: readonly (keyof Value)[] = [],
): fc.Arbitrary<Value> {
  const requiredKeys = (Object.keys(required) as (keyof Value)[]).filter(
    (key) => !optional.includes(key),
  );
  return fc.record(required, {
    requiredKeys,
    noNullPrototype: true,
  });
}

export const account = object<AccountRef>({
  id: fc.constantFrom('111111111111', '012345678901').map(accountId),
  name: text,
  stage: fc.constantFrom(...STAGES),
});
export const target: fc.Arbitrary<Target> = fc.oneof(
  fc.record({ scope: fc.constant('account' as const), account }, { noNullPrototype: true }),
  fc.record(
    {
      scope: fc.constant('region' as const),
      account,
      region: fc.constantFrom('eu-west-1', 'us-gov-west-1').map(region),
      origin: fc.constantFrom('account' as const, 'default' as const),
    },
    { noNullPrototype: true },
  ),
);
export const failure = object<ReadFailure>(
  {
    reason: fc.constantFrom(...FAILURE_REASONS),
    operation: text,
    errorName: text,
    message: text,
    attempts: whole,
    requestId: text,
    resource: text,
  },
  ['requestId', 'resource'],
);
const increase: fc.Arbitrary<QuotaIncrease> = fc.oneof(
  object<OpenIncrease>(
    {
      open: fc.constant(true),
      desired: amount,
      since: at,
      state: fc.constantFrom('pending', 'case-opened'),
      requestId: text,
      caseId: text,
      automatic: fc.constant(true),
    },
    ['state', 'requestId', 'caseId', 'automatic'],
  ),
  object<Extract<QuotaIncrease, { open: false }>>({ open: fc.constant(false) }),
  object<Extract<QuotaIncrease, { open: 'unknown' }>>({ open: fc.constant('unknown'), failure }),
);
const ownIncrease = object<OwnIncrease>(
  {
    state: fc.constantFrom(...OWN_INCREASE_STATES),
    desired: amount,
    at,
    requestId: text,
  },
  ['requestId'],
);
const inBytes = whole.map(bytes);
const counted = whole.map(count);
const layers = fc.record(
  { layerVersions: counted, packageBytes: inBytes },
  { noNullPrototype: true },
);
export const inventory = fc.record(
  {
    functions: counted,
    versions: counted,
    packageBytes: inBytes,
    oldVersions: counted,
    oldPackageBytes: inBytes,
    largest: fc.array(
      object<FunctionHolding>(
        {
          name: text,
          versions: counted,
          packageBytes: inBytes,
          oldVersions: counted,
          oldPackageBytes: inBytes,
          storage: fc.constantFrom('copy', 'reference', 'unknown'),
        },
        ['storage'],
      ),
      { maxLength: 3 },
    ),
    ownLayers: layers,
    foreignLayers: layers,
    unattributed: counted,
    aliasesReadAt: fc.integer({ min: 0, max: 4_102_444_800 }).map((s) => instant(s * 1_000)),
  },
  {
    noNullPrototype: true,
    requiredKeys: [
      'functions',
      'versions',
      'packageBytes',
      'oldVersions',
      'oldPackageBytes',
      'largest',
      'ownLayers',
      'foreignLayers',
    ],
  },
);
const mute = { owner: text, reason: text, until: at };
const muteRef = fc.record(
  { ...mute, id: text },
  { noNullPrototype: true, requiredKeys: ['owner', 'reason', 'until'] },
);

const parent = fc.record({ kind: text, name: text }, { noNullPrototype: true });
/** Stored with milliseconds; messages round times to the second. */
const figure: fc.Arbitrary<FigureTime> = fc.oneof(
  object<Extract<FigureTime, { kind: 'latest' }>>({ kind: fc.constant('latest'), at }),
  object<Extract<FigureTime, { kind: 'peak' }>>({ kind: fc.constant('peak'), at, since: at }),
);
const stated = fc.record({ owner: text, reason: text }, { noNullPrototype: true });

const jump = fc.record(
  { from: amount, to: amount, sinceDays: whole, usual: number },
  { noNullPrototype: true },
);

type Of<Kind extends Notice['kind']> = Extract<Notice, { kind: Kind }>;

const listed = { id: fc.constantFrom('111111111111', '012345678901').map(accountId), name: text };

const anyNotice: fc.Arbitrary<Notice> = fc.oneof(
  object<Of<'limit'>>(
    {
      kind: fc.constant('limit'),
      id,
      at,
      mutedBy: muteRef,
      afterMute: fc.constant<true>(true),
      change: fc.constantFrom('raised', 'escalated', 'reminded', 'eased', 'recovered'),
      target,
      limit,
      level,
      cause,
      used: amount,
      quota: amount,
      since: at,
      stated,
      parent,
      figure,
      forecast: object(
        {
          daysToFull: whole,
          earliestDays: whole,
          latestDays: whole,
          basisDays: whole,
          perDay: number,
        },
        ['latestDays'],
      ),
      increase,
      ownIncrease,
      inventory,
      weekGrowth: number,
      jump,
    },
    [
      'mutedBy',
      'afterMute',
      'level',
      'cause',
      'stated',
      'parent',
      'figure',
      'forecast',
      'increase',
      'ownIncrease',
      'inventory',
      'weekGrowth',
      'jump',
    ],
  ),
  object<Of<'sight'>>(
    {
      kind: fc.constant('sight'),
      id,
      at,
      mutedBy: muteRef,
      afterMute: fc.constant<true>(true),
      change: fc.constantFrom('blind', 'still-blind', 'sighted'),
      target,
      unseen: fc.array(object<UnseenLimit>({ limit, failure, used: amount }, ['used']), {
        maxLength: 2,
      }),
      since: at,
    },
    ['mutedBy', 'afterMute'],
  ),
  object<Of<'jump'>>(
    {
      kind: fc.constant('jump'),
      id,
      at,
      mutedBy: muteRef,
      target,
      limit,
      quota: amount,
      stated,
      parent,
      jump,
      inventory,
    },
    ['mutedBy', 'stated', 'parent', 'inventory'],
  ),
  object<Of<'closed'>>(
    {
      kind: fc.constant('closed'),
      id,
      at,
      mutedBy: muteRef,
      account,
      place: text,
      subject: text,
      why: fc.constantFrom(
        'account removed',
        'Region removed',
        'limit removed',
        'Region not enabled',
      ),
      since: at,
    },
    ['mutedBy'],
  ),
  object<Of<'mute-expired'>>(
    {
      kind: fc.constant('mute-expired'),
      id,
      at,
      mutedBy: muteRef,
      mute: fc.record({ ...mute, covers: text }, { noNullPrototype: true }),
    },
    ['mutedBy'],
  ),
  object<Of<'state'>>(
    {
      kind: fc.constant('state'),
      id,
      at,
      mutedBy: muteRef,
      store: fc.constant('mutes'),
      problem: text,
      remedy: text,
    },
    ['mutedBy', 'store'],
  ),
  object<Of<'subscriptions'>>(
    {
      kind: fc.constant('subscriptions'),
      id,
      at,
      mutedBy: muteRef,
      problems: fc.array(
        object<TopicProblem>(
          {
            topicArn: text,
            role: fc.constantFrom(...TOPIC_ROLES),
            name: text,
            problem: fc.constantFrom(...TOPIC_PROBLEMS),
            waiting: whole,
            pending: fc.array(text, { maxLength: 3 }),
            missing: fc.array(text, { maxLength: 3 }),
            failure,
          },
          ['failure'],
        ),
        { maxLength: 3 },
      ),
      count: whole,
    },
    ['mutedBy'],
  ),
  object<Of<'discovery'>>(
    {
      kind: fc.constant('discovery'),
      id,
      at,
      mutedBy: muteRef,
      change: fc.constantFrom(
        'blind',
        'still-blind',
        'sighted',
        'unstaged',
        'left-out',
        'gone',
        'rule-problem',
      ),
      problem: text,
      facts: fc.array(text, { maxLength: 3 }),
      remedy: text,
      accounts: fc.array(object({ ...listed, why: text }, ['why']), { maxLength: 3 }),
      count: whole,
    },
    ['mutedBy', 'remedy'],
  ),
  object<Of<'prune-role'>>(
    {
      kind: fc.constant('prune-role'),
      id,
      at,
      mutedBy: muteRef,
      change: fc.constantFrom('raised', 'reminded', 'recovered', 'closed'),
      account,
      why: fc.constantFrom('account removed', 'stage is now nonprod', ...GONE_REASONS),
      since: at,
    },
    ['mutedBy', 'why'],
  ),
);

const topicMemory = object<TopicMemory>(
  {
    firstSeenAt: at,
    reported: fc.record(
      {
        at,
        problem: fc.constantFrom(...TOPIC_PROBLEMS),
        waiting: fc.boolean(),
        sent: fc.boolean(),
      },
      { noNullPrototype: true },
    ),
  },
  ['reported'],
);

const open = {
  since: at,
  toldAt: at,
  muted: fc.boolean(),
  neverTold: fc.constant(true as const),
};
const anyMemory: fc.Arbitrary<Memory> = fc.oneof(
  object<Extract<Memory, { kind: 'limit' }>>(
    {
      kind: fc.constant('limit'),
      account,
      place: text,
      limit: text,
      open: object({ level, cause, ...open, noForecastSince: at }, [
        'neverTold',
        'noForecastSince',
      ]),
      lastToldAt: at,
      sequence: whole,
      jumpDay: day,
    },
    ['open', 'lastToldAt', 'jumpDay'],
  ),
  object<Extract<Memory, { kind: 'sight' }>>(
    {
      kind: fc.constant('sight'),
      account,
      place: text,
      open: object({ ...open, reasons: text }, ['neverTold']),
      lastToldAt: at,
      sequence: whole,
    },
    ['open', 'lastToldAt'],
  ),
  object<Extract<Memory, { kind: 'discovery' }>>(
    {
      kind: fc.constant('discovery'),
      accounts: fc.array(object(listed), { maxLength: 3 }),
      open: object({ since: at, toldAt: at }),
      sequence: whole,
    },
    ['open'],
  ),
  object<Extract<Memory, { kind: 'prune-role' }>>(
    {
      kind: fc.constant('prune-role'),
      account,
      open: object({ since: at, toldAt: at }),
      sequence: whole,
    },
    ['open'],
  ),
  object<Extract<Memory, { kind: 'once' }>>({ kind: fc.constant('once'), at, sequence: whole }),
);

const anyDigest = object<Digest>({
  group: text,
  topicArn: text,
  notices: fc.array(anyNotice, { maxLength: 4 }),
});
const anyPending = object<PendingDigest>({
  digest: anyDigest,
  memories: fc.array(fc.tuple(name.map(subjectKey), anyMemory), { maxLength: 3 }),
});
const table = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Record<string, Value>> =>
  fc.array(fc.tuple(text, value), { maxLength: 5 }).map((entries) => Object.fromEntries(entries));

export const anyState = object<WatchState>(
  {
    version: fc.constant(2),
    deployment: text,
    savedAt: at,
    claim: fc.record({ runId: text, until: at }, { noNullPrototype: true }),
    publishedFor: fc.array(at, { maxLength: 3 }),
    pending: fc.array(anyPending, { maxLength: 3 }),
    memories: table(anyMemory),
    topics: table(topicMemory),
    samples: table(
      fc.array(fc.record({ day, used: number }, { noNullPrototype: true }), { maxLength: 4 }),
    ),
    aliases: table(
      fc.array(
        fc.record(
          { alias: text, versions: fc.array(whole), firstDay: day, lastDay: day },
          { noNullPrototype: true },
        ),
        { maxLength: 3 },
      ),
    ),
    aliasesReadOn: table(fc.record({ firstDay: day, lastDay: day }, { noNullPrototype: true })),
  },
  ['claim', 'publishedFor'],
);
