import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  judgeSubscriptions,
  reachOf,
  unconfirmedAddresses,
} from '../../../src/alerts/notices/subscriptions.ts';
import { watchedTopics } from '../../../src/alerts/notices/watched-topics.ts';
import { topicArn } from '../../../src/model/aws-ids.ts';
import type { TopicArn } from '../../../src/model/aws-ids.ts';
import type { FailureReason } from '../../../src/model/failure.ts';
import { FAILURE_REASONS } from '../../../src/model/failure.ts';
import type {
  Subscription,
  SubscriptionReading,
  TopicMemory,
  TopicReading,
  TopicRole,
} from '../../../src/model/subscriptions.ts';
import type { Instant } from '../../../src/model/time.ts';
import { HOUR_MS, instant } from '../../../src/model/time.ts';
import { failure } from '../../model/make.ts';
import { settings } from './world.ts';

const NOW = instant(Date.parse('2026-11-22T06:00:00Z'));
const OPS = 'ops@example.com';
const arn = (name: string): TopicArn => topicArn(`arn:aws:sns:eu-west-1:111111111111:${name}`);
const ALERTS = arn('alerts');
const HEALTH = arn('health');

const sub = (
  protocol: string,
  status: Subscription['status'] = 'confirmed',
  endpoint = protocol === 'email' ? OPS : `${protocol}:endpoint`,
): Subscription => ({ protocol, endpoint, status });
const listed = (...subscriptions: Subscription[]): SubscriptionReading => ({
  kind: 'listed',
  subscriptions,
});
const unread = (reason: FailureReason): SubscriptionReading => ({
  kind: 'failed',
  failure: failure(reason, reason, 'sns:ListSubscriptionsByTopic'),
});
const at = (hoursAgo: number): Instant => instant(NOW - hoursAgo * HOUR_MS);

function reading(
  role: TopicRole,
  answer: SubscriptionReading,
  emails: readonly string[] = [],
): TopicReading {
  return { topic: { role, name: role, topicArn: arn(role), emails }, reading: answer };
}

const OLD: TopicMemory = { firstSeenAt: at(100) };
const NEW: TopicMemory = { firstSeenAt: at(6) };
const HEARD = reading('health', listed(sub('email')));

/** Returns the verdict on one topic, with the health topic and the digests that wait for it. */
function judged(
  answer: SubscriptionReading,
  waiting: number,
  memory: TopicMemory | 'unseen' = OLD,
  emails: readonly string[] = [],
) {
  return judgeSubscriptions(
    [reading('alerts', answer, emails), HEARD],
    new Map([[ALERTS, waiting]]),
    memory === 'unseen' ? {} : { [ALERTS]: memory, [HEALTH]: OLD },
    NOW,
  );
}

describe('the subscriptions of a topic', () => {
  const none = listed();
  const pending = listed(sub('email', 'pending'));
  it.each<
    [string, SubscriptionReading, number, TopicMemory | 'unseen', string | undefined, string]
  >([
    ['none, and something waits', none, 2, OLD, 'no-subscriber', 'failed'],
    ['only a pending one, and something waits', pending, 1, OLD, 'no-subscriber', 'failed'],
    [
      'none on a new topic, and something waits',
      none,
      2,
      NEW,
      'waiting-for-confirmation',
      'failed',
    ],
    [
      'none on a topic seen now for the first time',
      none,
      2,
      'unseen',
      'waiting-for-confirmation',
      'failed',
    ],
    [
      'none, a moment before its first day ends',
      none,
      2,
      { firstSeenAt: instant(NOW - 24 * HOUR_MS + 1) },
      'waiting-for-confirmation',
      'failed',
    ],
    ['none, as its first day ends', none, 2, { firstSeenAt: at(24) }, 'no-subscriber', 'failed'],
    ['none, and nothing waits', none, 0, OLD, 'no-subscriber', 'attention'],
    [
      'none on a new topic, and nothing waits',
      none,
      0,
      NEW,
      'waiting-for-confirmation',
      'attention',
    ],
    ['a person', listed(sub('email')), 2, OLD, undefined, 'fine'],
    ['a queue alone', listed(sub('sqs')), 2, OLD, undefined, 'fine'],
    ['a function alone', listed(sub('lambda')), 2, OLD, undefined, 'fine'],
    ['chat alone', listed(sub('https')), 2, OLD, undefined, 'fine'],
    [
      'a queue, and a person who has not confirmed',
      listed(sub('sqs'), sub('email', 'pending')),
      2,
      OLD,
      undefined,
      'fine',
    ],
    ['the topic is gone, and something waits', unread('absent'), 2, OLD, 'absent', 'failed'],
    ['the topic is gone, even where it is new', unread('absent'), 2, NEW, 'absent', 'failed'],
    ['the topic is gone, and nothing waits', unread('absent'), 0, OLD, 'absent', 'attention'],
    ['not read: denied', unread('denied'), 2, OLD, 'not-read', 'attention'],
    ['not read: throttled', unread('throttled'), 0, OLD, 'not-read', 'attention'],
  ])('%s', (_, answer, waiting, memory, problem, status) => {
    const verdict = judged(answer, waiting, memory);
    expect(verdict.problems.map((one) => one.problem)).toEqual(
      problem === undefined ? [] : [problem],
    );
    expect(verdict.status).toBe(status);
    expect(verdict.news).toEqual(verdict.problems);
  });

  it('never count as confirmed if they could not be read, whatever the reason', () => {
    for (const reason of FAILURE_REASONS) {
      const reach = reachOf([reading('alerts', unread(reason))], ALERTS);
      expect(reach).toBe(reason === 'absent' ? 'none' : 'unknown');
    }
    expect(reachOf([], ALERTS)).toBe('unknown');
  });
});

describe('listed addresses', () => {
  it.each<[string, readonly Subscription[], readonly string[], readonly string[]]>([
    ['confirmed', [sub('email')], [], []],
    ['confirmed in other letter case', [sub('email', 'confirmed', 'Ops@Example.com')], [], []],
    ['pending', [sub('email', 'pending')], [OPS], []],
    ['missing', [sub('sqs')], [], [OPS]],
    ['pending once more beside a confirmed one', [sub('email', 'pending'), sub('email')], [], []],
    ['subscribed by another protocol', [sub('email-json', 'confirmed', OPS)], [], [OPS]],
  ])('%s', (_, subscriptions, pending, missing) => {
    expect(unconfirmedAddresses([OPS], subscriptions)).toEqual({ pending, missing });
  });

  it('need attention while some are not confirmed, and delay no alert', () => {
    const verdict = judged(listed(sub('sqs')), 3, OLD, [OPS]);
    expect(verdict).toMatchObject({
      status: 'attention',
      problems: [{ problem: 'addresses', waiting: 0, missing: [OPS] }],
    });
  });
});

describe('a problem', () => {
  const reported = (problem: 'no-subscriber' | 'waiting-for-confirmation', hoursAgo: number) => ({
    ...(problem === 'no-subscriber' ? OLD : NEW),
    reported: { at: at(hoursAgo), problem, waiting: true, sent: true },
  });

  it('is reported again after a day, and not before', () => {
    expect(judged(listed(), 1, reported('no-subscriber', 18)).news).toEqual([]);
    expect(judged(listed(), 1, reported('no-subscriber', 24)).news).toHaveLength(1);
  });

  it('of a new topic, once reported, fails the run without another alarm', () => {
    const verdict = judged(listed(), 1, reported('waiting-for-confirmation', 6));
    expect(verdict).toMatchObject({ status: 'waiting', news: [] });
  });

  it('is reported at once if a notice begins to wait, or if the earlier report could not be sent', () => {
    const memory = reported('no-subscriber', 1);
    const quiet = { ...memory, reported: { ...memory.reported, waiting: false } };
    const unsent = { ...memory, reported: { ...memory.reported, sent: false } };
    expect(judged(listed(), 1, quiet).news).toHaveLength(1);
    expect(judged(listed(), 0, quiet).news).toEqual([]);
    expect(judged(listed(), 1, unsent).news).toHaveLength(1);
  });

  it('that has ended is forgotten, unless reads fail every other time', () => {
    const memory = reported('no-subscriber', 1);
    expect(judged(listed(sub('sqs')), 0, memory).topics[ALERTS]).toEqual(OLD);
    const flaky = { ...OLD, reported: { ...memory.reported, problem: 'not-read' as const } };
    const { topics } = judged(listed(sub('sqs')), 0, flaky);
    expect(judged(unread('throttled'), 0, topics[ALERTS] ?? OLD).news).toEqual([]);
  });

  it('makes no topic new where the memory could not be read', () => {
    const verdict = judgeSubscriptions(
      [reading('alerts', listed()), HEARD],
      new Map([[ALERTS, 1]]),
      undefined,
      NOW,
    );
    expect(verdict).toMatchObject({ status: 'failed', news: [{ problem: 'no-subscriber' }] });
  });

  it.each<[string, readonly TopicReading[], string | undefined]>([
    ['the health topic', [reading('alerts', listed(sub('sqs'))), HEARD], HEALTH],
    [
      'alerts, where health has none',
      [reading('alerts', listed(sub('sqs'))), reading('health', listed())],
      ALERTS,
    ],
    [
      'a confirmed topic before one that was not read',
      [reading('route', listed(sub('sqs'))), reading('health', unread('denied'))],
      arn('route'),
    ],
    [
      'the health topic, where neither was read',
      [reading('alerts', unread('denied')), reading('health', unread('denied'))],
      HEALTH,
    ],
    ['no topic', [reading('alerts', listed()), reading('health', unread('absent'))], undefined],
  ])('is reported to %s', (_, readings, reportTo) => {
    expect(judgeSubscriptions(readings, new Map(), {}, NOW).reportTo).toBe(reportTo);
  });
});

describe('every verdict', () => {
  const anyReading = fc.oneof(
    fc
      .array(
        fc.record({
          protocol: fc.constantFrom('email', 'sqs', 'lambda', 'https'),
          endpoint: fc.constantFrom(OPS, 'x'),
          status: fc.constantFrom('confirmed' as const, 'pending' as const),
        }),
      )
      .map((subscriptions): SubscriptionReading => ({ kind: 'listed', subscriptions })),
    fc.constantFrom(...FAILURE_REASONS).map(unread),
  );

  it('is `fine` only if all topics are known to have a confirmed subscription', () => {
    const check = fc.property(anyReading, anyReading, fc.nat(3), (a, b, waiting) => {
      const readings = [reading('alerts', a, [OPS]), reading('health', b)];
      const verdict = judgeSubscriptions(readings, new Map([[ALERTS, waiting]]), {}, NOW);
      const isConfirmed = readings.every(
        ({ topic }) => reachOf(readings, topic.topicArn) === 'confirmed',
      );
      expect(verdict.status !== 'fine' || isConfirmed).toBe(true);
      // What waits for a topic without a subscriber fails the run, and nothing else does.
      const isHeldBack = waiting > 0 && reachOf(readings, ALERTS) === 'none';
      expect(['failed', 'waiting'].includes(verdict.status)).toBe(isHeldBack);
      // The report never goes where it would be lost.
      const { reportTo } = verdict;
      expect(reportTo !== undefined && reachOf(readings, reportTo) === 'none').toBe(false);
    });
    fc.assert(check);
  });
});

describe('the topics of a configuration', () => {
  const alerts = settings({
    topicArn: ALERTS,
    emails: [OPS],
    chatTopicArn: arn('chat'),
    routes: ['payments', 'orders'].map((name) => ({
      name,
      accounts: [],
      stages: [],
      limits: [],
      topicArn: arn('teams'),
    })),
  });
  const configuration = { alerts, health: { topicArn: HEALTH, emails: [] } };

  it('are read once each', () => {
    expect(watchedTopics(configuration).map(({ name, emails }) => [name, emails])).toEqual([
      ['alerts', [OPS]],
      ['payments', []],
      ['chat', []],
      ['health', []],
    ]);
  });
});
