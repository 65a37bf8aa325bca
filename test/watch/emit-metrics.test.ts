import { describe, expect, it } from 'vitest';

import { metricsWriter } from '../../src/watch/emit-metrics.ts';
import type { MetricDocument, MetricValue } from '../../src/model/metrics.ts';
import { instant } from '../../src/model/time.ts';
import { faultsOfEmf } from '../aws/emf.ts';

function written(...documents: readonly MetricDocument[]): readonly string[] {
  const lines: string[] = [];
  metricsWriter((line) => lines.push(line))(documents);
  return lines;
}

const metric = (name: MetricValue['name'], value: number): MetricValue => ({
  name,
  unit: 'Count',
  value,
});
const at = instant(Date.parse('2026-11-22T06:00:00Z'));
const dimensions = { Account: '222222222222', Stage: 'nonprod' };

describe('a metric document', () => {
  it('is one line with its dimensions, metrics and fields, and no other dimension', () => {
    const fields = { accountName: 'dev', details: [{ region: 'eu-west-1' }] };
    const [line = ''] = written({ at, dimensions, metrics: [metric('OldVersions', 1.5)], fields });
    expect(faultsOfEmf(line)).toEqual([]);
    const { _aws, ...root } = JSON.parse(line) as {
      _aws: { CloudWatchMetrics: unknown; Timestamp: unknown };
    };
    expect(_aws.Timestamp).toBe(at);
    expect(root).toEqual({ ...dimensions, ...fields, OldVersions: 1.5 });
    expect(_aws.CloudWatchMetrics).toEqual([
      {
        Namespace: 'LimitsWatchdog',
        Dimensions: [['Account', 'Stage']],
        Metrics: [{ Name: 'OldVersions', Unit: 'Count' }],
      },
    ]);
  });

  it.each([NaN, Infinity, -Infinity])(
    'leaves out a metric that is %d, and keeps the others',
    (value) => {
      const [line = ''] = written({
        at,
        dimensions,
        metrics: [metric('DaysToFull', value), metric('OldVersions', 0)],
        fields: {},
      });
      expect(faultsOfEmf(line)).toEqual([]);
      expect(line).not.toMatch(/DaysToFull|null|NaN|Infinity/);
      expect(JSON.parse(line)).toMatchObject({ OldVersions: 0 });
    },
  );

  it('is not written when no metric of it is finite', () => {
    expect(
      written({ at, dimensions, metrics: [metric('DaysToFull', NaN)], fields: { a: 1 } }),
    ).toEqual([]);
    expect(written()).toEqual([]);
  });

  it('is divided after each hundred metrics, so that none is lost', () => {
    const many = Array.from({ length: 101 }, (_, at) => metric(`M${at}Utilization`, at));
    const [line = ''] = written({ at, dimensions, metrics: many.slice(0, 100), fields: {} });
    expect(faultsOfEmf(line)).toEqual([]);
    expect(JSON.parse(line)).toMatchObject({ M0Utilization: 0, M99Utilization: 99 });
    const [first = '', second = '', ...more] = written({
      at,
      dimensions,
      metrics: many,
      fields: { a: 1 },
    });
    expect([...faultsOfEmf(first), ...faultsOfEmf(second), ...more]).toEqual([]);
    expect(JSON.parse(second)).toMatchObject({ ...dimensions, M100Utilization: 100 });
    expect(JSON.parse(first)).toMatchObject({ a: 1 });
    expect(JSON.parse(second)).not.toHaveProperty('a');
  });

  it('does not contain values of the previous document', () => {
    const [, second = ''] = written(
      { at, dimensions, metrics: [metric('Heartbeat', 1)], fields: { first: 1 } },
      { at, dimensions: { Deployment: 'd' }, metrics: [metric('IncompleteRuns', 2)], fields: {} },
    );
    expect(second).not.toMatch(/first|Account/i);
  });

  it('does not allow a field to overwrite a metric or a dimension', () => {
    const [line = ''] = written({
      at,
      dimensions,
      metrics: [metric('OldVersions', 1)],
      fields: { OldVersions: 'x', Account: 7 },
    });
    expect(JSON.parse(line)).toMatchObject({ OldVersions: 1, Account: '222222222222' });
  });
});
