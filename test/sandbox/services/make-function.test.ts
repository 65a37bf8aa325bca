import { CreateRoleCommand, DeleteRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  CreateAliasCommand,
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetFunctionCommand,
  LambdaClient,
  PublishVersionCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';

import { zipPackage } from '../../../scripts/acceptance/prove/zip-package.ts';
import { expectUnqualifiedDelete } from '../expected.ts';
import { closeAfterEach, oneRegion } from '../fixtures/one-region.ts';
import { DEV } from '../fixtures/small-world.ts';

closeAfterEach();

const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ],
});

const made = (Tags?: Record<string, string>) =>
  new CreateFunctionCommand({
    FunctionName: 'pay',
    Role: `arn:aws:iam::${DEV}:role/pay`,
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Code: { ZipFile: zipPackage().zip },
    ...(Tags !== undefined && { Tags }),
  });

describe.each(['in process', 'http'])('functions that are made, %s', (transport) => {
  it('need a role that IAM has propagated, are pending first, and publish only changes', async () => {
    expectUnqualifiedDelete("the function is this test's own");
    const { sandbox, settings } = await oneRegion({}, { transport });
    const lambda = new LambdaClient(settings);
    const iam = new IAMClient({ ...settings, region: 'us-east-1' });
    const wait = async (ms: number) => {
      if ('advance' in sandbox.clock) await sandbox.clock.advance(ms);
    };
    await iam.send(new CreateRoleCommand({ RoleName: 'pay', AssumeRolePolicyDocument: TRUST }));
    await expect(lambda.send(made())).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
    });
    await wait(10_000);
    expect(await lambda.send(made({ team: 'a' }))).toMatchObject({ State: 'Pending' });
    await expect(lambda.send(made())).rejects.toMatchObject({ name: 'ResourceConflictException' });
    const pay = { FunctionName: 'pay' };
    const busy = { name: 'ResourceConflictException' };
    await expect(lambda.send(new PublishVersionCommand(pay))).rejects.toMatchObject(busy);
    await expect(lambda.send(new DeleteFunctionCommand(pay))).rejects.toMatchObject(busy);
    await wait(5_000);
    expect(await lambda.send(new GetFunctionCommand(pay))).toMatchObject({
      Configuration: { State: 'Active', CodeSize: zipPackage().zip.byteLength },
      Tags: { team: 'a' },
    });
    expect(await lambda.send(new PublishVersionCommand(pay))).toMatchObject({ Version: '1' });
    expect(await lambda.send(new PublishVersionCommand(pay))).toMatchObject({ Version: '1' });
    await lambda.send(new UpdateFunctionConfigurationCommand({ ...pay, Description: 'new' }));
    await wait(5_000);
    expect(await lambda.send(new PublishVersionCommand(pay))).toMatchObject({ Version: '2' });
    const alias = { ...pay, Name: 'live', FunctionVersion: '9' };
    await expect(lambda.send(new CreateAliasCommand(alias))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await lambda.send(new DeleteFunctionCommand(pay));
    await iam.send(new DeleteRoleCommand({ RoleName: 'pay' }));
    await expect(iam.send(new DeleteRoleCommand({ RoleName: 'pay' }))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 404 },
    });
  });
});
