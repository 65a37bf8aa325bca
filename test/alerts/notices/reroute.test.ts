import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { rerouteDigests } from '../../../src/alerts/notices/reroute.ts';
import { topicArn } from '../../../src/model/aws-ids.ts';
import type { TopicArn } from '../../../src/model/aws-ids.ts';
import type { Route } from '../../../src/model/configuration.ts';
import type { Notice, SubjectKey } from '../../../src/model/notice.ts';
import { noticeId, subjectKey } from '../../../src/model/notice.ts';
import type { TopicReading } from '../../../src/model/subscriptions.ts';
import type { OnceMemory, PendingDigest } from '../../../src/model/watch-state.ts';
import { failure } from '../../model/make.ts';
import { blind, breach, NOW, target } from '../outputs/sample-notices.ts';
import { settings } from './world.ts';

const arn = (name: string): TopicArn => topicArn(`arn:aws:sns:eu-west-1:111111111111:${name}`);
const ALERTS = arn('alerts');
const TEAMS = arn('teams');
const OLD = arn('old');
const CHAT = arn('chat');

const route = (name: string, accounts: readonly string[], to: TopicArn): Route => ({
  name,
  accounts,
  stages: [],
  limits: [],
  topicArn: to,
});
const alerts = settings({
  topicArn: ALERTS,
  chatTopicArn: CHAT,
  routes: [route('payments', ['payments-*'], TEAMS), route('orders', ['orders'], TEAMS)],
});
const configuration = { alerts, health: { topicArn: arn('health'), emails: [] } };

const absent = (topic: TopicArn): TopicReading => ({
  topic: { role: 'route', name: 'x', topicArn: topic, emails: [] },
  reading: { kind: 'failed', failure: failure('absent') },
});

function breachOf(name: string, more: Parameters<typeof breach>[0] = {}): Notice {
  return breach({ id: noticeId(subjectKey(`${name}/code`), 4), target: target(name), ...more });
}

function waitingFor(topic: TopicArn, group: string, ...notices: Notice[]): PendingDigest {
  const memory: OnceMemory = { kind: 'once', at: NOW, sequence: 4 };
  return {
    digest: { group, topicArn: topic, notices },
    memories: notices.map(({ id }) => [keyOf(id), memory] as const),
  };
}

function keyOf(id: string): SubjectKey {
  return subjectKey(id.slice(0, id.lastIndexOf('#')));
}

/** Returns `group topic: change account …` for each digest. */
function shown(pending: readonly PendingDigest[]): readonly string[] {
  return pending.map(({ digest: { group, topicArn: to, notices } }) => {
    const said = notices.map((one) =>
      'change' in one ? `${one.change} ${keyOf(one.id)}` : one.kind,
    );
    return `${group} ${to.split(':').at(-1)}: ${said.join(', ')}`;
  });
}

describe('a pending digest', () => {
  it.each<[string, PendingDigest, readonly TopicReading[], readonly string[]]>([
    [
      'stays as it is on a topic that is configured and exists',
      waitingFor(ALERTS, 'nonprod', breachOf('payments-1', { change: 'reminded' })),
      [],
      ['nonprod alerts: reminded payments-1/code'],
    ],
    [
      'goes where its route leads now, as new',
      waitingFor(OLD, 'payments', breachOf('payments-1', { change: 'reminded' })),
      [],
      ['payments teams: raised payments-1/code'],
    ],
    [
      'goes to the default topic where no route fits any more',
      waitingFor(OLD, 'search', breachOf('search', { change: 'escalated' })),
      [],
      ['nonprod alerts: raised search/code'],
    ],
    [
      'of several accounts goes to the topic of each',
      waitingFor(OLD, 'all', breachOf('orders'), breachOf('search'), breachOf('payments-1')),
      [],
      [
        'orders teams: raised orders/code',
        'nonprod alerts: raised search/code',
        'payments teams: raised payments-1/code',
      ],
    ],
    [
      'leaves a topic that is gone, although another route still names it',
      waitingFor(TEAMS, 'search', breachOf('search', { change: 'reminded' })),
      [absent(TEAMS)],
      ['nonprod alerts: raised search/code'],
    ],
    [
      'waits on for a topic that is gone where its route leads there still',
      waitingFor(TEAMS, 'orders', breachOf('orders', { change: 'reminded' })),
      [absent(TEAMS)],
      ['orders teams: raised orders/code'],
    ],
    [
      'is never sent to the chat topic in another form',
      waitingFor(CHAT, 'nonprod', breachOf('search')),
      [],
      ['nonprod alerts: raised search/code'],
    ],
    [
      'for chat goes to the chat topic of now',
      waitingFor(OLD, 'chat/nonprod', breachOf('search', { change: 'reminded' })),
      [],
      ['chat/nonprod chat: reminded search/code'],
    ],
    [
      'that is an end stays one',
      waitingFor(OLD, 'search', breachOf('search', { change: 'recovered' })),
      [],
      ['nonprod alerts: recovered search/code'],
    ],
    [
      'of a target that still cannot be measured is written as new',
      waitingFor(OLD, 'orders', blind({ change: 'still-blind', target: target('orders') })),
      [],
      [expect.stringMatching(/^orders teams: blind /)],
    ],
    [
      'that is muted goes along with what is not',
      waitingFor(
        OLD,
        'all',
        breachOf('orders'),
        breachOf('search', { mutedBy: { owner: 'a', reason: 'b', until: NOW } }),
      ),
      [],
      ['orders teams: raised orders/code, raised search/code'],
    ],
    [
      'about no account goes to the default topic',
      waitingFor(OLD, 'watchdog', {
        kind: 'state',
        id: noticeId(subjectKey('state'), 1),
        at: NOW,
        problem: 'p',
        remedy: 'r',
      }),
      [],
      ['watchdog alerts: state'],
    ],
  ])('%s', (_, waiting, topics, expected) => {
    expect(shown(rerouteDigests([waiting], configuration, topics))).toEqual(expected);
  });

  it('has only the first notice of a subject as a new alert; later ones are unchanged', () => {
    const digests = (['reminded', 'eased', 'escalated', 'recovered'] as const).map((change) =>
      waitingFor(OLD, 'search', breachOf('search', { change })),
    );
    expect(shown(rerouteDigests(digests, configuration, []))).toEqual([
      'nonprod alerts: raised search/code',
      'nonprod alerts: eased search/code',
      'nonprod alerts: escalated search/code',
      'nonprod alerts: recovered search/code',
    ]);
  });

  it('for chat is dropped if no chat topic is configured any more: another digest has the alert', () => {
    const { chatTopicArn: _chat, ...without } = alerts;
    const waiting = [waitingFor(CHAT, 'chat/nonprod', breachOf('search'))];
    expect(rerouteDigests(waiting, { ...configuration, alerts: without }, [])).toEqual([]);
  });

  it('is never lost: each notice and its memory are in one digest', () => {
    const names = ['orders', 'payments-1', 'search', 'users'];
    const anyDigest = fc
      .tuple(
        fc.constantFrom(ALERTS, TEAMS, OLD),
        fc.uniqueArray(fc.constantFrom(...names), { minLength: 1 }),
      )
      .map(([topic, those]) => waitingFor(topic, 'any', ...those.map((name) => breachOf(name))));
    const property = fc.property(
      fc.array(anyDigest),
      fc.subarray([ALERTS, TEAMS]),
      (waiting, gone) => {
        const after = rerouteDigests(waiting, configuration, gone.map(absent));
        const idsOf = (all: readonly PendingDigest[]) =>
          all.flatMap(({ digest }) => digest.notices.map(({ id }) => id)).toSorted();
        expect(idsOf(after)).toEqual(idsOf(waiting));
        for (const { digest, memories } of after) {
          expect(memories.map(([key]) => key)).toEqual(digest.notices.map(({ id }) => keyOf(id)));
          expect(digest.topicArn).not.toBe(OLD);
        }
      },
    );
    fc.assert(property, { numRuns: 200 });
  });
});
