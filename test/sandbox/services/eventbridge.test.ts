import {
  EventBridgeClient,
  ListEventBusesCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-eventbridge';
import { describe, expect, it } from 'vitest';
import type { OneRegionOptions } from '../fixtures/one-region.ts';
import type { RegionWorld } from '../world.ts';
import { roleAllowing } from '../fixtures/administrator.ts';
import { closeAfterEach, oneRegion } from '../fixtures/one-region.ts';
import { DEV } from '../fixtures/small-world.ts';

closeAfterEach();

const PAY = `arn:aws:lambda:eu-west-1:${DEV}:function:pay:3`;

async function start(region: RegionWorld, options: OneRegionOptions = {}) {
  const { sandbox, settings } = await oneRegion(region, options);
  return { sandbox, client: new EventBridgeClient(settings) };
}

describe.each(['in process', 'http'])('EventBridge %s', (transport) => {
  it('lists buses, rules of any state, and targets with their input', async () => {
    const transformer = { template: '{"a": <a>}', paths: { a: '$.a' } };
    const { client } = await start(
      {
        eventBuses: ['empty'],
        eventRules: [
          {
            name: 'paid',
            bus: 'shop',
            state: 'DISABLED',
            managedBy: 'schemas.amazonaws.com',
            targets: [
              { arn: PAY, roleArn: 'arn:aws:iam::1:role/r', input: '{}' },
              { arn: PAY, transformer },
              { arn: PAY, inputPath: '$.detail', sql: 'select 1' },
            ],
          },
        ],
      },
      { transport },
    );
    const { EventBuses } = await client.send(new ListEventBusesCommand({}));
    expect(EventBuses?.map(({ Name }) => Name)).toEqual(['default', 'empty', 'shop']);
    const { Rules } = await client.send(new ListRulesCommand({ EventBusName: 'shop' }));
    expect(Rules).toMatchObject([
      {
        Name: 'paid',
        Arn: `arn:aws:events:eu-west-1:${DEV}:rule/shop/paid`,
        State: 'DISABLED',
        ManagedBy: 'schemas.amazonaws.com',
        EventBusName: 'shop',
      },
    ]);
    const { Targets } = await client.send(
      new ListTargetsByRuleCommand({ EventBusName: EventBuses?.[2]?.Arn, Rule: 'paid' }),
    );
    expect(Targets).toMatchObject([
      { Arn: PAY, RoleArn: 'arn:aws:iam::1:role/r', Input: '{}' },
      { InputTransformer: { InputTemplate: '{"a": <a>}', InputPathsMap: { a: '$.a' } } },
      { InputPath: '$.detail', RedshiftDataParameters: { Sql: 'select 1' } },
    ]);
  });

  it('returns errors of the right class for a missing bus and a missing rule', async () => {
    const { client } = await start({}, { transport });
    for (const command of [
      new ListTargetsByRuleCommand({ Rule: 'paid' }),
      new ListTargetsByRuleCommand({ Rule: 'paid', EventBusName: 'shop' }),
    ]) {
      const error: unknown = await client.send(command).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(ResourceNotFoundException);
      expect(error).toMatchObject({ $metadata: { httpStatusCode: 400 } });
    }
    await expect(client.send(new ListRulesCommand({ EventBusName: 'shop' }))).rejects.toMatchObject(
      { name: 'ResourceNotFoundException' },
    );
  });
});

describe('rules', () => {
  const many = (bus: string, count: number) =>
    Array.from({ length: count }, (_, at) => ({ name: `r${at}`, bus, targets: [] }));

  it('are listed 100 a page, with a token for the same request only', async () => {
    const { client } = await start({ eventRules: [...many('shop', 120), ...many('default', 3)] });
    const first = await client.send(new ListRulesCommand({ EventBusName: 'shop' }));
    expect(first.Rules).toHaveLength(100);
    const { NextToken } = first;
    const next = await client.send(new ListRulesCommand({ EventBusName: 'shop', NextToken }));
    expect(next.Rules).toHaveLength(20);
    expect(next.NextToken).toBeUndefined();
    await expect(client.send(new ListRulesCommand({ NextToken }))).rejects.toMatchObject({
      name: 'InvalidToken',
    });
    expect((await client.send(new ListRulesCommand({}))).Rules).toHaveLength(3);
    await expect(client.send(new ListRulesCommand({ Limit: 101 }))).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });

  it('list their targets with a permission on the rule, and are listed with one on everything', async () => {
    const arn = `arn:aws:events:eu-west-1:${DEV}:rule/shop/r0`;
    const role = roleAllowing('reader', 'events:*', arn);
    const { client } = await start(
      { eventRules: [...many('shop', 2), ...many('default', 1)] },
      { role },
    );
    const targets = (Rule: string, EventBusName?: string) =>
      client.send(new ListTargetsByRuleCommand({ Rule, EventBusName }));
    await expect(targets('r0', 'shop')).resolves.toBeDefined();
    await expect(targets('r1', 'shop')).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await expect(targets('r0')).rejects.toMatchObject({
      message: expect.stringContaining(`arn:aws:events:eu-west-1:${DEV}:rule/r0`),
    });
    await expect(client.send(new ListRulesCommand({}))).rejects.toMatchObject({
      message: expect.stringContaining('events:ListRules on resource: *'),
    });
  });

  it('are read fifty times a second, by any operation', async () => {
    const { client } = await start({});
    for (let i = 0; i < 25; i += 1) {
      await client.send(new ListRulesCommand({}));
      await client.send(new ListEventBusesCommand({}));
    }
    await expect(client.send(new ListEventBusesCommand({}))).rejects.toMatchObject({
      name: 'ThrottlingException',
    });
  });
});
