import type { HttpRequest } from '@smithy/core/protocols';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';

import {
  deleteLayerVersion,
  layerDeletingClient,
} from '../../../src/prune/delete/delete-layer-version.ts';
import { deleteVersion, deletingClient, field } from '../../../src/prune/delete/delete-version.ts';
import { deletableVersion } from '../../../src/prune/model/version.ts';
import type { DeletableRef } from '../../../src/prune/model/version.ts';
import type { WireAnswer } from '../../aws/wire.ts';
import {
  clientOver,
  connectionOver,
  EU_WEST_1,
  jsonError,
  ScriptedWire,
  someCredentials,
} from '../../aws/wire.ts';
import { layerNumber } from '../plan/layers-build.ts';

const [VERSION] = [deletableVersion('2')];
if (VERSION === undefined) throw new Error('2 is the number of a version');
const REF: DeletableRef = { region: EU_WEST_1, functionName: 'orders', version: VERSION };
const LAYER = { region: EU_WEST_1, layerName: 'tools', version: layerNumber(2) } as const;

const clientOf = (...answers: readonly WireAnswer[]) =>
  clientOver(LambdaClient, new ScriptedWire(...answers));

describe('an answer to DeleteFunction', () => {
  it.each([204, 202])('%i is a deletion', async (status) => {
    expect(await deleteVersion(clientOf({ status }), REF)).toEqual({ kind: 'deleted' });
  });

  it.each([200, 201, 203, 206])('%i is no deletion', async (status) => {
    const answer = await deleteVersion(clientOf({ status }), REF);
    expect(answer).toMatchObject({ kind: 'unanswered', failure: { reason: 'malformed' } });
  });

  it.each([
    [jsonError(403, 'AccessDeniedException'), 'denied'],
    [jsonError(404, 'ResourceNotFoundException'), 'not-found'],
    [jsonError(409, 'ResourceConflictException'), 'skipped'],
    [jsonError(400, 'InvalidParameterValueException'), 'skipped'],
    [jsonError(409, 'SomethingNew'), 'skipped'],
    [jsonError(418, 'SomethingNew'), 'failed'],
    [jsonError(429, 'TooManyRequestsException'), 'unanswered'],
  ])('%j is %s', async (error, kind) => {
    expect(await deleteVersion(clientOf(error), REF)).toMatchObject({ kind });
  });
});

describe('a field', () => {
  it.each([undefined, null, 'a', 1, {}, { b: 1 }, Object.create({ a: 1 })])(
    'that %j does not have itself is undefined',
    (value: unknown) => {
      expect(field(value, 'a')).toBeUndefined();
    },
  );

  it('is what the value has', () => {
    expect(field({ a: 1 }, 'a')).toBe(1);
  });
});

describe('a request that the client refuses', () => {
  const settings = { region: EU_WEST_1, credentials: someCredentials };

  it('is rethrown, not returned as an answer', async () => {
    const wire = new ScriptedWire({ status: 204 });
    const ofVersions = deletingClient(connectionOver(wire), settings);
    const ofLayers = layerDeletingClient(connectionOver(wire), settings);
    const refused = { name: 'RequestRefused' };
    await expect(deleteVersion(ofVersions, { ...REF, functionName: 'a:b' })).rejects.toMatchObject(
      refused,
    );
    await expect(deleteVersion(ofLayers, REF)).rejects.toMatchObject(refused);
    await expect(deleteLayerVersion(ofVersions, LAYER)).rejects.toMatchObject(refused);
    expect(wire.requests).toEqual([]);
  });
});

describe('a deletion that is stopped', () => {
  it('passes the abort signal to the client', async () => {
    const signals: unknown[] = [];
    class Wire extends ScriptedWire {
      override handle(request: HttpRequest, options?: { readonly abortSignal?: unknown }) {
        signals.push(options?.abortSignal);
        return super.handle(request);
      }
    }
    const { signal } = new AbortController();
    await deleteVersion(clientOver(LambdaClient, new Wire({ status: 204 })), REF, signal);
    await deleteVersion(clientOver(LambdaClient, new Wire({ status: 204 })), REF);
    expect(signals).toEqual([signal, undefined]);
  });
});

describe('an answer to DeleteLayerVersion', () => {
  it('204 is a deletion', async () => {
    expect(await deleteLayerVersion(clientOf({ status: 204 }), LAYER)).toEqual({ kind: 'deleted' });
  });

  it.each([200, 202])('%i is no deletion', async (status) => {
    const answer = await deleteLayerVersion(clientOf({ status }), LAYER);
    expect(answer).toMatchObject({ kind: 'unanswered' });
  });

  const absent = jsonError(404, 'ResourceNotFoundException');
  it('404 is a deletion only after the request was repeated', async () => {
    expect(await deleteLayerVersion(clientOf(absent), LAYER)).toMatchObject({ kind: 'not-found' });
    const lost = jsonError(500, 'ServiceException');
    expect(await deleteLayerVersion(clientOf(lost, absent), LAYER)).toEqual({ kind: 'deleted' });
    const denied = jsonError(403, 'AccessDeniedException');
    expect(await deleteLayerVersion(clientOf(lost, denied), LAYER)).toMatchObject({
      kind: 'denied',
    });
  });
});
