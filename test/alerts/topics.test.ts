import { describe, expect, it } from 'vitest';

import { violationsOf } from '../documents/schemas.ts';
import type { Delivery } from '../sandbox/state/deliveries.ts';
import type { AccountWorld, TopicWorld } from '../sandbox/world.ts';
import { STATE_BUCKET, TOOLING, TOPIC } from '../watch/run-watch.ts';
import { EMPTY, FULL, Timeline } from '../watch/timeline.ts';

const PAYMENTS = `arn:aws:sns:eu-west-1:${TOOLING}:payments`;
const HEALTH = `arn:aws:sns:eu-west-1:${TOOLING}:limits-watchdog-health`;
const CHAT = `arn:aws:sns:eu-west-1:${TOOLING}:chat`;

function topic(name: string): TopicWorld {
  return {
    name,
    subscriptions: [
      { protocol: 'email', endpoint: `${name}@example.com` },
      { protocol: 'sms', endpoint: '+441632960000' },
      { protocol: 'sqs', endpoint: `arn:aws:sqs:eu-west-1:${TOOLING}:${name}` },
    ],
  };
}

const TOPICS: Partial<AccountWorld> = {
  stacks: [
    {
      template: 'src/stacks/watch-function-role.yml',
      parameters: {
        AlertsTopicArn: TOPIC,
        OtherTopicArns: `${PAYMENTS},${CHAT}`,
        StateBucket: STATE_BUCKET,
      },
    },
  ],
  regions: {
    'eu-west-1': {
      topics: [
        topic('limits-watchdog-alerts'),
        topic('payments'),
        {
          name: 'chat',
          subscriptions: [{ protocol: 'https', endpoint: 'https://chat.example.com' }],
        },
      ],
    },
  },
};

const timelineOf = (dev: number, payments: number): Timeline =>
  new Timeline({
    usage: { dev: { bytes: dev }, 'payments-dev': { bytes: payments } },
    tooling: TOPICS,
    settings: {
      alerts: {
        topicArn: TOPIC,
        chatTopicArn: CHAT,
        routes: [{ name: 'payments', accounts: ['payments-*'], topicArn: PAYMENTS }],
      },
    },
  });

const bodyOf = ({ body }: Delivery): unknown => JSON.parse(JSON.parse(body).Message);

/** Checks each subscriber's message for a digest that names `own` and not `foreign`. */
function expectForms(timeline: Timeline, topicArn: string, own: string, foreign: string): void {
  const received = timeline.sandbox.deliveries.list({ topicArn });
  expect(received.map(({ protocol }) => protocol)).toEqual(['email', 'sms', 'sqs']);
  const [mail, , queued] = received;
  expect(mail?.body).toContain(own);
  expect(mail?.body).not.toContain(foreign);
  expect(mail?.body).toContain(
    `\nReport (account ${TOOLING}):\nhttps://eu-west-1.console.aws.amazon.com/s3/object/${STATE_BUCKET}?region=eu-west-1&prefix=limits-watchdog%2Freports%2Flatest.html\n`,
  );
  for (const delivery of received.filter(({ protocol }) => protocol !== 'sqs')) {
    expect(delivery.body).not.toMatch(/"source":\s*"custom"|client-markdown|^\{/);
  }
  expect(violationsOf('alert')(queued && bodyOf(queued))).toEqual([]);
}

describe('a run with a route and a chat topic', () => {
  it('sends each topic its notices in its format, and the chat JSON only to the chat topic', async () => {
    const timeline = timelineOf(FULL, FULL);
    const { summary } = await timeline.run();
    expect(summary).toMatchObject({ published: 4 });
    expectForms(timeline, TOPIC, '\ndev (222222222222, non-production)', '333333333333');
    expectForms(
      timeline,
      PAYMENTS,
      '\npayments-dev (333333333333, non-production)',
      '222222222222',
    );
    const chat = timeline.sandbox.deliveries.list({ topicArn: CHAT }).map(bodyOf);
    expect(chat).toHaveLength(2);
    for (const body of chat) {
      expect(violationsOf('chat-notification')(body)).toEqual([]);
      expect(body).toMatchObject({ source: 'custom', content: { textType: 'client-markdown' } });
    }
  });

  it('sends nothing to a topic without notices', async () => {
    const timeline = timelineOf(EMPTY, FULL);
    await timeline.run();
    expect(timeline.sandbox.deliveries.list({ topicArn: TOPIC })).toEqual([]);
    expect(timeline.sandbox.deliveries.list({ topicArn: PAYMENTS })).toHaveLength(3);
    expect(timeline.sandbox.deliveries.list({ topicArn: CHAT })).toHaveLength(1);
  });

  it('sends no second e-mail when only the chat topic refused its message', async () => {
    const timeline = timelineOf(FULL, EMPTY);
    timeline.sandbox.faults.add({
      match: { operation: 'Publish', resource: CHAT },
      times: 1,
      effect: { kind: 'access denied' },
    });
    expect((await timeline.run()).error?.name).toBe('RunFailed');
    await timeline.later(360);
    expect((await timeline.run()).summary).toMatchObject({ published: 1 });
    expect(timeline.sandbox.deliveries.list({ topicArn: TOPIC })).toHaveLength(3);
    expect(timeline.sandbox.deliveries.list({ topicArn: CHAT })).toHaveLength(1);
  });
});

describe('a test notification', () => {
  it('reaches every topic in its format, and measures and remembers nothing', async () => {
    const timeline = timelineOf(FULL, FULL);
    const { summary, mails } = await timeline.run({ event: { test: true } });
    expect(summary).toMatchObject({
      tested: [
        { group: 'test', topicArn: TOPIC, subscriptions: 'confirmed' },
        { group: 'payments', topicArn: PAYMENTS, subscriptions: 'confirmed' },
        { group: 'chat', topicArn: CHAT, subscriptions: 'confirmed' },
        { group: 'health', topicArn: HEALTH, subscriptions: 'confirmed' },
      ],
    });
    expect(timeline.sandbox.calls.tally()).toEqual({
      'sns:ListSubscriptionsByTopic': 4,
      'sns:Publish': 4,
    });
    expect(mails).toHaveLength(2);
    for (const mail of mails) expect(mail).toContain('This is a TEST.');
    for (const mail of mails) expect(mail).not.toContain('Report (account');
    for (const delivery of timeline.sandbox.deliveries.list({ protocol: 'https' })) {
      expect(violationsOf('chat-notification')(bodyOf(delivery))).toEqual([]);
    }
    // What it sent is no news of a real run's.
    expect((await timeline.run()).summary).toMatchObject({ published: 4 });
  });

  it('is not sent to a topic without a confirmed subscription, and fails naming it and the command', async () => {
    const topics = [topic('limits-watchdog-alerts'), { name: 'payments', subscriptions: [] }];
    const timeline = new Timeline({
      usage: { dev: { bytes: FULL } },
      tooling: { ...TOPICS, regions: { 'eu-west-1': { topics } } },
      settings: {
        health: { emails: ['on-call@example.com'] },
        alerts: {
          topicArn: TOPIC,
          emails: ['boss@example.com'],
          routes: [{ name: 'payments', topicArn: PAYMENTS }],
        },
      },
    });
    const { error } = await timeline.run({ event: { test: true } });
    expect(error?.name).toBe('RunFailed');
    expect(error?.message).toBe(
      `the test notification was not sent to payments (${PAYMENTS}). The topic payments has no confirmed subscription. Add a subscription to ${PAYMENTS}.`,
    );
    expect(timeline.sandbox.deliveries.list({ topicArn: TOPIC })).toHaveLength(3);
    expect(timeline.sandbox.deliveries.list({ topicArn: HEALTH })).toHaveLength(1);
  });

  it('fails, naming the topic, if one does not accept it, and still reaches the others', async () => {
    const timeline = timelineOf(FULL, FULL);
    timeline.sandbox.faults.add({
      match: { operation: 'Publish', resource: PAYMENTS },
      times: 'always',
      effect: { kind: 'access denied' },
    });
    const { error } = await timeline.run({ event: { test: true } });
    expect(error?.name).toBe('RunFailed');
    expect(error?.message).toContain(PAYMENTS);
    expect(timeline.sandbox.deliveries.list({ topicArn: CHAT })).toHaveLength(1);
  });
});
