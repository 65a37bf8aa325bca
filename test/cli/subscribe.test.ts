import { readFileSync } from 'node:fs';

import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';

import { documents } from '../../src/cli/documents/all.ts';
import { TOOLING, TOPIC } from '../watch/run-watch.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { HEALTH, sandboxWith, subscribe } from './run-subscribe.ts';

const HOUR_MS = 3_600_000;

function topicOf(sandbox: Sandbox, topicArn: string) {
  const name = topicArn.split(':').at(-1) ?? '';
  const topic = sandbox.organisation.account(TOOLING).topic('eu-west-1', name);
  if (topic === undefined) throw new Error(`no topic ${name}`);
  return topic;
}

describe('limits-watchdog subscribe', () => {
  it('subscribes each address to its topic once, however often it is run', async () => {
    const sandbox = sandboxWith();
    const first = await subscribe(sandbox);
    expect(first.exitCode).toBe(0);
    expect(first.out).toEqual([
      'limits-watchdog-alerts  ops@example.com: subscribed; a confirmation was sent',
      'limits-watchdog-alerts  boss@example.com: subscribed; a confirmation was sent',
      'limits-watchdog-health  on-call@example.com: subscribed; a confirmation was sent',
    ]);
    expect(first.err.join('\n')).toContain('within 48 hours');
    topicOf(sandbox, TOPIC).confirm('ops@example.com', sandbox.clock.now());
    const second = await subscribe(sandbox);
    expect(second.out).toEqual([
      'limits-watchdog-alerts  ops@example.com: already confirmed',
      'limits-watchdog-alerts  boss@example.com: pending; the confirmation was sent again',
      'limits-watchdog-health  on-call@example.com: pending; the confirmation was sent again',
    ]);
    expect(topicOf(sandbox, TOPIC).confirmationsSent).toEqual([
      'ops@example.com',
      'boss@example.com',
      'boss@example.com',
    ]);
    expect(topicOf(sandbox, TOPIC).subscriptions(sandbox.clock.now())).toHaveLength(2);
  });

  it('subscribes an address again that was not confirmed in time', async () => {
    const sandbox = sandboxWith();
    await subscribe(sandbox);
    await sandbox.clock.sleep(48 * HOUR_MS);
    const { out } = await subscribe(sandbox);
    expect(out[0]).toContain('subscribed; a confirmation was sent');
  });

  it('does not mention confirmation links when all addresses are confirmed', async () => {
    const emails = ['ops@example.com'];
    const sandbox = sandboxWith([{ protocol: 'email', endpoint: 'ops@example.com' }]);
    const { exitCode, err } = await subscribe(sandbox, [], {
      alerts: { topicArn: TOPIC, emails },
      health: {},
    });
    expect([exitCode, err]).toEqual([0, []]);
    expect(sandbox.calls.count({ operation: 'Subscribe' })).toBe(0);
  });

  it('subscribes without permission to list, and knows from the answer which addresses are confirmed', async () => {
    const confirmed = { protocol: 'email', endpoint: 'ops@example.com' } as const;
    const sandbox = sandboxWith([confirmed], ['sns:Subscribe']);
    const { exitCode, out } = await subscribe(sandbox);
    expect(exitCode).toBe(0);
    expect(out.map((line) => line.split(': ')[1])).toEqual([
      'already confirmed',
      'pending; the confirmation was sent again',
      'pending; the confirmation was sent again',
    ]);
  });

  it('fails without permission to subscribe, naming the action, and is incomplete when one topic is missing', async () => {
    const denied = sandboxWith([], ['sns:ListSubscriptionsByTopic']);
    const { exitCode, out } = await subscribe(denied);
    expect(exitCode).toBe(1);
    expect(out[0]).toContain('failed: access denied (sns:Subscribe:');
    const sandbox = sandboxWith();
    const region = sandbox.organisation.account(TOOLING).lambda('eu-west-1');
    region.world = { ...region.world, topics: [{ name: 'limits-watchdog-alerts' }] };
    expect((await subscribe(sandbox)).exitCode).toBe(3);
  });

  it.each([
    ['no addresses', { alerts: { topicArn: TOPIC }, health: {} }, 'lists no addresses'],
    [
      'another account',
      {
        tooling: { account: '999999999999', region: 'eu-west-1' },
        alerts: { topicArn: TOPIC.replace(TOOLING, '999999999999'), emails: ['a@example.com'] },
      },
      `These credentials are for account ${TOOLING}, and the topics are in 999999999999`,
    ],
  ])('does nothing with %s', async (_, settings, sentence) => {
    const sandbox = sandboxWith();
    const { exitCode, err } = await subscribe(sandbox, [], settings);
    expect(exitCode).toBe(1);
    expect(err.join('\n')).toContain(sentence);
    expect(sandbox.calls.count({ service: 'sns' })).toBe(0);
  });

  it('writes one document that fits its schema and is read back whole', async () => {
    const { out } = await subscribe(sandboxWith(), ['--json']);
    const document: unknown = JSON.parse(out.join('\n'));
    const schema: unknown = JSON.parse(
      readFileSync(new URL('../../docs/schemas/subscribe.schema.json', import.meta.url), 'utf8'),
    );
    if (typeof schema !== 'object' || schema === null) throw new Error('no schema');
    const validate = new Ajv2020().compile(schema);
    expect([validate(document), validate.errors]).toEqual([true, null]);
    const reader = documents.find(({ name }) => name === 'subscribe');
    expect(reader?.read(document)).toEqual(document);
    expect(document).toMatchObject({
      kind: 'limits-watchdog.subscribe',
      exitCode: 0,
      addresses: [
        { topicArn: TOPIC, email: 'ops@example.com', result: 'subscribed' },
        { topicArn: TOPIC, email: 'boss@example.com', result: 'subscribed' },
        { topicArn: HEALTH, email: 'on-call@example.com', result: 'subscribed' },
      ],
    });
  });
});
