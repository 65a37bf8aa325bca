import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { UsageCase } from '../../../src/limits/usage/usage-from-metric.ts';
import { usageFromMetric } from '../../../src/limits/usage/usage-from-metric.ts';
import { HOUR_MS, instant, MINUTE_MS } from '../../../src/model/time.ts';

const NOW = Date.parse('2026-11-22T06:00:00Z');
const ago = (ms: number) => instant(NOW - ms);
const METRIC = {
  namespace: 'AWS/Usage',
  name: 'ResourceCount',
  dimensions: [{ Resource: 'Stack' }],
  statistic: 'Maximum',
  periodSeconds: 300,
  figure: 'latest',
} as const;

const caseOf = (more: Partial<UsageCase>): UsageCase => ({
  metric: METRIC,
  points: [],
  silence: undefined,
  earlier: undefined,
  lastRunAt: undefined,
  othersReport: true,
  now: instant(NOW),
  ...more,
});
const ofPeak = (more: Partial<UsageCase>): UsageCase =>
  caseOf({ metric: { ...METRIC, figure: 'peak' }, ...more });

describe('the figure of a metric', () => {
  it('of a count is the newest value, in any order of the points, and not the highest', () => {
    const points = [
      { at: ago(3 * HOUR_MS), value: 50 },
      { at: ago(10 * MINUTE_MS), value: 7 },
      { at: ago(HOUR_MS), value: 90 },
    ];
    expect(usageFromMetric(caseOf({ points }))).toEqual({
      kind: 'used',
      amount: 7,
      figure: { kind: 'latest', at: ago(10 * MINUTE_MS) },
    });
  });

  it('of a peak is the highest value since the last run, with the newest of its times', () => {
    const points = [
      { at: ago(9 * HOUR_MS), value: 900 },
      { at: ago(5 * HOUR_MS), value: 300 },
      { at: ago(2 * HOUR_MS), value: 300 },
      { at: ago(5 * MINUTE_MS), value: 10 },
    ];
    expect(usageFromMetric(ofPeak({ points, lastRunAt: ago(6 * HOUR_MS) }))).toEqual({
      kind: 'used',
      amount: 300,
      figure: { kind: 'peak', at: ago(2 * HOUR_MS), since: ago(6 * HOUR_MS) },
    });
  });

  it.each([
    ['a check right after a run', ago(MINUTE_MS), ago(HOUR_MS)],
    ['no run before', undefined, ago(24 * HOUR_MS)],
    ['a run that is days ago', ago(90 * HOUR_MS), ago(24 * HOUR_MS)],
  ])('of a peak, with %s, is of an hour at least and a day at most', (_, lastRunAt, since) => {
    const points = [{ at: ago(30 * MINUTE_MS), value: 4 }];
    expect(usageFromMetric(ofPeak({ points, lastRunAt }))).toMatchObject({ figure: { since } });
  });

  it('rounds a fraction up: usage is never rounded down', () => {
    const points = [{ at: ago(MINUTE_MS), value: 99.01 }];
    expect(usageFromMetric(caseOf({ points }))).toMatchObject({ amount: 100 });
  });

  it('is never 0 because there is no data', () => {
    const metric = fc.constantFrom(METRIC, { ...METRIC, figure: 'peak' as const });
    const earlier = fc.option(
      fc.oneof(
        fc.constant('unreadable' as const),
        fc.record({ day: fc.constantFrom('2026-11-21', '2026-10-01'), used: fc.nat(9) }),
      ),
      { nil: undefined },
    );
    const silence = fc.constantFrom(undefined, 'normal' as const, 'unexpected' as const);
    fc.assert(
      fc.property(metric, earlier, silence, fc.boolean(), (one, before, how, othersReport) => {
        const usage = usageFromMetric(
          caseOf({ metric: one, earlier: before, silence: how, othersReport }),
        );
        expect(usage.kind).not.toBe('used');
      }),
    );
  });
});

const YESTERDAY = { day: '2026-11-21', used: 12 };

describe('silence', () => {
  it.each<[string, Partial<UsageCase>, string, string]>([
    [
      'of a count that had a value recently',
      { earlier: YESTERDAY },
      'not-measured',
      'MetricSilent',
    ],
    [
      'while no other metric has data',
      { earlier: YESTERDAY, othersReport: false },
      'no-data',
      'NoData',
    ],
    ['of a count that was 0', { earlier: { ...YESTERDAY, used: 0 } }, 'no-data', 'NoData'],
    ['of a count that never had a value', {}, 'no-data', 'NoData'],
    [
      'of a count for more than two weeks',
      { earlier: { day: '2026-11-07', used: 12 } },
      'no-data',
      'NoData',
    ],
    [
      'of a count for two weeks',
      { earlier: { day: '2026-11-08', used: 12 } },
      'not-measured',
      'MetricSilent',
    ],
    [
      'that the configuration calls normal',
      { earlier: YESTERDAY, silence: 'normal' },
      'no-data',
      'NoData',
    ],
    [
      'of a count whose record cannot be read',
      { earlier: 'unreadable' },
      'not-measured',
      'EarlierFigureUnknown',
    ],
  ])('%s', (_, more, kind, errorName) => {
    expect(usageFromMetric(caseOf(more))).toMatchObject({ kind, failure: { errorName } });
  });

  it.each<[string, Partial<UsageCase>, string]>([
    ['is normal', { earlier: YESTERDAY }, 'no-data'],
    ['is normal where the record cannot be read', { earlier: 'unreadable' }, 'no-data'],
    [
      'is unexpected if the configuration says so',
      { earlier: YESTERDAY, silence: 'unexpected' },
      'not-measured',
    ],
  ])('of a peak %s', (_, more, kind) => {
    expect(usageFromMetric(ofPeak(more)).kind).toBe(kind);
  });
});
