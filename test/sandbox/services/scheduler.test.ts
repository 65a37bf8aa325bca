import {
  GetScheduleCommand,
  ListSchedulesCommand,
  ResourceNotFoundException,
  SchedulerClient,
  paginateListSchedules,
} from '@aws-sdk/client-scheduler';
import { describe, expect, it } from 'vitest';
import type { OneRegionOptions } from '../fixtures/one-region.ts';
import type { ScheduleWorld } from '../world/callers.ts';
import { roleAllowing } from '../fixtures/administrator.ts';
import { closeAfterEach, oneRegion } from '../fixtures/one-region.ts';
import { DEV } from '../fixtures/small-world.ts';

closeAfterEach();

const universal: ScheduleWorld = {
  name: 'nightly',
  group: 'jobs',
  targetArn: 'arn:aws:scheduler:::aws-sdk:lambda:invoke',
  input: '{"FunctionName":"pay:7"}',
  state: 'DISABLED',
};
const direct = (name: string): ScheduleWorld => ({
  name,
  targetArn: `arn:aws:lambda:eu-west-1:${DEV}:function:pay:3`,
});

async function start(schedules: readonly ScheduleWorld[], options: OneRegionOptions = {}) {
  const { sandbox, settings } = await oneRegion({ schedules }, options);
  return { sandbox, client: new SchedulerClient(settings) };
}

describe.each(['in process', 'http'])('EventBridge Scheduler %s', (transport) => {
  it('lists schedules of all groups in pages of 100, with only the ARN of the target', async () => {
    const many = Array.from({ length: 120 }, (_, i) => direct(`s${i}`));
    const { client, sandbox } = await start([universal, ...many], { transport });
    const found = [];
    for await (const { Schedules = [] } of paginateListSchedules({ client }, {})) {
      found.push(...Schedules);
    }
    expect(found).toHaveLength(121);
    expect(sandbox.calls.count()).toBe(2);
    expect(found.find(({ GroupName }) => GroupName === 'jobs')).toMatchObject({
      Arn: `arn:aws:scheduler:eu-west-1:${DEV}:schedule/jobs/nightly`,
      Name: 'nightly',
      State: 'DISABLED',
      Target: { Arn: universal.targetArn },
    });
    expect(JSON.stringify(found)).not.toContain('pay:7');
  });

  it('shows the input of one schedule, and returns errors of the right class', async () => {
    const { client } = await start([universal], { transport });
    const { Target } = await client.send(
      new GetScheduleCommand({ Name: 'nightly', GroupName: 'jobs' }),
    );
    expect(Target).toMatchObject({ Arn: universal.targetArn, Input: universal.input });
    const error: unknown = await client
      .send(new GetScheduleCommand({ Name: 'nightly' }))
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ResourceNotFoundException);
    expect(error).toMatchObject({ $metadata: { httpStatusCode: 404 } });
  });
});

describe('schedules', () => {
  it('are filtered by group, state and the beginning of the name', async () => {
    const { client } = await start([universal, direct('daily'), direct('weekly')]);
    const names = async (input: object) =>
      (await client.send(new ListSchedulesCommand(input))).Schedules?.map(({ Name }) => Name);
    expect(await names({ GroupName: 'default' })).toEqual(['daily', 'weekly']);
    expect(await names({ State: 'DISABLED' })).toEqual(['nightly']);
    expect(await names({ NamePrefix: 'w' })).toEqual(['weekly']);
    await expect(names({ MaxResults: 101 })).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('are allowed one by one, and listed with a permission for everything', async () => {
    const arn = `arn:aws:scheduler:eu-west-1:${DEV}:schedule/default/daily`;
    const role = roleAllowing('reader', 'scheduler:*', arn);
    const { client } = await start([universal, direct('daily')], { role });
    await expect(client.send(new GetScheduleCommand({ Name: 'daily' }))).resolves.toBeDefined();
    await expect(
      client.send(new GetScheduleCommand({ Name: 'nightly', GroupName: 'jobs' })),
    ).rejects.toMatchObject({ name: 'AccessDeniedException', $metadata: { httpStatusCode: 403 } });
    await expect(client.send(new ListSchedulesCommand({}))).rejects.toMatchObject({
      message: expect.stringContaining('scheduler:ListSchedules on resource: *'),
    });
  });

  it('are read fifty times a second', async () => {
    const { client } = await start([direct('daily')]);
    const ask = () => client.send(new GetScheduleCommand({ Name: 'daily' }));
    for (let i = 0; i < 50; i += 1) await ask();
    await expect(ask()).rejects.toMatchObject({
      name: 'ThrottlingException',
      $metadata: { httpStatusCode: 429 },
    });
  });
});
