import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { describe, expect, it } from 'vitest';

import { roleAllowing } from '../fixtures/administrator.ts';
import type { OneRegionOptions } from '../fixtures/one-region.ts';
import { closeAfterEach, oneRegion } from '../fixtures/one-region.ts';
import { DEV } from '../fixtures/small-world.ts';
import type { RegionWorld } from '../world.ts';

closeAfterEach();

const BUS = `arn:aws:events:eu-west-1:${DEV}:event-bus/shop`;
const ENTRY = {
  EventBusName: BUS,
  Source: 'shop',
  DetailType: 'Paid',
  Detail: '{"a":1}',
  Time: new Date('2026-11-22T06:00:00Z'),
};

async function start(
  region: RegionWorld = { eventBuses: ['shop'] },
  options: OneRegionOptions = {},
) {
  const { sandbox, settings } = await oneRegion(region, options);
  const client = new EventBridgeClient(settings);
  const put = (...Entries: object[]) => client.send(new PutEventsCommand({ Entries }));
  return { sandbox, put };
}

describe.each(['in process', 'http'])('PutEvents %s', (transport) => {
  it('accepts events of several buses, and answers an id for each', async () => {
    const { sandbox, put } = await start(undefined, { transport });
    const { FailedEntryCount, Entries } = await put(ENTRY, { ...ENTRY, EventBusName: undefined });
    expect(FailedEntryCount).toBe(0);
    expect(Entries).toEqual([
      { EventId: expect.stringMatching(/./) },
      { EventId: expect.stringMatching(/./) },
    ]);
    expect(sandbox.deliveries.events).toMatchObject([
      { busArn: BUS, source: 'shop', detailType: 'Paid', detail: '{"a":1}', time: 1795327200000 },
      { busArn: BUS.replace('/shop', '/default') },
    ]);
  });

  it('answers 200 for refused entries, with an error code at the position of each', async () => {
    const { sandbox, put } = await start(
      {
        eventBuses: ['shop'],
        eventFaults: [{ entries: [2], code: 'ThrottlingException' }],
      },
      { transport },
    );
    const { FailedEntryCount, Entries } = await put(
      ENTRY,
      ENTRY,
      { ...ENTRY, Detail: '[]' },
      { ...ENTRY, Detail: '{' },
      { ...ENTRY, Source: 'aws.shop' },
      { ...ENTRY, DetailType: undefined },
      ENTRY,
    );
    expect(FailedEntryCount).toBe(5);
    expect(Entries?.map(({ ErrorCode }) => ErrorCode)).toEqual([
      undefined,
      'ThrottlingException',
      'MalformedDetail',
      'MalformedDetail',
      'NotAuthorizedForSourceException',
      'InvalidArgument',
      undefined,
    ]);
    expect(sandbox.deliveries.events).toHaveLength(2);
    expect((await put(ENTRY)).FailedEntryCount).toBe(0);
  });
});

describe('PutEvents', () => {
  it('refuses no entries, more than ten, and 256 KB together, and accepts one byte less', async () => {
    const { put } = await start();
    const refused = { name: 'ValidationException' };
    await expect(put()).rejects.toMatchObject(refused);
    await expect(put(...Array.from({ length: 11 }, () => ENTRY))).rejects.toMatchObject(refused);
    const fixed = 14 + 'shop'.length + 'Paid'.length + '{"a":""}'.length;
    const sized = (bytes: number) => ({ ...ENTRY, Detail: `{"a":"${'x'.repeat(bytes - fixed)}"}` });
    await expect(put(sized(128 * 1024), sized(128 * 1024))).rejects.toMatchObject(refused);
    await expect(put(sized(128 * 1024), sized(128 * 1024 - 1))).resolves.toMatchObject({
      FailedEntryCount: 0,
    });
  });

  it('is allowed separately for each bus', async () => {
    const role = roleAllowing('sender', 'events:PutEvents', BUS);
    const { put } = await start(undefined, { role });
    await expect(put(ENTRY)).resolves.toMatchObject({ FailedEntryCount: 0 });
    await expect(put(ENTRY, { ...ENTRY, EventBusName: 'default' })).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
  });

  it('accepts events for a bus that does not exist, which reach no target', async () => {
    const { sandbox, put } = await start({});
    await expect(put(ENTRY)).resolves.toMatchObject({ FailedEntryCount: 0 });
    expect(sandbox.deliveries.events).toEqual([]);
  });
});
