import { describe, expect, it } from 'vitest';

import type { FaultRule } from '../../sandbox/faults.ts';
import { createSandbox } from '../../sandbox/sandbox.ts';
import { virtualClock } from '../../sandbox/clock.ts';
import { HOUR_MS } from '../../../src/model/time.ts';
import { START, watchOnce } from '../../watch/run-watch.ts';
import type { UsageMetricWorld } from '../../sandbox/world/limits.ts';
import type { QuotaName } from '../../sandbox/world.ts';
import type { SimulatedQuota } from '../../sandbox/simulated-limits.ts';
import type { QuotaCase } from './usage-world.ts';
import {
  accountWith,
  checkedCase,
  checkedQuotas,
  ENTRY,
  findingsIn,
  quotaOf,
  runOver,
  settingsOf,
  STACKS,
  worldOf,
} from './usage-world.ts';

const METRIC_DATA = { service: 'monitoring', operation: 'GetMetricData' };
const steady = (value: number, more: Partial<UsageMetricWorld> = {}): UsageMetricWorld => ({
  dimensions: STACKS,
  steady: value,
  ...more,
});

/** Returns this many quotas of CloudFormation, each with its own usage metric. */
function manyQuotas(number: number) {
  const codes = Array.from(
    { length: number },
    (_, at) => `L-${(0xa0000000 + at).toString(16).toUpperCase()}`,
  );
  const dimensionsOf = (code: string) => ({ ...STACKS, Resource: code });
  return {
    quotas: codes.map((code) => ({ service: 'cloudformation', code })),
    known: Object.fromEntries(
      codes.map((code) => [
        `cloudformation/${code}`,
        quotaOf({ info: { MetricDimensions: dimensionsOf(code) } }),
      ]),
    ) as Record<QuotaName, SimulatedQuota>,
    metrics: codes.map((code, at) => ({ dimensions: dimensionsOf(code), steady: at })),
  };
}

describe('a quota with an unusual usage metric', () => {
  it.each<[string, QuotaCase, UsageMetricWorld, number]>([
    [
      'whose dimensions have a space that the metric has too',
      { info: { MetricDimensions: { ...STACKS, Resource: ' Stack' } } },
      { dimensions: { ...STACKS, Resource: ' Stack' }, steady: 31 },
      31,
    ],
    [
      'whose dimensions have a space that the metric has not',
      { info: { MetricDimensions: { ...STACKS, Resource: ' Stack' } } },
      steady(32),
      32,
    ],
    [
      'that is not in AWS/Usage',
      {
        info: {
          MetricNamespace: 'AWS/Lambda',
          MetricName: 'ConcurrentExecutions',
          MetricDimensions: {},
        },
      },
      { namespace: 'AWS/Lambda', name: 'ConcurrentExecutions', dimensions: {}, steady: 33 },
      33,
    ],
    [
      'whose recommended statistic is a sum',
      { info: { MetricStatisticRecommendation: 'Sum' } },
      steady(34),
      34,
    ],
  ])('%s is measured', async (_, one, metric, amount) => {
    expect(await checkedCase(one, [metric])).toMatchObject({ state: 'ok', used: { amount } });
  });

  it('that counts calls in a minute has as usage the sum of that minute', async () => {
    const values = {
      '2026-11-22T05:10:10Z': 40,
      '2026-11-22T05:10:50Z': 45,
      '2026-11-22T05:20:00Z': 60,
    };
    const info = { MetricName: 'CallCount' };
    const answer = { Period: { PeriodValue: 1, PeriodUnit: 'MINUTE' } } as const;
    const metric = { name: 'CallCount', dimensions: STACKS, values };
    const finding = await checkedCase({ answer, info }, [metric]);
    expect(finding).toMatchObject({ used: { amount: 85 }, figure: { kind: 'peak' } });
  });

  it.each<[string, QuotaCase, string]>([
    [
      'a period of a second',
      { answer: { Period: { PeriodValue: 1, PeriodUnit: 'SECOND' } } },
      'PeriodTooShort',
    ],
    [
      'a template for a dimension',
      { info: { MetricDimensions: { EndpointId: '{endpointId}' } } },
      'MetricOfEachResource',
    ],
    ['no metric', { answer: { UsageMetric: undefined } }, 'NoUsageMetric'],
  ])('with %s is refused by name, and CloudWatch is not asked', async (_, one, errorName) => {
    const account = accountWith([steady(1)], {
      knownQuotas: { 'cloudformation/L-0485CB21': quotaOf(one) },
    });
    const { error, summary, sandbox, mails } = await runOver({ account, quotas: [ENTRY] });
    expect(error?.name).toBe('RunIncomplete');
    expect(summary).toBeUndefined();
    expect(mails.join()).toContain(errorName);
    expect(sandbox.calls.tally()['monitoring:GetMetricData']).toBeUndefined();
  });

  it('that does not exist is a fault of the configuration, which names code and Region', async () => {
    const account = accountWith([]);
    const quotas = [{ service: 'cloudformation', code: 'L-00000000' }];
    const [finding] = await checkedQuotas({ account, quotas });
    expect(finding).toMatchObject({
      state: 'not-measured',
      failure: {
        errorName: 'NoSuchQuota',
        message:
          'Service Quotas has no quota L-00000000 of the service cloudformation in eu-west-1',
      },
    });
    const { mails } = await runOver({ account, quotas });
    expect(mails.join()).toContain('Correct the quota under quotas in watchdog.yml');
    expect(mails.join()).not.toContain('deleted');
  });

  it('that AWS does not increase has an alert that does not advise to request an increase', async () => {
    const account = accountWith([steady(190)], {
      knownQuotas: { 'cloudformation/L-0485CB21': quotaOf({ answer: { Adjustable: false } }) },
      quotas: { 'cloudformation/L-0485CB21': 200 },
    });
    const { mails, sandbox } = await runOver({ account, quotas: [ENTRY] });
    expect(mails.join()).toContain('Use less.');
    expect(mails.join()).not.toContain('Request an increase: open');
    const asked = sandbox.calls.actionsUsed().filter((action) => action.includes('Requested'));
    expect(asked).toEqual([]);
  });

  it('of IAM is read once an account, in the global Region of the partition', async () => {
    const dimensions = { ...STACKS, Service: 'IAM', Resource: 'Group' };
    const account = accountWith([], {
      knownQuotas: {
        'iam/L-F4A5425F': quotaOf({
          answer: { isGlobal: true },
          info: { MetricDimensions: dimensions },
        }),
      },
      regions: { 'us-east-1': { usageMetrics: [{ dimensions, steady: 12 }] } },
    });
    const findings = await checkedQuotas({
      account,
      quotas: [{ service: 'iam', code: 'L-F4A5425F' }],
    });
    expect(findings).toMatchObject([{ target: { scope: 'account' }, used: { amount: 12 } }]);
  });
});

describe('usage', () => {
  it('is compared with the applied value, not with the default', async () => {
    const applied = { quotas: { 'cloudformation/L-0485CB21': 3_000 } };
    expect(await checkedCase({}, [steady(1_950)], applied)).toMatchObject({
      state: 'ok',
      quota: { amount: 3_000 },
    });
    const none = { quotas: { 'cloudformation/L-0485CB21': null } };
    expect(await checkedCase({}, [steady(1_950)], none)).toMatchObject({
      state: 'critical',
      quota: { amount: 2_000 },
    });
  });

  it.each([
    ['InternalError', 'unavailable'],
    ['PartialData', 'unavailable'],
    ['Forbidden', 'denied'],
  ] as const)(
    'that ends as %s is a failure, whatever values came with it',
    async (status, reason) => {
      const finding = await checkedCase({}, [steady(1, { status })]);
      expect(finding).toMatchObject({
        state: 'not-measured',
        failure: { reason, errorName: status },
      });
    },
  );

  it('of a metric whose result has a message is a failure of this metric alone', async () => {
    const { quotas, known, metrics } = manyQuotas(3);
    const spoilt = metrics.map((one, at) =>
      at === 1 ? { ...one, message: 'MaxMetricsExceeded' } : one,
    );
    const account = accountWith(spoilt, { knownQuotas: known });
    const findings = await checkedQuotas({ account, quotas });
    expect(findings.map(({ state }) => state)).toEqual(['ok', 'not-measured', 'ok']);
  });

  it('of an answer that has a message is a failure of all metrics', async () => {
    const body = JSON.stringify({
      MetricDataResults: [],
      Messages: [{ Code: 'Some', Value: 'thing' }],
    });
    const faults: FaultRule[] = [
      { match: METRIC_DATA, times: 'always', effect: { kind: 'answer', body } },
    ];
    const finding = await checkedCase({}, [steady(1)], {}, faults);
    expect(finding).toMatchObject({
      state: 'not-measured',
      failure: { message: 'CloudWatch says Some: thing' },
    });
  });

  it('of metrics that the answer leaves out is not measured', async () => {
    const body = JSON.stringify({ MetricDataResults: [] });
    const faults: FaultRule[] = [
      { match: METRIC_DATA, times: 'always', effect: { kind: 'answer', body } },
    ];
    const finding = await checkedCase({}, [steady(1)], {}, faults);
    expect(finding).toMatchObject({ state: 'not-measured', failure: { reason: 'malformed' } });
  });
});

describe('the requests of a run', () => {
  it('are one GetMetricData for 500 metrics, over its pages, and without SERVICE_QUOTA', async () => {
    const { quotas, known, metrics } = manyQuotas(501);
    const account = accountWith(metrics, { knownQuotas: known });
    const clock = virtualClock(START);
    const sandbox = createSandbox(worldOf(account), { clock });
    const run = { ...settingsOf({ quotas, event: { check: true } }), remainingMs: 900_000 };
    const { summary } = await watchOnce(sandbox, run);
    const findings = findingsIn(summary);
    expect(findings.map((one) => ('used' in one ? one.used.amount : one.state))).toEqual(
      Array.from({ length: 501 }, (_, at) => at),
    );
    const tally = sandbox.calls.tally();
    expect(tally['servicequotas:GetServiceQuota']).toBe(502);
    // 501 metrics are two requests; 500 × 288 points are more than a page of 100,800. CloudWatch takes
    // 90,000 points a second: what it refuses for that is sent again.
    const answered = sandbox.calls
      .list()
      .filter(({ operation, status }) => operation === 'GetMetricData' && status === 200);
    expect(answered).toHaveLength(3);
  }, 120_000);

  it('fail separately: a refused request fails none of the metrics of other requests', async () => {
    const { quotas, known, metrics } = manyQuotas(501);
    const account = accountWith(metrics, { knownQuotas: known });
    const clock = virtualClock(START);
    const faults: FaultRule[] = [
      { match: METRIC_DATA, times: 1, effect: { kind: 'access denied' } },
    ];
    const sandbox = createSandbox(worldOf(account), { clock, faults });
    const run = { ...settingsOf({ quotas, event: { check: true } }), remainingMs: 900_000 };
    const findings = findingsIn((await watchOnce(sandbox, run)).summary);
    expect(findings.filter(({ state }) => state === 'not-measured')).toHaveLength(500);
    expect(findings.at(-1)).toMatchObject({ state: 'ok' });
  }, 120_000);
});

describe('a metric that no longer has data', () => {
  const OTHER = { ...STACKS, Resource: 'StackSet' };
  const until = (last: string) => ({ values: { [last]: 7 } });

  async function twoRuns(others: readonly UsageMetricWorld[], entry: object = {}) {
    const account = accountWith(
      [{ dimensions: STACKS, ...until('2026-11-22T05:00:00Z') }, ...others],
      {
        knownQuotas: {
          'cloudformation/L-0485CB21': quotaOf({}),
          'cloudformation/L-31709F13': quotaOf({ info: { MetricDimensions: OTHER } }),
        },
      },
    );
    const quotas = [
      { ...ENTRY, ...entry },
      { service: 'cloudformation', code: 'L-31709F13' },
    ];
    const clock = virtualClock(START);
    const sandbox = createSandbox(worldOf(account), { clock });
    const first = await watchOnce(sandbox, {
      ...settingsOf({ quotas }),
      requestId: 'a'.repeat(36),
    });
    await clock.advance(30 * HOUR_MS);
    const second = await watchOnce(sandbox, {
      ...settingsOf({ quotas }),
      requestId: 'b'.repeat(36),
    });
    return { first, second };
  }

  it('is not measured while other metrics have data: the run is incomplete and names the last value', async () => {
    const { first, second } = await twoRuns([{ dimensions: OTHER, steady: 3 }]);
    expect(first.error).toBeUndefined();
    expect(second.error?.name).toBe('RunIncomplete');
    const unseen = second.alerts
      .flatMap(({ notices }) => notices)
      .flatMap((one) => one.unseen ?? []);
    expect(unseen).toMatchObject([{ limit: 'cloudformation-l-0485cb21', reason: 'not-recorded' }]);
    expect(second.mails.join()).toContain('after 7 on 2026-11-22');
  });

  it.each([
    ['where there is no other usage', [], {}],
    [
      'where the configuration calls that normal',
      [{ dimensions: OTHER, steady: 3 }],
      { silence: 'normal' },
    ],
  ])('has no data %s, and the run is complete', async (_, others, entry) => {
    const { second } = await twoRuns(others, entry);
    expect(second.error).toBeUndefined();
    expect(second.mails).toEqual([]);
  });
});

describe('a peak', () => {
  it('is the highest value since the last run, as earlier peaks have been reported', async () => {
    const dimensions = { ...STACKS, Resource: 'vCPU' };
    const values = { '2026-11-22T03:00:00Z': 90, '2026-11-22T09:00:00Z': 20 };
    const account = accountWith([{ dimensions, values }], {
      knownQuotas: {
        'cloudformation/L-0485CB21': quotaOf({ info: { MetricDimensions: dimensions } }),
      },
      quotas: { 'cloudformation/L-0485CB21': 100 },
    });
    const clock = virtualClock(START);
    const sandbox = createSandbox(worldOf(account), { clock });
    const run = (requestId: string, event = {}) =>
      watchOnce(sandbox, { ...settingsOf({ quotas: [ENTRY], event }), requestId });
    const first = await run('a'.repeat(36));
    expect(first.alerts.flatMap(({ notices }) => notices)).toMatchObject([
      { change: 'raised', used: 90 },
    ]);
    await clock.advance(6 * HOUR_MS);
    const { summary } = await run('b'.repeat(36), { check: true });
    expect(findingsIn(summary)).toMatchObject([{ used: { amount: 20 }, figure: { kind: 'peak' } }]);
  });
});
