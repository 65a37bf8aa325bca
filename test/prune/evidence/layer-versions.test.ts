import { describe, expect, it } from 'vitest';

import {
  listLayerPage,
  readLayerPolicy,
  readLayerSize,
  readLayerVersions,
} from '../../../src/prune/evidence/layer-versions.ts';
import { json, jsonError } from '../../aws/wire.ts';
import { scriptedReads } from './scripted-reads.ts';

const MALFORMED = { kind: 'failed', failure: { reason: 'malformed' } };
const DENIED = jsonError(403, 'AccessDeniedException');

describe('a page of layers', () => {
  const page = (next?: string | null) =>
    json({ Layers: [{ LayerName: 'tools' }], ...(next !== undefined && { NextMarker: next }) });

  it.each([undefined, null, ''])('is the last one with the token %j', async (next) => {
    const { reads } = scriptedReads(page(next));
    const value = { names: ['tools'] };
    expect(await listLayerPage(reads, undefined)).toStrictEqual({ kind: 'read', value });
    expect(await listLayerPage(reads, 'two')).toStrictEqual({ kind: 'read', value });
  });

  it('is requested by its token, and returns the next token', async () => {
    const { reads, wire } = scriptedReads(page('two'), page('three'));
    expect(await listLayerPage(reads, undefined)).toMatchObject({ value: { marker: 'two' } });
    expect(await listLayerPage(reads, 'two')).toMatchObject({ value: { marker: 'three' } });
    expect(wire.requests.map(({ query }) => query['Marker'])).toEqual([undefined, 'two']);
  });

  it.each([
    ['it names itself as the next', page('two')],
    ['it holds no layers', json({})],
    ['one has no name', json({ Layers: [{}] })],
  ])('is none where %s', async (_, answer) => {
    expect(await listLayerPage(scriptedReads(answer).reads, 'two')).toMatchObject(MALFORMED);
  });
});

describe('the versions of a layer', () => {
  it("are those of every page, without a date if AWS's date cannot be read", async () => {
    const { reads, wire } = scriptedReads(
      json({
        LayerVersions: [{ Version: 2, CreatedDate: '2024-02-15T15:26:22.890+0000' }],
        NextMarker: 'two',
      }),
      json({ LayerVersions: [{ Version: 1, CreatedDate: 'yesterday' }] }),
    );
    expect(await readLayerVersions(reads, 'tools')).toStrictEqual({
      kind: 'read',
      value: [
        { version: 2, createdAt: Date.parse('2024-02-15T15:26:22.890Z'), storage: 'unknown' },
        { version: 1, storage: 'unknown' },
      ],
    });
    expect(wire.requests.map(({ query }) => query['Marker'])).toEqual([undefined, 'two']);
  });

  it.each([0, -1, 1.5, undefined])('are unknown with the number %j', async (Version) => {
    const { reads } = scriptedReads(json({ LayerVersions: [{ Version: 3 }, { Version }] }));
    expect(await readLayerVersions(reads, 'tools')).toMatchObject(MALFORMED);
  });
});

describe('the policy of a layer version', () => {
  it('is absent only if the error of AWS has that name', async () => {
    const { reads } = scriptedReads(jsonError(404, 'ResourceNotFoundException'));
    expect(await readLayerPolicy(reads, 'tools', 1)).toStrictEqual({ kind: 'read', value: {} });
  });

  it.each([
    DENIED,
    jsonError(404, 'SomethingNew'),
    jsonError(400, 'InvalidParameterValueException'),
  ])('is unknown with %j', async (answer) => {
    expect(await readLayerPolicy(scriptedReads(answer).reads, 'tools', 1)).toMatchObject({
      kind: 'failed',
      failure: { operation: 'lambda:GetLayerVersionPolicy' },
    });
  });

  it.each([
    [{}, 'unknown principals'],
    [{ Policy: 'no JSON' }, 'unknown principals'],
    [{ Policy: '{"Statement":[{"Sid":"x","Principal":"*"}]}' }, 'x (*)'],
  ])('admits by %j', async (answer, admits) => {
    expect(await readLayerPolicy(scriptedReads(json(answer)).reads, 'tools', 1)).toEqual({
      kind: 'read',
      value: { admits },
    });
  });
});

describe('the size of a layer version', () => {
  const content = (CodeSize: unknown, more = {}) => json({ Content: { CodeSize, ...more } });

  it.each([
    [content(0), { packageBytes: 0, storage: 'copy' }],
    [content(7), { packageBytes: 7, storage: 'copy' }],
    [
      content(7, { ResolvedS3Object: { S3Bucket: 'b' } }),
      { packageBytes: 7, storage: 'reference' },
    ],
  ])('is read from %j', async (answer, value) => {
    expect(await readLayerSize(scriptedReads(answer).reads, 'tools', 1)).toEqual({
      kind: 'read',
      value,
    });
  });

  it.each([json({}), content(undefined), content(-1), content(1.5), content(2 ** 53)])(
    'is unknown with %j',
    async (answer) => {
      expect(await readLayerSize(scriptedReads(answer).reads, 'tools', 1)).toMatchObject(MALFORMED);
    },
  );
});
