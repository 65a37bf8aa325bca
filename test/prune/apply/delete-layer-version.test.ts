import * as lambda from '@aws-sdk/client-lambda';
import {
  DeleteFunctionCommand,
  DeleteLayerVersionCommand,
  LambdaClient,
  ListLayerVersionsCommand,
} from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';

import { makeClient } from '../../../src/aws/clients.ts';
import {
  deleteLayerVersion,
  layerDeletingClient,
} from '../../../src/prune/delete/delete-layer-version.ts';
import { deletingClient, RequestRefused } from '../../../src/prune/delete/delete-version.ts';
import { pruneSessionPolicy } from '../../../src/prune/delete/session.ts';
import { accountId, region } from '../../../src/model/aws-ids.ts';
import type { DeletableLayerRef, DeletableLayerVersion } from '../../../src/prune/model/layer.ts';
import { layerNumber } from '../plan/layers-build.ts';
import { connectionOf, DEV, devAccount, IRELAND, setUp } from './run-prune.ts';

/** Returns an account whose role is allowed everything, so that only the client itself prevents deletions. */
function unlocked() {
  const trust = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'lambda.amazonaws.com' },
        Action: 'sts:AssumeRole',
      },
    ],
  };
  const policy = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
  };
  const world = { functions: [{ name: 'tools', versions: '1-9' }], layers: [LAYER] };
  const roles = [{ name: 'all', trust, policies: [policy] }];
  const setting = setUp({ accounts: [devAccount({ 'eu-west-1': world }, { roles })] });
  const { sandbox } = setting;
  const connection = connectionOf(sandbox, 'limits-watchdog-prune-function');
  const credentials = async () => sandbox.credentialsOf({ account: DEV, role: 'all' });
  return { setting, connection, settings: { region: IRELAND, credentials } };
}

const LAYER = { name: 'tools', versions: '1-9' };
const ARN = `arn:aws:lambda:eu-west-1:${DEV}:layer:tools`;
const ref = (version: number): DeletableLayerRef => ({
  region: IRELAND,
  layerName: 'tools',
  version: layerNumber(version),
});
const NO_VERSIONS = [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53];

describe('the port that deletes layer versions', () => {
  it('deletes a layer version by its number, and returns when it does not exist', async () => {
    const { setting, connection, settings } = unlocked();
    const client = layerDeletingClient(connection, settings);
    expect(await deleteLayerVersion(client, ref(2))).toEqual({ kind: 'deleted' });
    expect(await deleteLayerVersion(client, ref(2))).toMatchObject({
      kind: 'not-found',
      failure: { reason: 'absent' },
    });
    const { layers } = setting.sandbox.organisation.account(DEV).lambda('eu-west-1');
    expect(layers.get('tools')?.versions).toEqual([9, 8, 7, 6, 5, 4, 3, 1]);
  });

  it('distinguishes a denial from a refusal', async () => {
    const { setting, connection, settings } = unlocked();
    const client = layerDeletingClient(connection, settings);
    const match = { service: 'lambda', operation: 'DeleteLayerVersion' };
    setting.sandbox.faults.add({ match, times: 1, effect: { kind: 'access denied' } });
    expect(await deleteLayerVersion(client, ref(2))).toMatchObject({ kind: 'denied' });
    const name = 'InvalidParameterValueException';
    setting.sandbox.faults.add({ match, times: 1, effect: { kind: 'error', name, status: 400 } });
    expect(await deleteLayerVersion(client, ref(2))).toMatchObject({
      kind: 'skipped',
      reason: { code: 'refused', failure: { errorName: name } },
    });
  });

  it.each([...NO_VERSIONS, '2', undefined, null, [2], '$LATEST'])(
    'sends nothing for %j, even with a type cast',
    async (version) => {
      const { setting, connection, settings } = unlocked();
      const cast = { ...ref(2), version: version as DeletableLayerVersion };
      const locked = layerDeletingClient(connection, settings);
      await expect(deleteLayerVersion(locked, cast)).rejects.toThrow(RequestRefused);
      const plainClient = makeClient(LambdaClient, connection, settings);
      await expect(deleteLayerVersion(plainClient, cast)).rejects.toThrow(RequestRefused);
      expect(setting.sandbox.calls.count()).toBe(0);
    },
  );

  it.each(['', ARN, 'tools:2', '../functions/tools', 'tools/versions/2'])(
    'sends nothing for the layer %j',
    async (layerName) => {
      const { setting, connection, settings } = unlocked();
      const client = layerDeletingClient(connection, settings);
      await expect(deleteLayerVersion(client, { ...ref(2), layerName })).rejects.toThrow(
        RequestRefused,
      );
      const input = { LayerName: layerName, VersionNumber: 2 };
      await expect(client.send(new DeleteLayerVersionCommand(input))).rejects.toThrow(
        layerName === '' ? Error : RequestRefused,
      );
      expect(setting.sandbox.calls.count()).toBe(0);
    },
  );
});

describe('the clients that delete', () => {
  it('delete only their own kind: function versions or layer versions', async () => {
    const { setting, connection, settings } = unlocked();
    const ofLayers = layerDeletingClient(connection, settings);
    const ofFunctions = deletingClient(connection, settings);
    const version = new DeleteFunctionCommand({ FunctionName: 'tools', Qualifier: '2' });
    await expect(ofLayers.send(version)).rejects.toThrow(RequestRefused);
    const layer = new DeleteLayerVersionCommand({ LayerName: 'tools', VersionNumber: 2 });
    await expect(ofFunctions.send(layer)).rejects.toThrow(RequestRefused);
    expect(setting.sandbox.calls.count()).toBe(0);
  });

  it('send no layer version that a later middleware has changed', async () => {
    const { setting, connection, settings } = unlocked();
    const client = layerDeletingClient(connection, settings);
    client.middlewareStack.add(
      (next) => (args) => {
        Object.assign(args.input, { VersionNumber: 0 });
        return next(args);
      },
      { step: 'initialize', priority: 'low' },
    );
    const command = new DeleteLayerVersionCommand({ LayerName: 'tools', VersionNumber: 2 });
    await expect(client.send(command)).rejects.toThrow(RequestRefused);
    expect(setting.sandbox.calls.count()).toBe(0);
  });

  it('for layers send no other command that could change anything', async () => {
    const { setting, connection, settings } = unlocked();
    const client = layerDeletingClient(connection, settings);
    const mutating = Object.entries(lambda).filter(
      ([name]) =>
        /^(?:Add|Create|Delete|Invoke|Publish|Put|Remove|Send|Stop|Tag|Untag|Update|Checkpoint)\w*Command$/.test(
          name,
        ) && name !== 'DeleteLayerVersionCommand',
    );
    expect(mutating.length).toBeGreaterThan(40);
    for (const [, Command] of mutating) {
      const Any = Command as new (input: object) => DeleteFunctionCommand;
      const input = { FunctionName: 'tools', LayerName: 'tools', Name: 'live', UUID: 'id' };
      await expect(client.send(new Any(input))).rejects.toThrow(RequestRefused);
    }
    expect(setting.sandbox.calls.count()).toBe(0);
    const { LayerVersions } = await client.send(
      new ListLayerVersionsCommand({ LayerName: 'tools' }),
    );
    expect(LayerVersions).toHaveLength(9);
  });
});

describe('the session policy', () => {
  it('allows deletions of layer versions only when the request asks for layers', () => {
    const of = {
      partition: 'aws',
      account: accountId(DEV),
      regions: [region('eu-west-1')],
    } as const;
    const policy = pruneSessionPolicy({ ...of, layers: true });
    expect(JSON.parse(policy).Statement[1]).toEqual({
      Effect: 'Allow',
      Action: ['lambda:DeleteFunction', 'lambda:DeleteLayerVersion'],
      Resource: [`arn:aws:lambda:*:${DEV}:function:*`, `arn:aws:lambda:*:${DEV}:layer:*:*`],
      Condition: { StringEquals: { 'aws:RequestedRegion': ['eu-west-1'] } },
    });
    expect(policy).not.toContain('lambda:GetLayerVersion"');
    expect(pruneSessionPolicy({ ...of, layers: false })).not.toMatch(/layer/i);
  });
});
