import {
  LambdaClient,
  ListAliasesCommand,
  ListEventSourceMappingsCommand,
  ListProvisionedConcurrencyConfigsCommand,
  ListVersionsByFunctionCommand,
} from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';
import { REGION, oneRegion } from './fixtures/one-region.ts';
import { DEV } from './fixtures/small-world.ts';

const FunctionName = 'pay';

async function start() {
  const { sandbox, settings } = await oneRegion({
    functions: [
      { name: 'pay', versions: '1-3, 9', aliases: [{ name: 'live', version: '9' }] },
      { name: 'ship' },
    ],
  });
  const lambda = new LambdaClient(settings);
  const versions = async () => {
    const { Versions = [] } = await lambda.send(
      new ListVersionsByFunctionCommand({ FunctionName }),
    );
    return Versions.map(({ Version }) => Version);
  };
  return { sandbox, lambda, versions, change: sandbox.change({ account: DEV, region: REGION }) };
}

describe('a change that another person makes', () => {
  it('publishes a version under a number that was never used before', async () => {
    const { change, versions, lambda } = await start();
    change.deleteAlias('pay', 'live');
    change.deleteVersion('pay', 9);
    expect(change.publishVersion('pay')).toBe(10);
    expect(await versions()).toEqual(['$LATEST', '1', '2', '3', '10']);
    const { Versions } = await lambda.send(new ListVersionsByFunctionCommand({ FunctionName }));
    expect(Versions?.map(({ LastModified }) => LastModified).slice(2)).toEqual([
      '2026-02-27T16:00:00.000+0000',
      '2026-07-11T00:00:00.000+0000',
      '2026-11-22T08:00:00.000+0000',
    ]);
  });

  it('moves an alias, but never to a version that does not exist', async () => {
    const { change, lambda } = await start();
    change.moveAlias('pay', 'live', '2', { '3': 0.5 });
    const { Aliases } = await lambda.send(new ListAliasesCommand({ FunctionName }));
    expect(Aliases).toMatchObject([
      { FunctionVersion: '2', RoutingConfig: { AdditionalVersionWeights: { '3': 0.5 } } },
    ]);
    expect(() => change.moveAlias('pay', 'live', '4')).toThrow('no version 4');
  });

  it('adds and removes functions', async () => {
    const { change, versions } = await start();
    change.deleteFunction('pay');
    await expect(versions()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    expect(() => change.createFunction({ name: 'pay', versions: '9' })).toThrow('never used again');
    change.createFunction({ name: 'pay' });
    expect(change.publishVersion('pay')).toBe(10);
    expect(await versions()).toEqual(['$LATEST', '10']);
  });

  it('sets provisioned concurrency and an event source mapping of a version', async () => {
    const { change, lambda } = await start();
    change.updateFunction('pay', () => ({ provisionedConcurrency: { '2': 1 } }));
    change.update(({ eventSourceMappings = [] }) => ({
      eventSourceMappings: [
        ...eventSourceMappings,
        { functionName: 'pay', qualifier: '1', eventSourceArn: 'arn:aws:sqs:x' },
      ],
    }));
    await expect(
      lambda.send(new ListProvisionedConcurrencyConfigsCommand({ FunctionName })),
    ).resolves.toMatchObject({ ProvisionedConcurrencyConfigs: [{ Status: 'READY' }] });
    await expect(lambda.send(new ListEventSourceMappingsCommand({}))).resolves.toMatchObject({
      EventSourceMappings: [{ FunctionArn: expect.stringMatching(/:pay:1$/) }],
    });
  });
});
