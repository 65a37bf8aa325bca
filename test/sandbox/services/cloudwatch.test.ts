import {
  CloudWatchClient,
  GetMetricDataCommand,
  InvalidNextToken,
  ListMetricsCommand,
  paginateGetMetricData,
  paginateListMetrics,
} from '@aws-sdk/client-cloudwatch';
import type {
  GetMetricDataCommandInput,
  ListMetricsCommandInput,
  Metric,
  MetricDataQuery,
} from '@aws-sdk/client-cloudwatch';
import { describe, expect, it } from 'vitest';
import type { FunctionWorld } from '../world.ts';
import type { OneRegionOptions } from '../fixtures/one-region.ts';
import { roleAllowing } from '../fixtures/administrator.ts';
import { REGION, closeAfterEach, oneRegion } from '../fixtures/one-region.ts';
import { DEV, START } from '../fixtures/small-world.ts';

closeAfterEach();

const DAY = 86_400_000;
const now = Date.parse(START);
const daysAgo = (days: number) => new Date(now - days * DAY).toISOString().slice(0, 10);

async function start(functions: readonly FunctionWorld[], options: OneRegionOptions = {}) {
  const { sandbox, settings } = await oneRegion({ functions }, options);
  const cloudwatch = new CloudWatchClient(settings);
  const list = async (input: ListMetricsCommandInput = {}) => {
    const metrics: Metric[] = [];
    for await (const { Metrics = [] } of paginateListMetrics({ client: cloudwatch }, input)) {
      metrics.push(...Metrics);
    }
    return metrics;
  };
  return { sandbox, cloudwatch, list };
}

const invocations = { Namespace: 'AWS/Lambda', MetricName: 'Invocations' };
const resourcesOf = (metrics: readonly Metric[]) =>
  metrics.map(({ Dimensions = [] }) => Dimensions.find(({ Name }) => Name === 'Resource')?.Value);

const query = (
  version: string,
  changes: { period?: number; stat?: string; id?: string } = {},
): MetricDataQuery => ({
  Id: changes.id ?? `v${version}`,
  MetricStat: {
    Metric: {
      ...invocations,
      Dimensions: [
        { Name: 'Resource', Value: `pay:${version}` },
        { Name: 'FunctionName', Value: 'pay' },
      ],
    },
    Period: changes.period ?? 86_400,
    Stat: changes.stat ?? 'Sum',
  },
});
const ninetyDays = { StartTime: new Date(now - 90 * DAY), EndTime: new Date(now) };

describe.each(['in process', 'http'])('CloudWatch %s', (transport) => {
  it('lists metrics in pages of 500 and reads their data', async () => {
    const used = Object.fromEntries(Array.from({ length: 600 }, (_, i) => [i + 1, [daysAgo(1)]]));
    const { cloudwatch, list, sandbox } = await start(
      [{ name: 'pay', versions: '1-600', invocations: used }],
      { transport },
    );
    const filter = { ...invocations, Dimensions: [{ Name: 'Resource' }] };
    const metrics = await list(filter);
    expect(new Set(resourcesOf(metrics)).size).toBe(600);
    expect(sandbox.calls.tally()).toEqual({ 'monitoring:ListMetrics': 2 });

    const { MetricDataResults } = await cloudwatch.send(
      new GetMetricDataCommand({ ...ninetyDays, MetricDataQueries: [query('7'), query('601')] }),
    );
    expect(MetricDataResults).toEqual([
      {
        Id: 'v7',
        Label: 'Invocations',
        Timestamps: [new Date(daysAgo(1))],
        Values: [1],
        StatusCode: 'Complete',
      },
      { Id: 'v601', Label: 'Invocations', Timestamps: [], Values: [], StatusCode: 'Complete' },
    ]);
  });

  it('returns errors with the names that the client expects', async () => {
    const { cloudwatch } = await start([], { transport });
    const error: unknown = await cloudwatch
      .send(new ListMetricsCommand({ NextToken: 'mine' }))
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InvalidNextToken);
    expect(error).toMatchObject({ message: 'Invalid NextToken', Error: { Type: 'Sender' } });
  });
});

describe('ListMetrics', () => {
  it('has an entry for each way in which a function was named', async () => {
    const { list } = await start([
      {
        name: 'pay',
        versions: '6-7',
        aliases: [{ name: 'live', version: '7' }],
        invocations: {
          '': [daysAgo(1)],
          '6': [daysAgo(1)],
          live: [daysAgo(1)],
          'live:6': [daysAgo(2)],
        },
      },
    ]);
    const metrics = await list(invocations);
    expect(metrics.map(({ Dimensions }) => Dimensions?.map(({ Value }) => Value))).toEqual([
      [],
      ['6', 'pay', 'pay:live'],
      ['7', 'pay', 'pay:live'],
      ['pay', 'pay'],
      ['pay', 'pay:6'],
      ['pay', 'pay:live'],
      ['pay'],
    ]);
  });

  it('does not list a metric without data for two weeks, or with its first data just now', async () => {
    const { list } = await start([
      {
        name: 'pay',
        versions: '1-4',
        invocations: {
          '1': [daysAgo(13)],
          '2': [daysAgo(14)],
          '3': [daysAgo(80), daysAgo(15)],
          '4': ['2026-11-22T07:50:00Z'],
        },
      },
    ]);
    const filter = { ...invocations, Dimensions: [{ Name: 'Resource' }] };
    expect(resourcesOf(await list(filter))).toEqual(['pay:1']);
  });

  it('lists only metrics with data in the last three hours on request', async () => {
    const { list } = await start([
      {
        name: 'pay',
        versions: '1-2',
        invocations: { '1': ['2026-11-22T06:00:00Z'], '2': [daysAgo(1)] },
      },
    ]);
    const filter = { ...invocations, Dimensions: [{ Name: 'Resource' }] };
    expect(resourcesOf(await list({ ...filter, RecentlyActive: 'PT3H' }))).toEqual(['pay:1']);
  });

  it('filters by metric and by the value of a dimension', async () => {
    const { list } = await start([
      { name: 'pay', versions: '1', invocations: { '1': [daysAgo(1)] } },
      { name: 'ship', versions: '1', invocations: { '1': [daysAgo(1)] } },
    ]);
    expect(await list({ Namespace: 'AWS/S3' })).toEqual([]);
    expect(await list({ MetricName: 'invocations' })).toEqual([]);
    const Dimensions = [{ Name: 'FunctionName', Value: 'ship' }, { Name: 'Resource' }];
    expect(resourcesOf(await list({ Dimensions }))).toEqual(Array(4).fill('ship:1'));
  });

  it('still lists metrics of a deleted version and a deleted function', async () => {
    const { list, sandbox } = await start([
      { name: 'pay', versions: '1-2', invocations: { '1': [daysAgo(1)] } },
      { name: 'ship', versions: '1', invocations: { '1': [daysAgo(1)] } },
    ]);
    const change = sandbox.change({ account: DEV, region: REGION });
    change.deleteVersion('pay', 1);
    change.deleteFunction('ship');
    const filter = { ...invocations, Dimensions: [{ Name: 'Resource' }] };
    expect(resourcesOf(await list(filter))).toEqual(['pay:1', 'ship:1']);
  });

  it('answers 25 requests a second', async () => {
    const { cloudwatch } = await start([]);
    const ask = () => cloudwatch.send(new ListMetricsCommand({}));
    for (let i = 0; i < 25; i += 1) await ask();
    await expect(ask()).rejects.toMatchObject({ name: 'Throttling', message: 'Rate exceeded' });
  });
});

describe('GetMetricData', () => {
  const sumOf = async (invoked: readonly string[], input: Partial<GetMetricDataCommandInput>) => {
    const { cloudwatch } = await start([
      { name: 'pay', versions: '1', invocations: { '1': invoked } },
    ]);
    const command = { ...ninetyDays, MetricDataQueries: [query('1')], ...input };
    const { MetricDataResults } = await cloudwatch.send(new GetMetricDataCommand(command));
    return (MetricDataResults?.[0]?.Values ?? []).reduce((sum, value) => sum + value, 0);
  };

  it('returns invocations that ListMetrics no longer lists', async () => {
    expect(await sumOf([daysAgo(89), daysAgo(40), daysAgo(40)], {})).toBe(3);
  });

  it('includes the start of the range and excludes its end', async () => {
    const at = (hour: number) => `2026-11-20T0${hour}:00:00Z`;
    const range = { StartTime: new Date(at(1)), EndTime: new Date(at(3)) };
    const MetricDataQueries = [query('1', { period: 3600 })];
    expect(await sumOf([at(0), at(1), at(2), at(3)], { ...range, MetricDataQueries })).toBe(2);
  });

  it.each([
    [20, 60, 0],
    [20, 300, 1],
    [64, 300, 0],
    [64, 3600, 1],
    [10, 60, 1],
  ])('of %i days ago in steps of %i seconds returns %i', async (days, period, count) => {
    const range = { StartTime: new Date(now - 70 * DAY) };
    const MetricDataQueries = [query('1', { period })];
    expect(await sumOf([daysAgo(days)], { ...range, MetricDataQueries })).toBe(count);
  });

  it('may leave out a period that began before the start', async () => {
    const StartTime = new Date('2026-11-20T12:00:00Z');
    expect(await sumOf(['2026-11-20T15:00:00Z', '2026-11-21T15:00:00Z'], { StartTime })).toBe(1);
  });

  it('continues with a token when there are more points than requested', async () => {
    const days = Array.from({ length: 30 }, (_, i) => daysAgo(i));
    const { cloudwatch } = await start([
      { name: 'pay', versions: '1-2', invocations: { '1': days, '2': days } },
    ]);
    const pages = paginateGetMetricData(
      { client: cloudwatch },
      { ...ninetyDays, MetricDataQueries: [query('1'), query('2')], MaxDatapoints: 25 },
    );
    const seen: string[] = [];
    const codes: unknown[] = [];
    for await (const { MetricDataResults = [] } of pages) {
      codes.push(MetricDataResults[0]?.StatusCode);
      for (const { Id, Timestamps = [] } of MetricDataResults) {
        seen.push(...Timestamps.map((time) => `${Id} ${time.toISOString()}`));
      }
    }
    expect(codes).toEqual(['PartialData', 'PartialData', 'Complete']);
    expect(new Set(seen).size).toBe(60);
  });

  it.each<[string, Partial<GetMetricDataCommandInput>, string]>([
    [
      'more than 500 queries',
      { MetricDataQueries: Array.from({ length: 501 }, (_, i) => query(String(i))) },
      'must not have a size greater than 500',
    ],
    ['none', { MetricDataQueries: [] }, 'must not be empty'],
    ['an id twice', { MetricDataQueries: [query('1'), query('1')] }, 'not unique'],
    [
      'an id that begins with a number',
      { MetricDataQueries: [query('1', { id: '1' })] },
      'pattern',
    ],
    ['an odd period', { MetricDataQueries: [query('1', { period: 90 })] }, 'multiple of 60'],
    ['an end before the start', { EndTime: new Date(0) }, 'must be less than'],
  ])('refuses %s', async (_, input, message) => {
    const { cloudwatch } = await start([]);
    const command = { ...ninetyDays, MetricDataQueries: [query('1')], ...input };
    await expect(cloudwatch.send(new GetMetricDataCommand(command))).rejects.toMatchObject({
      message: expect.stringContaining(message),
      $metadata: { httpStatusCode: 400 },
    });
  });

  it('counts the requested points, and throttles above 90,000 a second', async () => {
    const { cloudwatch, sandbox } = await start([]);
    const MetricDataQueries = Array.from({ length: 500 }, (_, i) => query(String(i)));
    const ask = () =>
      cloudwatch.send(new GetMetricDataCommand({ ...ninetyDays, MetricDataQueries }));
    await ask();
    await ask();
    await expect(ask()).rejects.toMatchObject({ name: 'Throttling' });
    await sandbox.clock.sleep(500);
    await expect(ask()).resolves.toBeDefined();
  });

  it('needs a permission of its own', async () => {
    const role = roleAllowing('reader', 'cloudwatch:ListMetrics');
    const { cloudwatch, list } = await start([], { role });
    await expect(list()).resolves.toEqual([]);
    await expect(
      cloudwatch.send(new GetMetricDataCommand({ ...ninetyDays, MetricDataQueries: [query('1')] })),
    ).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining('cloudwatch:GetMetricData on resource: *'),
    });
  });
});
