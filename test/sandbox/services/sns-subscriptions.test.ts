import {
  ListSubscriptionsByTopicCommand,
  PublishCommand,
  SNSClient,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import { describe, expect, it } from 'vitest';

import { virtualClock } from '../clock.ts';
import { roleAllowing } from '../fixtures/administrator.ts';
import type { Sandbox } from '../sandbox.ts';
import { createSandbox } from '../sandbox.ts';
import type { SubscriptionWorld } from '../world.ts';

const ACCOUNT = '100000000001';
const TOPIC = `arn:aws:sns:eu-west-1:${ACCOUNT}:alerts`;
const HOUR_MS = 3_600_000;

function sandboxWith(
  subscriptions: readonly SubscriptionWorld[],
  actions: readonly string[] = ['sns:*'],
) {
  const sandbox = createSandbox(
    {
      accounts: [
        {
          id: ACCOUNT,
          name: 'tooling',
          roles: [roleAllowing('person', actions, TOPIC)],
          regions: { 'eu-west-1': { topics: [{ name: 'alerts', subscriptions }] } },
        },
      ],
    },
    { clock: virtualClock('2026-11-22T06:00:00Z') },
  );
  const sns = new SNSClient({
    region: 'eu-west-1',
    credentials: async () => {
      const issued = sandbox.credentialsOf({ account: ACCOUNT, role: 'person' });
      return { ...issued, expiration: new Date(0) };
    },
    requestHandler: sandbox.requestHandler(),
    maxAttempts: 1,
  });
  return { sandbox, sns };
}

const email = (endpoint: string, status?: SubscriptionWorld['status']): SubscriptionWorld => ({
  protocol: 'email',
  endpoint,
  ...(status !== undefined && { status }),
});

async function listed(sns: SNSClient, NextToken?: string) {
  return sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: TOPIC, NextToken }));
}

function confirm(sandbox: Sandbox, endpoint: string): void {
  sandbox.organisation
    .account(ACCOUNT)
    .topic('eu-west-1', 'alerts')
    ?.confirm(endpoint, sandbox.clock.now());
}

const subscribe = (Endpoint: string) =>
  new SubscribeCommand({ TopicArn: TOPIC, Protocol: 'email', Endpoint });

describe('listing the subscriptions of a topic', () => {
  it('returns an ARN only for confirmed ones', async () => {
    const { sns } = sandboxWith([
      email('a@example.com'),
      email('b@example.com', 'pending'),
      email('c@example.com', 'deleted'),
    ]);
    const { Subscriptions = [] } = await listed(sns);
    expect(Subscriptions.map(({ SubscriptionArn }) => SubscriptionArn)).toEqual([
      expect.stringMatching(new RegExp(`^${TOPIC}:[0-9a-f-]{36}$`)),
      'PendingConfirmation',
      'Deleted',
    ]);
  });

  it('returns 100 a page, and an empty list for none', async () => {
    const many = Array.from({ length: 101 }, (_, at) => email(`a${at}@example.com`));
    const { sns } = sandboxWith(many);
    const first = await listed(sns);
    expect(first.Subscriptions).toHaveLength(100);
    const second = await listed(sns, first.NextToken);
    expect([second.Subscriptions?.length, second.NextToken]).toEqual([1, undefined]);
    expect((await listed(sandboxWith([]).sns)).Subscriptions).toEqual([]);
  });

  it('is denied by its own action, and refused for a topic that does not exist', async () => {
    const { sns } = sandboxWith([], ['sns:Subscribe', 'sns:Publish']);
    await expect(listed(sns)).rejects.toMatchObject({ name: 'AuthorizationErrorException' });
    const { sandbox, sns: allowed } = sandboxWith([]);
    const region = sandbox.organisation.account(ACCOUNT).lambda('eu-west-1');
    region.world = { ...region.world, topics: [] };
    await expect(listed(allowed)).rejects.toMatchObject({ name: 'NotFoundException' });
  });
});

describe('subscribing an address', () => {
  it('is pending until a person confirms it, and delivers nothing before', async () => {
    const { sandbox, sns } = sandboxWith([]);
    const { SubscriptionArn } = await sns.send(subscribe('a@example.com'));
    expect(SubscriptionArn).toBe('pending confirmation');
    await sns.send(new PublishCommand({ TopicArn: TOPIC, Message: 'one' }));
    expect(sandbox.deliveries.list()).toEqual([]);
    confirm(sandbox, 'a@example.com');
    await sns.send(new PublishCommand({ TopicArn: TOPIC, Message: 'two' }));
    expect(sandbox.deliveries.list().map(({ body }) => body)).toEqual(['two']);
    expect((await sns.send(subscribe('a@example.com'))).SubscriptionArn).toContain(TOPIC);
    expect((await listed(sns)).Subscriptions).toHaveLength(1);
  });

  it('is deleted after 48 hours without a confirmation, and not earlier', async () => {
    const { sandbox, sns } = sandboxWith([]);
    await sns.send(subscribe('a@example.com'));
    await sandbox.clock.sleep(48 * HOUR_MS - 1);
    expect((await listed(sns)).Subscriptions).toHaveLength(1);
    await sandbox.clock.sleep(1);
    expect((await listed(sns)).Subscriptions).toEqual([]);
    expect(() => confirm(sandbox, 'a@example.com')).toThrow('is not pending');
  });

  it('is denied by its own action, and refused for an invalid address', async () => {
    const { sns } = sandboxWith([], ['sns:ListSubscriptionsByTopic']);
    const refused = sns.send(subscribe('a@example.com'));
    await expect(refused).rejects.toMatchObject({ name: 'AuthorizationErrorException' });
    const odd = sandboxWith([]).sns.send(subscribe('missing'));
    await expect(odd).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});
