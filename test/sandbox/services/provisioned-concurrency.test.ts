import {
  DeleteFunctionCommand,
  DeleteProvisionedConcurrencyConfigCommand,
  GetProvisionedConcurrencyConfigCommand,
  LambdaClient,
  ListProvisionedConcurrencyConfigsCommand,
  PutProvisionedConcurrencyConfigCommand,
} from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';

import { closeAfterEach, oneRegion } from '../fixtures/one-region.ts';

closeAfterEach();

const FunctionName = 'pay';
const version = { FunctionName, Qualifier: '1' };
const WORLD = { functions: [{ name: FunctionName, versions: '1-2' }] };

describe.each(['in process', 'http'])('provisioned concurrency, %s', (transport) => {
  it('is in progress first, then ready, and absent after its deletion', async () => {
    const { sandbox, settings } = await oneRegion(WORLD, { transport });
    const lambda = new LambdaClient(settings);
    const get = () => lambda.send(new GetProvisionedConcurrencyConfigCommand(version));
    const none = { name: 'ProvisionedConcurrencyConfigNotFoundException' };
    await expect(get()).rejects.toMatchObject(none);
    const put = { ...version, ProvisionedConcurrentExecutions: 1 };
    await lambda.send(new PutProvisionedConcurrencyConfigCommand(put));
    expect(await get()).toMatchObject({ Status: 'IN_PROGRESS' });
    if ('advance' in sandbox.clock) await sandbox.clock.advance(60_000);
    expect(await get()).toMatchObject({
      Status: 'READY',
      AllocatedProvisionedConcurrentExecutions: 1,
    });
    await lambda.send(new DeleteProvisionedConcurrencyConfigCommand(version));
    await expect(get()).rejects.toMatchObject(none);
  });
});

it('is refused for $LATEST and for a version that does not exist', async () => {
  const { settings } = await oneRegion(WORLD);
  const lambda = new LambdaClient(settings);
  const put = (Qualifier: string) =>
    lambda.send(
      new PutProvisionedConcurrencyConfigCommand({
        FunctionName,
        Qualifier,
        ProvisionedConcurrentExecutions: 1,
      }),
    );
  await expect(put('$LATEST')).rejects.toMatchObject({ name: 'InvalidParameterValueException' });
  await expect(put('9')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

it('is deleted with its version', async () => {
  const { settings } = await oneRegion(WORLD);
  const lambda = new LambdaClient(settings);
  const put = { ...version, ProvisionedConcurrentExecutions: 1 };
  await lambda.send(new PutProvisionedConcurrencyConfigCommand(put));
  await lambda.send(new DeleteFunctionCommand(version));
  const list = new ListProvisionedConcurrencyConfigsCommand({ FunctionName });
  expect((await lambda.send(list)).ProvisionedConcurrencyConfigs).toEqual([]);
});
