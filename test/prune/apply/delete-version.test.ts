import * as lambda from '@aws-sdk/client-lambda';
import {
  DeleteFunctionCommand,
  InvokeCommand,
  LambdaClient,
  ListAliasesCommand,
  UpdateAliasCommand,
} from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';

import { makeClient } from '../../../src/aws/clients.ts';
import {
  deleteVersion,
  deletingClient,
  RequestRefused,
} from '../../../src/prune/delete/delete-version.ts';
import { pruneSessionPolicy } from '../../../src/prune/delete/session.ts';
import { accountId, region } from '../../../src/model/aws-ids.ts';
import { KNOWN_REGIONS } from '../../../src/model/regions.ts';
import type { DeletableRef, DeletableVersion } from '../../../src/prune/model/version.ts';
import { deletableVersion } from '../../../src/prune/model/version.ts';
import { connectionOf, DEV, devAccount, IRELAND, setUp, versionsOf } from './run-prune.ts';

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
  const functions = [
    { name: 'orders', versions: '1-9', aliases: [{ name: 'live', version: '4' }] },
  ];
  const roles = [{ name: 'all', trust, policies: [policy] }];
  const setting = setUp({ accounts: [devAccount({ 'eu-west-1': { functions } }, { roles })] });
  const { sandbox } = setting;
  const connection = connectionOf(sandbox, 'limits-watchdog-prune-function');
  const credentials = async () => sandbox.credentialsOf({ account: DEV, role: 'all' });
  return { setting, connection, settings: { region: IRELAND, credentials } };
}

function ref(version: string): DeletableRef {
  const found = deletableVersion(version);
  if (found === undefined) throw new Error(version);
  return { region: IRELAND, functionName: 'orders', version: found };
}

const NO_VERSIONS = ['$LATEST', 'live', '', '0', '01', '-1', '1.0', '1 ', '１', 'NaN', '*'];

describe('the delete port', () => {
  it('deletes one version by its number', async () => {
    const { setting, connection, settings } = unlocked();
    const client = deletingClient(connection, settings);
    expect(await deleteVersion(client, ref('2'))).toEqual({ kind: 'deleted' });
    expect(await deleteVersion(client, ref('2'))).toEqual({ kind: 'deleted' });
    expect(versionsOf(setting, 'orders')).toEqual([1, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('returns that AWS refused, and why', async () => {
    const { connection, settings } = unlocked();
    const client = deletingClient(connection, settings);
    expect(await deleteVersion(client, ref('4'))).toMatchObject({
      kind: 'skipped',
      reason: { code: 'refused', failure: { errorName: 'ResourceConflictException' } },
    });
    expect(await deleteVersion(client, { ...ref('1'), functionName: 'gone' })).toMatchObject({
      kind: 'not-found',
      failure: { reason: 'absent' },
    });
  });

  it('accepts only the number of a version, by its type', () => {
    const refused: readonly DeletableVersion[] = [
      // @ts-expect-error a text is not the number of a version
      '2',
      // @ts-expect-error nor is the version that is not published
      '$LATEST',
    ];
    expect(refused).toHaveLength(2);
    for (const version of NO_VERSIONS) expect(deletableVersion(version)).toBeUndefined();
  });

  it.each([...NO_VERSIONS, undefined, null, 2, ['2'], { toString: () => '2' }])(
    'sends nothing for %j, even with a type cast',
    async (version) => {
      const { setting, connection, settings } = unlocked();
      const cast = { ...ref('2'), version: version as DeletableVersion };
      const client = deletingClient(connection, settings);
      await expect(deleteVersion(client, cast)).rejects.toThrow(RequestRefused);
      // Nor with a client that has no lock of its own.
      const plainClient = makeClient(LambdaClient, connection, settings);
      await expect(deleteVersion(plainClient, cast)).rejects.toThrow(RequestRefused);
      expect(setting.sandbox.calls.count()).toBe(0);
    },
  );
});

describe('the client', () => {
  const arn = `arn:aws:lambda:eu-west-1:${DEV}:function:orders`;

  it.each([
    { FunctionName: 'orders' },
    ...NO_VERSIONS.map((Qualifier) => ({ FunctionName: 'orders', Qualifier })),
    { FunctionName: 'orders:2' },
    { FunctionName: 'orders:2', Qualifier: '2' },
    { FunctionName: 'orders:$LATEST', Qualifier: '2' },
    { FunctionName: arn, Qualifier: '2' },
    { FunctionName: `${arn}:2`, Qualifier: '2' },
    { FunctionName: '../functions/orders', Qualifier: '2' },
    { FunctionName: '', Qualifier: '2' },
  ])('sends no DeleteFunction of %j', async (input) => {
    const { setting, connection, settings } = unlocked();
    const client = deletingClient(connection, settings);
    await expect(client.send(new DeleteFunctionCommand(input))).rejects.toThrow(RequestRefused);
    expect(setting.sandbox.calls.count()).toBe(0);
  });

  it('sends no deletion that a later middleware has changed', async () => {
    const { setting, connection, settings } = unlocked();
    const client = deletingClient(connection, settings);
    client.middlewareStack.add(
      (next) => (args) => {
        Object.assign(args.input, { Qualifier: undefined });
        return next(args);
      },
      { step: 'initialize', priority: 'low' },
    );
    const command = new DeleteFunctionCommand({ FunctionName: 'orders', Qualifier: '2' });
    await expect(client.send(command)).rejects.toThrow(RequestRefused);
    expect(setting.sandbox.calls.count()).toBe(0);
  });

  it('sends no command that could change anything', async () => {
    const { setting, connection, settings } = unlocked();
    const client = deletingClient(connection, settings);
    const alias = { FunctionName: 'orders', Name: 'live', FunctionVersion: '9' };
    await expect(client.send(new UpdateAliasCommand(alias))).rejects.toThrow(RequestRefused);
    await expect(client.send(new InvokeCommand({ FunctionName: 'orders' }))).rejects.toThrow(
      RequestRefused,
    );
    const mutating = Object.entries(lambda).filter(([name]) =>
      /^(?:Add|Create|Delete|Invoke|Publish|Put|Remove|Send|Stop|Tag|Untag|Update|Checkpoint)\w*Command$/.test(
        name,
      ),
    );
    expect(mutating.length).toBeGreaterThan(40);
    for (const [, Command] of mutating) {
      const Any = Command as new (input: object) => DeleteFunctionCommand;
      const input = { FunctionName: 'orders', LayerName: 'layer', Name: 'live', UUID: 'id' };
      await expect(client.send(new Any(input))).rejects.toThrow(RequestRefused);
    }
    expect(setting.sandbox.calls.count()).toBe(0);
  });

  it('sends reads', async () => {
    const { connection, settings } = unlocked();
    const client = deletingClient(connection, settings);
    const { Aliases } = await client.send(new ListAliasesCommand({ FunctionName: 'orders' }));
    expect(Aliases).toHaveLength(1);
  });
});

describe('the session policy', () => {
  it('is short enough for all Regions of AWS', () => {
    const policy = pruneSessionPolicy({
      partition: 'aws',
      account: accountId(DEV),
      regions: KNOWN_REGIONS,
      layers: true,
    });
    expect(policy.length).toBeLessThan(2048);
  });

  it('allows deletions only in the account and Regions of the plan', () => {
    const policy = pruneSessionPolicy({
      partition: 'aws',
      account: accountId(DEV),
      regions: [region('eu-west-1')],
      layers: false,
    });
    expect(policy).not.toMatch(/layer/i);
    expect(JSON.parse(policy).Statement[1]).toEqual({
      Effect: 'Allow',
      Action: 'lambda:DeleteFunction',
      Resource: `arn:aws:lambda:*:${DEV}:function:*`,
      Condition: { StringEquals: { 'aws:RequestedRegion': ['eu-west-1'] } },
    });
  });
});
