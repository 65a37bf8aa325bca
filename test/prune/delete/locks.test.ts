import type { HttpRequest } from '@smithy/core/protocols';
import {
  DeleteFunctionCommand,
  DeleteLayerVersionCommand,
  GetFunctionCommand,
  InvokeCommand,
  ListAliasesCommand,
  ListLayerVersionsCommand,
  RemoveLayerVersionPermissionCommand,
} from '@aws-sdk/client-lambda';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';

import { layerDeletingClient } from '../../../src/prune/delete/delete-layer-version.ts';
import { deletingClient } from '../../../src/prune/delete/delete-version.ts';
import { connectionOver, EU_WEST_1, ScriptedWire, someCredentials } from '../../aws/wire.ts';

const SETTINGS = { region: EU_WEST_1, credentials: someCredentials };

/** Returns a client without one of its two locks, so that only the other is tested. */
function withoutLock(client: LambdaClient, name: string): LambdaClient {
  client.middlewareStack.remove(name);
  return client;
}

const COMMAND_LOCK = 'onlyVersionsAreDeleted';
const WIRE_LOCK = 'onlyVersionsAreDeletedOnTheWire';

function setting(make: typeof deletingClient, without: string) {
  const wire = new ScriptedWire({ status: 204, body: '{}' });
  return { wire, client: withoutLock(make(connectionOver(wire), SETTINGS), without) };
}

type RequestChange = { readonly [Key in keyof HttpRequest]?: HttpRequest[Key] | undefined };

/** Changes each request just before the lock on the wire checks it. */
function changing(client: LambdaClient, change: RequestChange): void {
  client.middlewareStack.add(
    (next) => (args) => {
      Object.assign(args.request as object, change);
      return next(args);
    },
    { step: 'build', priority: 'low' },
  );
}

const refused = { name: 'RequestRefused' };

describe('the lock on commands, without the lock on HTTP', () => {
  const input = { FunctionName: 'orders', Qualifier: '2' };

  it.each([
    ['another command', new InvokeCommand({ FunctionName: 'orders' })],
    ['a read that no run makes', new GetFunctionCommand(input)],
    ['an ARN', new DeleteFunctionCommand({ ...input, FunctionName: 'a:b' })],
    ['a function without a name', new DeleteFunctionCommand({ ...input, FunctionName: undefined })],
    ['a whole function', new DeleteFunctionCommand({ FunctionName: 'orders' })],
    ['an alias', new DeleteFunctionCommand({ ...input, Qualifier: 'live' })],
    ['a layer version', new DeleteLayerVersionCommand({ LayerName: 'tools', VersionNumber: 2 })],
  ])('sends not %s', async (_, command) => {
    const { wire, client } = setting(deletingClient, WIRE_LOCK);
    await expect(client.send(command as DeleteFunctionCommand)).rejects.toMatchObject(refused);
    expect(wire.requests).toEqual([]);
  });

  it.each([
    ['another command', new DeleteFunctionCommand(input)],
    [
      'another command with the same input',
      new RemoveLayerVersionPermissionCommand({
        LayerName: 'tools',
        VersionNumber: 2,
        StatementId: 'a',
      }),
    ],
    ['an ARN', new DeleteLayerVersionCommand({ LayerName: 'a:b', VersionNumber: 2 })],
    ['no name', new DeleteLayerVersionCommand({ LayerName: undefined, VersionNumber: 2 })],
    ['no number', new DeleteLayerVersionCommand({ LayerName: 'tools', VersionNumber: 0 })],
    [
      'nothing for a number',
      new DeleteLayerVersionCommand({ LayerName: 'tools', VersionNumber: undefined }),
    ],
  ])('of layers sends not %s', async (_, command) => {
    const { wire, client } = setting(layerDeletingClient, WIRE_LOCK);
    await expect(client.send(command as DeleteFunctionCommand)).rejects.toMatchObject(refused);
    expect(wire.requests).toEqual([]);
  });

  it('sends reads and deletions', async () => {
    const { wire, client } = setting(deletingClient, WIRE_LOCK);
    await client.send(new ListAliasesCommand({ FunctionName: 'orders' }));
    await client.send(new DeleteFunctionCommand(input));
    expect(wire.requests).toHaveLength(2);
    const ofLayers = setting(layerDeletingClient, WIRE_LOCK);
    await ofLayers.client.send(new ListLayerVersionsCommand({ LayerName: 'tools' }));
    const layer = { LayerName: 'tools', VersionNumber: 2 };
    await ofLayers.client.send(new DeleteLayerVersionCommand(layer));
    expect(ofLayers.wire.requests).toHaveLength(2);
  });
});

describe('the lock on HTTP requests, without the lock on commands', () => {
  const command = new DeleteFunctionCommand({ FunctionName: 'orders', Qualifier: '2' });
  const layer = new DeleteLayerVersionCommand({ LayerName: 'tools', VersionNumber: 2 });

  it.each<[string, RequestChange]>([
    ['another method', { method: 'POST' }],
    ['another path', { path: '/2015-03-31/functions/orders/url' }],
    ['no path', { path: undefined }],
    ['no Qualifier', { query: {} }],
    ['an alias', { query: { Qualifier: 'live' } }],
  ])('sends not %s', async (_, change) => {
    const { wire, client } = setting(deletingClient, COMMAND_LOCK);
    changing(client, change);
    await expect(client.send(command)).rejects.toMatchObject(refused);
    expect(wire.requests).toEqual([]);
  });

  it.each<[string, RequestChange]>([
    ['another method', { method: 'POST' }],
    ['another path', { path: '/2018-10-31/layers/tools/versions/2/policy' }],
    ['no path', { path: undefined }],
  ])('of layers sends not %s', async (_, change) => {
    const { wire, client } = setting(layerDeletingClient, COMMAND_LOCK);
    changing(client, change);
    await expect(client.send(layer)).rejects.toMatchObject(refused);
    expect(wire.requests).toEqual([]);
  });

  it('sends reads and deletions', async () => {
    const { wire, client } = setting(deletingClient, COMMAND_LOCK);
    await client.send(new ListAliasesCommand({ FunctionName: 'orders' }));
    await client.send(command);
    expect(wire.requests).toHaveLength(2);
    const ofLayers = setting(layerDeletingClient, COMMAND_LOCK);
    await ofLayers.client.send(new ListLayerVersionsCommand({ LayerName: 'tools' }));
    await ofLayers.client.send(layer);
    expect(ofLayers.wire.requests).toHaveLength(2);
  });
});
