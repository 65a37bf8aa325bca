import { inspect } from 'node:util';

import { describe, expect, it } from 'vitest';

import { listPublished } from '../../../src/prune/evidence/collect/region-inventory.ts';
import { spellings } from '../../aws/spellings.ts';
import { json, jsonError } from '../../aws/wire.ts';
import { arn, scriptedReads } from './scripted-reads.ts';

type Item = Readonly<Record<string, unknown>>;

const item = (name: string, version: string, more: Item = {}): Item => ({
  FunctionName: name,
  FunctionArn: arn(name, version),
  Version: version,
  CodeSize: 100,
  LastModified: '2024-02-15T15:26:22.890+0000',
  Environment: { Variables: { PASSWORD: 'hunter2' } },
  ...more,
});
const page = (items: readonly Item[], next?: string | null) =>
  json({ Functions: items, ...(next !== undefined && { NextMarker: next }) });
const NOTHING = { functions: new Map() };

describe('the inventory of a Region', () => {
  it('has every published version with its traits, and nothing of its environment', async () => {
    const { reads } = scriptedReads(
      page([item('b', '10'), item('a', '$LATEST'), item('a', '$LATEST.PUBLISHED')], 'two'),
      page([], 'three'),
      page(
        [
          item('b', '9', { MasterArn: 'arn:x', DurableConfig: {}, CapacityProviderConfig: {} }),
          item('b', '11', { SnapStart: { ApplyOn: 'PublishedVersions' }, PackageType: 'Image' }),
          item('b', '12', { SnapStart: { ApplyOn: 'None' }, LastModified: 'yesterday' }),
        ],
        null,
      ),
    );
    const found = await listPublished(reads, NOTHING);
    expect(found.kind === 'done' && [...found.functions]).toEqual([
      [
        'b',
        [
          expect.objectContaining({
            version: '10',
            packageBytes: 100,
            modifiedAt: Date.parse('2024-02-15T15:26:22.890Z'),
            traits: [],
            storage: 'unknown',
          }),
          expect.objectContaining({
            version: '9',
            traits: ['edge-replica', 'capacity-provider', 'durable'],
          }),
          expect.objectContaining({ version: '11', traits: ['snap-start'], storage: 'image' }),
          { version: '12', packageBytes: 100, traits: [], storage: 'unknown' },
        ],
      ],
      ['a', []],
    ]);
    expect(inspect(found, { depth: 9 })).not.toContain('hunter2');
  });

  it('continues after the page at which it stopped, with the earlier pages', async () => {
    const { reads, wire } = scriptedReads(
      page([item('a', '1')], 'two'),
      page([item('a', '2')], 'three'),
      page([item('a', '3'), item('b', '1')]),
    );
    let left = 2;
    const first = await listPublished(reads, NOTHING, () => left-- > 0);
    expect(first).toMatchObject({ kind: 'under-way', marker: 'three' });
    const from = first as Extract<typeof first, { kind: 'under-way' }>;
    const second = await listPublished(reads, from);
    expect(wire.requests.map(({ query }) => query['Marker'])).toEqual([undefined, 'two', 'three']);
    expect(second.kind === 'done' && [...second.functions.entries()]).toMatchObject([
      ['a', [{ version: '1' }, { version: '2' }, { version: '3' }]],
      ['b', [{ version: '1' }]],
    ]);
  });

  it('sends no request once the time is up', async () => {
    const { reads, wire } = scriptedReads(page([]));
    expect(await listPublished(reads, NOTHING, () => false)).toMatchObject({ kind: 'under-way' });
    expect(wire.requests).toEqual([]);
  });

  it.each(spellings(jsonError).filter(({ reason }) => reason !== 'out-of-time'))(
    'is none when its second page answers $errorName',
    async ({ answer, reason }) => {
      const { reads } = scriptedReads(page([item('a', '1')], 'two'), answer);
      expect(await listPublished(reads, NOTHING)).toMatchObject({
        kind: 'failed',
        failure: { reason, operation: 'lambda:ListFunctions' },
      });
    },
  );

  it.each([
    [json({})],
    [page([{ FunctionName: 'a', Version: '1' }])],
    [page([item('a', '1', { CodeSize: -1 })])],
    [page([{ Version: '1', CodeSize: 1 }])],
    [page([], 'again')],
  ])('is a failure when a page cannot be understood', async (answer) => {
    const { reads } = scriptedReads(answer);
    expect(await listPublished(reads, NOTHING)).toMatchObject({
      kind: 'failed',
      failure: { reason: 'malformed' },
    });
  });
});
