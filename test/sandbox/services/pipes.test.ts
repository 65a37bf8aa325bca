import {
  DescribePipeCommand,
  ListPipesCommand,
  NotFoundException,
  PipesClient,
  paginateListPipes,
} from '@aws-sdk/client-pipes';
import { describe, expect, it } from 'vitest';
import type { OneRegionOptions } from '../fixtures/one-region.ts';
import type { PipeWorld } from '../world/callers.ts';
import { roleAllowing } from '../fixtures/administrator.ts';
import { closeAfterEach, oneRegion } from '../fixtures/one-region.ts';
import { DEV } from '../fixtures/small-world.ts';

closeAfterEach();

const version = `arn:aws:lambda:eu-west-1:${DEV}:function:pay:7`;
const pipe = (name: string, changes: Partial<PipeWorld> = {}): PipeWorld => ({
  name,
  source: `arn:aws:sqs:eu-west-1:${DEV}:jobs`,
  target: version,
  ...changes,
});

async function start(pipes: readonly PipeWorld[], options: OneRegionOptions = {}) {
  const { sandbox, settings } = await oneRegion({ pipes }, options);
  return { sandbox, client: new PipesClient(settings) };
}

describe.each(['in process', 'http'])('EventBridge Pipes %s', (transport) => {
  it('lists pipes in pages, with source, enrichment and target', async () => {
    const enriched = pipe('a', { target: 'arn:aws:sns:x', enrichment: version, state: 'STOPPED' });
    const many = Array.from({ length: 120 }, (_, i) => pipe(`p${i}`));
    const { client, sandbox } = await start([enriched, ...many], { transport });
    const found = [];
    for await (const { Pipes = [] } of paginateListPipes({ client }, {})) found.push(...Pipes);
    expect(found).toHaveLength(121);
    expect(sandbox.calls.count()).toBe(2);
    expect(found[0]).toMatchObject({
      Name: 'a',
      CurrentState: 'STOPPED',
      DesiredState: 'STOPPED',
      Target: 'arn:aws:sns:x',
      Enrichment: version,
    });
  });

  it('describes one, and returns errors of the right class', async () => {
    const { client } = await start([pipe('a')], { transport });
    await expect(client.send(new DescribePipeCommand({ Name: 'a' }))).resolves.toMatchObject({
      Arn: `arn:aws:pipes:eu-west-1:${DEV}:pipe/a`,
      Target: version,
    });
    const error: unknown = await client
      .send(new DescribePipeCommand({ Name: 'b' }))
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(NotFoundException);
  });
});

describe('pipes', () => {
  it('are filtered by the beginning of target and source, and by state', async () => {
    const { client } = await start([
      pipe('a'),
      pipe('b', { target: 'arn:aws:sns:x', state: 'STOPPED' }),
    ]);
    const names = async (input: object) =>
      (await client.send(new ListPipesCommand(input))).Pipes?.map(({ Name }) => Name);
    expect(await names({ TargetPrefix: 'arn:aws:lambda' })).toEqual(['a']);
    expect(await names({ SourcePrefix: 'arn:aws:kinesis' })).toEqual([]);
    expect(await names({ DesiredState: 'STOPPED' })).toEqual(['b']);
    await expect(names({ Limit: 101 })).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('need a permission, ten times a second', async () => {
    const role = roleAllowing('reader', 'pipes:ListPipes');
    const { client } = await start([pipe('a')], { role });
    await expect(client.send(new DescribePipeCommand({ Name: 'a' }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(`pipes:DescribePipe on resource: arn:aws:pipes:eu-west-1`),
    });
    for (let i = 0; i < 9; i += 1) await client.send(new ListPipesCommand({}));
    await expect(client.send(new ListPipesCommand({}))).rejects.toMatchObject({
      name: 'ThrottlingException',
    });
  });
});
