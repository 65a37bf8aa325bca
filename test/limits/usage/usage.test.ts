import { describe, expect, it } from 'vitest';

import { isoTime } from '../../../src/model/time.ts';
import { accountWith, checkedCase, ENTRY, quotaOf, runOver, STACKS } from './usage-world.ts';

describe('a quota by its code', () => {
  it('is measured by its metric, has an alert with advice, and gets no metric that AWS charges for', async () => {
    const { error, alerts, mails, lines, sandbox } = await runOver({
      account: accountWith([{ dimensions: STACKS, steady: 190 }], {
        knownQuotas: { 'cloudformation/L-0485CB21': quotaOf({}) },
        quotas: { 'cloudformation/L-0485CB21': 200 },
      }),
      quotas: [{ ...ENTRY, title: 'Stacks', noun: 'stacks' }],
    });
    expect(error).toBeUndefined();
    const [notice] = alerts.flatMap(({ notices }) => notices);
    expect(notice).toMatchObject({
      limit: 'cloudformation-l-0485cb21',
      severity: 'critical',
      used: 190,
      quota: 200,
    });
    expect(mails.join()).toContain('quotas/L-0485CB21?region=eu-west-1');
    expect(lines.join()).not.toContain('CloudformationL0485cb21Utilization');
    expect(sandbox.calls.tally()).toMatchObject({
      'monitoring:GetMetricData': 1,
      'servicequotas:GetServiceQuota': 2,
    });
  });

  it('has the time of its newest value, which may be hours ago', async () => {
    const values = { '2026-11-21T07:00:00Z': 5, '2026-11-21T23:00:00Z': 42 };
    const finding = await checkedCase({}, [{ dimensions: STACKS, values }]);
    expect(finding).toMatchObject({ state: 'ok', used: { amount: 42 } });
    const { figure } = finding as { figure?: { kind: string; at: Parameters<typeof isoTime>[0] } };
    expect(figure?.kind).toBe('latest');
    expect(figure && isoTime(figure.at)).toBe('2026-11-21T23:00:00Z');
  });

  it('without data is not 0, and the run is complete', async () => {
    const finding = await checkedCase({}, []);
    expect(finding).toMatchObject({ state: 'no-data', failure: { errorName: 'NoData' } });
    expect(finding).not.toHaveProperty('used');
  });
});
