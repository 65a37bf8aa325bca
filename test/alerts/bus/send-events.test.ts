import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  entryBytes,
  eventBatches,
  eventSender,
  MOST_BYTES,
  MOST_ENTRIES,
} from '../../../src/alerts/send-events.ts';
import type { BusEvent } from '../../../src/alerts/ports.ts';
import type { Connection } from '../../../src/aws/clients.ts';
import { TrafficMeter } from '../../../src/aws/clients.ts';
import { region } from '../../../src/model/aws-ids.ts';
import { instant } from '../../../src/model/time.ts';
import { administrator } from '../../sandbox/fixtures/administrator.ts';
import { closeAfterEach, oneRegion } from '../../sandbox/fixtures/one-region.ts';
import { DEV } from '../../sandbox/fixtures/small-world.ts';
import type { RegionWorld } from '../../sandbox/world.ts';

closeAfterEach();

const BUS = `arn:aws:events:eu-west-1:${DEV}:event-bus/alerts`;
const event = (detail: string): BusEvent => ({
  source: 'limits-watchdog',
  detailType: 'Limits Watchdog Alert',
  detail,
  at: instant(0),
});
const numbered = (many: number) => Array.from({ length: many }, (_, at) => event(`{"n":${at}}`));

async function sent(world: RegionWorld, events: readonly BusEvent[]) {
  const { sandbox } = await oneRegion({ eventBuses: ['alerts'], ...world });
  const connection: Connection = {
    clock: { now: () => instant(sandbox.clock.now()), sleep: (ms) => sandbox.clock.sleep(ms) },
    traffic: new TrafficMeter(),
    http: sandbox.requestHandler(),
    chance: () => 0,
    credentials: async () => sandbox.credentialsOf({ account: DEV, role: administrator.name }),
  };
  const answers = await eventSender(connection, region('eu-west-1'))(BUS, events);
  const taken = sandbox.deliveries.events.map(({ detail }) => Number(JSON.parse(detail).n));
  return { answers, taken, calls: sandbox.calls.count({ operation: 'PutEvents' }) };
}

describe('events for an event bus', () => {
  it('are sent in order, ten in each request, and each gets an answer', async () => {
    const { answers, taken, calls } = await sent({}, numbered(23));
    expect(answers.map(({ published }) => published)).toEqual(Array(23).fill(true));
    expect(taken).toEqual(Array.from({ length: 23 }, (_, at) => at));
    expect(calls).toBe(3);
  });

  it('are sent again if a response of 200 refuses them temporarily, and no accepted event is sent twice', async () => {
    const eventFaults = [{ entries: [2, 4], code: 'ThrottlingException' as const }];
    const { answers, taken, calls } = await sent({ eventFaults }, numbered(4));
    expect(answers.map(({ published }) => published)).toEqual(Array(4).fill(true));
    expect(taken).toEqual([0, 2, 1, 3]);
    expect(calls).toBe(2);
  });

  it('count as not sent if they are refused in every attempt', async () => {
    const always = Array.from({ length: 40 }, (_, at) => at + 1);
    const { answers, calls } = await sent(
      { eventFaults: [{ entries: always, code: 'InternalFailure' }] },
      numbered(2),
    );
    const refused = { published: false, failure: { errorName: 'InternalFailure' } };
    expect(answers).toMatchObject([refused, refused]);
    expect(calls).toBe(3);
  });

  it('are not sent again after an error that is not temporary', async () => {
    const { answers, calls } = await sent(
      { eventFaults: [{ entries: [1], code: 'InvalidAccountIdException' }] },
      numbered(2),
    );
    expect(answers).toMatchObject([
      { published: false, failure: { errorName: 'InvalidAccountIdException' } },
      { published: true },
    ]);
    expect(calls).toBe(1);
  });

  it('never exceed the limits of a request, whatever their sizes, and none is lost', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: MOST_BYTES - 100 }), { maxLength: 30 }), (sizes) => {
        const events = sizes.map((size) => event('x'.repeat(size)));
        const batches = eventBatches(events);
        expect(batches.flat()).toEqual(events);
        for (const batch of batches) {
          expect(batch.length).toBeLessThanOrEqual(MOST_ENTRIES);
          expect(batch.reduce((sum, one) => sum + entryBytes(one), 0)).toBeLessThan(MOST_BYTES);
        }
      }),
      { numRuns: 20 },
    );
  });
});
