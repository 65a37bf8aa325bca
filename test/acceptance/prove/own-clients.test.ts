import { DeleteRoleCommand } from '@aws-sdk/client-iam';
import {
  DeleteFunctionCommand,
  DeleteLayerVersionCommand,
  DeleteProvisionedConcurrencyConfigCommand,
  InvokeCommand,
} from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';

import { ownIam, ownLambda } from '../../../scripts/acceptance/prove/own-clients.ts';
import { TrafficMeter } from '../../../src/aws/clients.ts';
import { region } from '../../../src/model/aws-ids.ts';
import { proveRunId } from '../../../scripts/acceptance/prove/run-id.ts';
import { instant } from '../../../src/model/time.ts';
import { REGION, THROW_AWAY, throwAway } from './prove-world.ts';

describe('the clients of one run', () => {
  const sandbox = throwAway();
  const connection = {
    clock: {
      now: () => instant(sandbox.clock.now()),
      sleep: (ms: number) => sandbox.clock.sleep(ms),
    },
    traffic: new TrafficMeter(),
    http: sandbox.requestHandler(),
    chance: () => 0.5,
    credentials: async () => sandbox.credentialsOf({ account: THROW_AWAY, role: 'admin' }),
  };
  const settings = { region: region(REGION) };
  const lambda = ownLambda(connection, settings, proveRunId('x7f3k2m9'));
  const iam = ownIam(connection, settings, proveRunId('x7f3k2m9'));

  it.each([
    'pay',
    'limits-watchdog-prove-aaaaaaaa-scope',
    'limits-watchdog-prove-x7f3k2m9',
    `arn:aws:lambda:${REGION}:${THROW_AWAY}:function:limits-watchdog-prove-x7f3k2m9-scope`,
    'limits-watchdog-prove-x7f3k2m9-scope:1',
    'pay/../limits-watchdog-prove-x7f3k2m9-scope',
  ])('never sends the deletion of %s', async (name) => {
    const whole = lambda.send(new DeleteFunctionCommand({ FunctionName: name }));
    await expect(whole).rejects.toThrow('not made');
    await expect(lambda.send(new InvokeCommand({ FunctionName: name }))).rejects.toThrow(
      'not made',
    );
    await expect(iam.send(new DeleteRoleCommand({ RoleName: name }))).rejects.toThrow('not made');
    const billed = { FunctionName: name, Qualifier: '1' };
    await expect(
      lambda.send(new DeleteProvisionedConcurrencyConfigCommand(billed)),
    ).rejects.toThrow('not made');
    expect(sandbox.calls.count()).toBe(0);
  });

  it('sends no deletion of anything but a function', async () => {
    const layer = new DeleteLayerVersionCommand({ LayerName: 'a', VersionNumber: 1 });
    await expect(lambda.send(layer)).rejects.toThrow('not made');
    expect(sandbox.calls.count()).toBe(0);
  });
});
