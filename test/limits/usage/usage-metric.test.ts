import type { ServiceQuota } from '@aws-sdk/client-service-quotas';
import { describe, expect, it } from 'vitest';

import { usageMetricOf } from '../../../src/limits/usage/usage-metric.ts';

const QUOTA = { ServiceCode: 'cloudformation', QuotaCode: 'L-0485CB21' };
const DIMENSIONS = {
  Class: 'None',
  Resource: 'Stack',
  Service: 'CloudFormation',
  Type: 'Resource',
};
const INFO = {
  MetricNamespace: 'AWS/Usage',
  MetricName: 'ResourceCount',
  MetricDimensions: DIMENSIONS,
  MetricStatisticRecommendation: 'Maximum',
};
const asked = { quota: QUOTA, usage: {}, scope: 'region' } as const;
const of = (answer: ServiceQuota, more: Partial<typeof INFO> = {}) =>
  usageMetricOf({ UsageMetric: { ...INFO, ...more }, ...answer }, asked);

describe('the usage metric of a quota', () => {
  it.each<[string, ServiceQuota, string, string]>([
    ['without a metric', { UsageMetric: undefined }, 'NoUsageMetric', 'has no usage metric'],
    [
      'with a period of a second',
      { Period: { PeriodValue: 1, PeriodUnit: 'SECOND' } },
      'PeriodTooShort',
      'has a period that the metric does not show: it is kept by the minute',
    ],
    [
      'with a period of ten milliseconds',
      { Period: { PeriodValue: 10, PeriodUnit: 'MILLISECOND' } },
      'PeriodTooShort',
      'has a period that the metric does not show: it is kept by the minute',
    ],
    [
      'with a period without a unit',
      { Period: { PeriodValue: 60 } },
      'PeriodTooShort',
      'has a period that the metric does not show: it is kept by the minute',
    ],
    [
      'with a period of a week',
      { Period: { PeriodValue: 1, PeriodUnit: 'WEEK' } },
      'PeriodTooLong',
      'has a period of more than a day',
    ],
    [
      'that counts calls in no time',
      { UsageMetric: { ...INFO, MetricName: 'CallCount' } },
      'CallsWithoutPeriod',
      'counts calls and does not say in what time',
    ],
    [
      'of each endpoint',
      { UsageMetric: { ...INFO, MetricDimensions: { Resource: '{endpointId}' } } },
      'MetricOfEachResource',
      'has a usage metric for each Resource ({endpointId})',
    ],
    [
      'of the whole account, asked for in a Region',
      { GlobalQuota: true },
      'QuotaOfAccount',
      'is of the account as a whole, not of a Region',
    ],
  ])('%s is refused by name', (_, answer, errorName, why) => {
    expect(of(answer)).toEqual({
      failure: {
        reason: 'absent',
        operation: 'servicequotas:GetServiceQuota',
        errorName,
        message: `the quota L-0485CB21 of the service cloudformation ${why}`,
        attempts: 1,
      },
    });
  });

  it.each(['Sum', 'Average', 'Maximum', undefined])(
    'of a count is its maximum where Service Quotas recommends %s',
    (MetricStatisticRecommendation) => {
      expect(of({ UsageMetric: { ...INFO, MetricStatisticRecommendation } })).toEqual({
        metric: {
          namespace: 'AWS/Usage',
          name: 'ResourceCount',
          dimensions: [DIMENSIONS],
          statistic: 'Maximum',
          periodSeconds: 300,
          figure: 'latest',
        },
      });
    },
  );

  it.each([
    [1, 'MINUTE', 60],
    [5, 'MINUTE', 300],
    [1, 'HOUR', 3_600],
    [1, 'DAY', 86_400],
  ] as const)(
    'of calls in %i %s is the sum of that time, and a peak',
    (PeriodValue, PeriodUnit, periodSeconds) => {
      const answer = { Period: { PeriodValue, PeriodUnit } };
      expect(of(answer, { MetricName: 'CallCount' })).toMatchObject({
        metric: { statistic: 'Sum', periodSeconds, figure: 'peak' },
      });
    },
  );

  it.each<[string, Partial<typeof INFO>]>([
    ['vCPUs', { MetricDimensions: { ...DIMENSIONS, Resource: 'vCPU' } }],
    [
      'what is not in AWS/Usage',
      { MetricNamespace: 'AWS/Lambda', MetricName: 'ConcurrentExecutions' },
    ],
  ])('of %s is a peak', (_, more) => {
    expect(of({}, more)).toMatchObject({ metric: { figure: 'peak', statistic: 'Maximum' } });
  });

  it('has the figure that the configuration sets, if it sets one', () => {
    const read = usageMetricOf({ UsageMetric: INFO }, { ...asked, usage: { figure: 'peak' } });
    expect(read).toMatchObject({ metric: { figure: 'peak' } });
  });

  it('with spaces around its dimensions is requested in both spellings', () => {
    expect(of({}, { MetricDimensions: { ...DIMENSIONS, Resource: ' Stack' } })).toMatchObject({
      metric: { dimensions: [{ ...DIMENSIONS, Resource: ' Stack' }, DIMENSIONS] },
    });
  });
});
