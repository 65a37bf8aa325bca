import {
  DescribeStateMachineCommand,
  DescribeStateMachineForExecutionCommand,
  ListExecutionsCommand,
  ListStateMachineVersionsCommand,
  SFNClient,
  StateMachineDoesNotExist,
  paginateListExecutions,
  paginateListStateMachines,
} from '@aws-sdk/client-sfn';
import { describe, expect, it } from 'vitest';
import type { OneRegionOptions } from '../fixtures/one-region.ts';
import type { StateMachineWorld } from '../world/callers.ts';
import { roleAllowing } from '../fixtures/administrator.ts';
import { closeAfterEach, oneRegion } from '../fixtures/one-region.ts';
import { DEV } from '../fixtures/small-world.ts';

closeAfterEach();

const calling = (version: string) => ({
  StartAt: 'Pay',
  States: {
    Pay: { Type: 'Task', Resource: `arn:aws:lambda:x:1:function:pay:${version}`, End: true },
  },
});
const arn = `arn:aws:states:eu-west-1:${DEV}:stateMachine:order`;
const order: StateMachineWorld = {
  name: 'order',
  definition: calling('9'),
  versions: { '1': calling('3'), '2': JSON.stringify(calling('5'), null, 2) },
  aliases: { live: ['2'] },
  executions: [
    { name: 'old', definition: calling('1') },
    { name: 'first', version: '1' },
    { name: 'own' },
    { name: 'done', status: 'SUCCEEDED' },
  ],
};

async function start(stateMachines: readonly StateMachineWorld[], options: OneRegionOptions = {}) {
  const { sandbox, settings } = await oneRegion({ stateMachines }, options);
  const client = new SFNClient(settings);
  const describeMachine = async (stateMachineArn: string) =>
    (await client.send(new DescribeStateMachineCommand({ stateMachineArn }))).definition ?? '';
  return { sandbox, client, describeMachine };
}

describe.each(['in process', 'http'])('Step Functions %s', (transport) => {
  it('lists machines in pages of 100', async () => {
    const many = Array.from({ length: 120 }, (_, i) => ({ ...order, name: `m${i}` }));
    const { client, sandbox } = await start([order, ...many], { transport });
    const found = [];
    for await (const { stateMachines = [] } of paginateListStateMachines({ client }, {})) {
      found.push(...stateMachines);
    }
    expect(new Set(found.map(({ stateMachineArn }) => stateMachineArn)).size).toBe(121);
    expect(found).toContainEqual({
      stateMachineArn: arn,
      name: 'order',
      type: 'STANDARD',
      creationDate: new Date('2026-11-21T08:00:00Z'),
    });
    expect(sandbox.calls.tally()).toEqual({ 'states:ListStateMachines': 2 });
  });

  it('describes the machine, a version and the version behind an alias', async () => {
    const { describeMachine, client } = await start([order], { transport });
    expect(await describeMachine(arn)).toContain('pay:9');
    expect(await describeMachine(`${arn}:1`)).toContain('pay:3');
    expect(await describeMachine(`${arn}:live`)).toBe(order.versions?.['2']);
    const { stateMachineVersions } = await client.send(
      new ListStateMachineVersionsCommand({ stateMachineArn: arn }),
    );
    expect(
      stateMachineVersions?.map(({ stateMachineVersionArn }) => stateMachineVersionArn),
    ).toEqual([`${arn}:2`, `${arn}:1`]);
    const error: unknown = await describeMachine(`${arn}:3`).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StateMachineDoesNotExist);
  });
});

describe('executions', () => {
  it('are listed by status, with the version that was started', async () => {
    const { client } = await start([order]);
    const list = async (stateMachineArn: string) => {
      const { executions = [] } = await client.send(
        new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING' }),
      );
      return executions.map(({ name, stateMachineVersionArn }) => [name, stateMachineVersionArn]);
    };
    expect(await list(arn)).toEqual([
      ['first', `${arn}:1`],
      ['old', undefined],
      ['own', undefined],
    ]);
    expect(await list(`${arn}:1`)).toEqual([['first', `${arn}:1`]]);
  });

  it('keep the definition that they were started with', async () => {
    const { client, sandbox } = await start([order]);
    const definition = async (name: string) => {
      const executionArn = arn.replace('stateMachine', 'execution').concat(`:${name}`);
      const input = { executionArn };
      return (await client.send(new DescribeStateMachineForExecutionCommand(input))).definition;
    };
    expect(await definition('old')).toContain('pay:1');
    expect(await definition('first')).toContain('pay:3');
    expect(await definition('own')).toContain('pay:9');
    await expect(definition('none')).rejects.toMatchObject({ name: 'ExecutionDoesNotExist' });
    expect(sandbox.calls.count()).toBe(4);
  });

  it('come in pages of at most 1,000', async () => {
    const executions = Array.from({ length: 250 }, (_, i) => ({ name: `e${i}` }));
    const { client } = await start([{ ...order, executions }]);
    const names = [];
    const pages = paginateListExecutions({ client }, { stateMachineArn: arn, maxResults: 0 });
    for await (const page of pages) names.push(...(page.executions ?? []));
    expect(names).toHaveLength(250);
    await expect(
      client.send(new ListExecutionsCommand({ stateMachineArn: arn, maxResults: 1001 })),
    ).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('of an express machine cannot be listed', async () => {
    const { client } = await start([{ ...order, type: 'EXPRESS' }]);
    await expect(
      client.send(new ListExecutionsCommand({ stateMachineArn: arn })),
    ).rejects.toMatchObject({ name: 'StateMachineTypeNotSupported' });
  });

  it('are described two hundred times at once, then once a second', async () => {
    const { client, sandbox } = await start([order]);
    const executionArn = arn.replace('stateMachine', 'execution').concat(':own');
    const ask = () => client.send(new DescribeStateMachineForExecutionCommand({ executionArn }));
    for (let i = 0; i < 200; i += 1) await ask();
    await expect(ask()).rejects.toMatchObject({ name: 'ThrottlingException' });
    await sandbox.clock.sleep(1000);
    await expect(ask()).resolves.toBeDefined();
  });
});

describe('permissions for machines', () => {
  it('are checked on the machine, for any version', async () => {
    const role = roleAllowing('reader', 'states:DescribeStateMachine', arn);
    const { describeMachine, client } = await start([order], { role });
    await expect(describeMachine(`${arn}:1`)).resolves.toContain('pay:3');
    await expect(describeMachine(`${arn}x`)).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
    await expect(
      client.send(new ListExecutionsCommand({ stateMachineArn: arn })),
    ).rejects.toMatchObject({
      message: expect.stringContaining(`states:ListExecutions on resource: ${arn} because`),
    });
  });
});
