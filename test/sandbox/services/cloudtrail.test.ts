import {
  CloudTrailClient,
  InvalidNextTokenException,
  LookupEventsCommand,
  paginateLookupEvents,
} from '@aws-sdk/client-cloudtrail';
import type { Event, LookupEventsCommandInput } from '@aws-sdk/client-cloudtrail';
import { describe, expect, it } from 'vitest';
import type { RegionWorld } from '../world.ts';
import type { AliasEventWorld } from '../world/deployments.ts';
import type { OneRegionOptions } from '../fixtures/one-region.ts';
import { roleAllowing } from '../fixtures/administrator.ts';
import { REGION, closeAfterEach, oneRegion } from '../fixtures/one-region.ts';
import { DEV, START } from '../fixtures/small-world.ts';

closeAfterEach();

const DAY = 86_400_000;
const daysAgo = (days: number) => new Date(Date.parse(START) - days * DAY).toISOString();
const moved = (changes: Partial<AliasEventWorld>): AliasEventWorld => ({
  time: daysAgo(1),
  event: 'UpdateAlias',
  functionName: 'pay',
  alias: 'live',
  version: '7',
  ...changes,
});

async function start(
  aliasEvents: readonly AliasEventWorld[],
  options: OneRegionOptions = {},
  more: RegionWorld = {},
) {
  const { sandbox, settings } = await oneRegion({ aliasEvents, ...more }, options);
  const cloudtrail = new CloudTrailClient(settings);
  const look = async (input: LookupEventsCommandInput = {}) =>
    (await cloudtrail.send(new LookupEventsCommand(input))).Events ?? [];
  return { sandbox, cloudtrail, look };
}

const by = (AttributeKey: 'EventName' | 'ResourceName', AttributeValue: string) => ({
  LookupAttributes: [{ AttributeKey, AttributeValue }],
});
const recordOf = (event: Event | undefined): unknown => JSON.parse(event?.CloudTrailEvent ?? '');

describe.each(['in process', 'http'])('CloudTrail %s', (transport) => {
  it('lists events in pages of 50, the latest first', async () => {
    const events = Array.from({ length: 60 }, (_, i) => moved({ time: daysAgo(60 - i) }));
    const { cloudtrail, sandbox } = await start(events, { transport });
    const found: Event[] = [];
    for await (const page of paginateLookupEvents({ client: cloudtrail }, {})) {
      found.push(...(page.Events ?? []));
    }
    expect(found.map(({ EventTime }) => EventTime?.toISOString())).toEqual(
      events.map(({ time }) => time).reverse(),
    );
    expect(sandbox.calls.count()).toBe(2);
    expect(found[0]).toMatchObject({
      EventName: 'UpdateAlias20150331',
      EventSource: 'lambda.amazonaws.com',
      Resources: [{ ResourceType: 'AWS::Lambda::Function', ResourceName: 'pay' }],
    });
  });

  it('returns errors of the right class, also for a token of another request', async () => {
    const events = Array.from({ length: 60 }, () => moved({}));
    const { cloudtrail } = await start(events, { transport });
    const { NextToken } = await cloudtrail.send(new LookupEventsCommand({}));
    const error: unknown = await cloudtrail
      .send(new LookupEventsCommand({ NextToken, ...by('ResourceName', 'pay') }))
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InvalidNextTokenException);
  });
});

describe('LookupEvents', () => {
  it("finds Lambda's events only by a name with the API's version", async () => {
    const { look, sandbox } = await start([moved({}), moved({ event: 'CreateAlias' })]);
    expect(await look(by('EventName', 'UpdateAlias'))).toEqual([]);
    expect(await look(by('EventName', 'UpdateAlias20150331'))).toHaveLength(1);
    await sandbox.clock.sleep(1000);
    expect(await look(by('EventName', 'CreateAlias20150331'))).toHaveLength(1);
  });

  it('finds a function only under the name that the request used', async () => {
    const { look } = await start([moved({}), moved({ namedBy: 'arn' })]);
    const arn = `arn:aws:lambda:eu-west-1:${DEV}:function:pay`;
    expect(await look(by('ResourceName', 'pay'))).toHaveLength(1);
    expect(await look(by('ResourceName', arn))).toHaveLength(1);
  });

  it('names no version in a request that changed only the weights', async () => {
    const { look } = await start([moved({ weights: { '8': 0.1 }, isWeightsOnly: true })]);
    const [event] = await look();
    expect(recordOf(event)).toMatchObject({
      requestParameters: {
        functionName: 'pay',
        name: 'live',
        routingConfig: { additionalVersionWeights: { '8': 0.1 } },
      },
      responseElements: { functionVersion: '7', name: 'live' },
    });
    expect(recordOf(event)).not.toHaveProperty('requestParameters.functionVersion');
  });

  it('records refused requests too, without an answer', async () => {
    const { look } = await start([moved({ errorCode: 'ResourceNotFoundException' })]);
    const [event] = await look();
    expect(recordOf(event)).toMatchObject({
      errorCode: 'ResourceNotFoundException',
      responseElements: null,
    });
  });

  it('finds no event that is older than 90 days or happened a moment ago', async () => {
    const { look, sandbox } = await start([
      moved({ time: daysAgo(91) }),
      moved({ time: '2026-11-22T07:50:00.000Z' }),
    ]);
    expect(await look()).toEqual([]);
    await sandbox.clock.sleep(5 * 60_000);
    expect(await look()).toHaveLength(1);
  });

  it('records changes of an alias that other people make during a test', async () => {
    const functions = [{ name: 'pay', versions: '1-2', aliases: [{ name: 'live', version: '1' }] }];
    const { look, sandbox } = await start([], {}, { functions });
    const change = sandbox.change({ account: DEV, region: REGION });
    change.moveAlias('pay', 'live', '2');
    await sandbox.clock.sleep(15 * 60_000);
    expect(recordOf((await look())[0])).toMatchObject({
      eventName: 'UpdateAlias20150331',
      eventTime: '2026-11-22T08:00:00Z',
      requestParameters: { functionName: 'pay', name: 'live', functionVersion: '2' },
    });
  });

  it('returns only events in the time range', async () => {
    const { look } = await start([1, 5, 9].map((days) => moved({ time: daysAgo(days) })));
    const range = { StartTime: new Date(daysAgo(6)), EndTime: new Date(daysAgo(2)) };
    expect(await look(range)).toHaveLength(1);
  });

  it.each<[LookupEventsCommandInput, string]>([
    [{ MaxResults: 51 }, 'InvalidMaxResultsException'],
    [
      {
        LookupAttributes: [
          { AttributeKey: 'EventName', AttributeValue: 'a' },
          { AttributeKey: 'ResourceName', AttributeValue: 'b' },
        ],
      },
      'InvalidLookupAttributesException',
    ],
    [{ StartTime: new Date(2), EndTime: new Date(1) }, 'InvalidTimeRangeException'],
  ])('refuses %j', async (input, name) => {
    const { look } = await start([]);
    await expect(look(input)).rejects.toMatchObject({ name, $metadata: { httpStatusCode: 400 } });
  });

  it('answers two requests a second', async () => {
    const { look, sandbox } = await start([]);
    await look();
    await look();
    await expect(look()).rejects.toMatchObject({ name: 'ThrottlingException' });
    await sandbox.clock.sleep(500);
    await expect(look()).resolves.toEqual([]);
  });

  it('is denied without its permission', async () => {
    const { look } = await start([], { role: roleAllowing('reader', 'lambda:*') });
    await expect(look()).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining('cloudtrail:LookupEvents on resource: *'),
    });
  });
});
