import { describe, expect, it } from 'vitest';

import { HOUR_MS } from '../../src/model/time.ts';
import type { AccountWorld } from '../sandbox/world.ts';
import { BUCKETS, CONCURRENCY, DEV, IncreaseDeployment } from './run-increases.ts';

const KEY = `${DEV}/global/s3-buckets`;
const NEAR = { limit: BUCKETS.limit, used: 9_000, quota: 10_000 };
const requests = ({ sandbox }: IncreaseDeployment) =>
  sandbox.calls.list({ operation: 'RequestServiceQuotaIncrease' });

async function increasing(world: ConstructorParameters<typeof IncreaseDeployment>[0] = {}) {
  const deployment = new IncreaseDeployment(world);
  await deployment.report([NEAR]);
  return deployment;
}

describe('the increase function', () => {
  it('requests one step of a quota that is near its limit, in its home Region, once', async () => {
    const deployment = await increasing();
    await expect(deployment.increase()).resolves.toMatchObject({ end: 'done', requested: 1 });
    const [taken, ...others] = deployment.accepted();
    expect(taken).toMatchObject({ desired: 11_000, status: 'PENDING' });
    expect(others).toEqual([]);
    expect(requests(deployment)).toMatchObject([
      { account: DEV, region: 'us-east-1', status: 200 },
    ]);
    expect(deployment.stored?.quotas[KEY]).toMatchObject({
      applied: 10_000,
      decision: 'request',
      desired: 11_000,
      requests: [{ id: taken?.id, desired: 11_000, status: 'PENDING' }],
    });
    expect(deployment.stored).not.toHaveProperty('claim');

    await expect(deployment.increase()).resolves.toMatchObject({ end: 'nothing-new' });
    await deployment.report([NEAR], 'the next run');
    await expect(deployment.increase()).resolves.toMatchObject({ end: 'done', requested: 0 });
    expect(requests(deployment)).toHaveLength(1);
    expect(deployment.stored?.quotas[KEY]?.decision).toBe('open');
  });

  it('requests a regional quota in its Region', async () => {
    const deployment = new IncreaseDeployment();
    await deployment.report([{ limit: CONCURRENCY.limit, used: 850, quota: 1_000 }]);
    await deployment.increase();
    expect(deployment.accepted(CONCURRENCY.code, 'eu-west-1')).toMatchObject([{ desired: 1_500 }]);
  });

  it('requests an increase for a limit that a forecast says will be full soon', async () => {
    const deployment = new IncreaseDeployment();
    const forecast = { daysToFull: 9, earliestDays: 8, basisDays: 14, perDay: 300 };
    await deployment.report([{ ...NEAR, used: 7_000, forecast }]);
    await expect(deployment.increase()).resolves.toMatchObject({ requested: 1 });
  });

  it.each<readonly [string, Parameters<IncreaseDeployment['report']>[0]]>([
    ['is not near', [{ ...NEAR, used: 7_999 }]],
    ['is stated in watchdog.yml', [{ ...NEAR, stated: true }]],
    ['has no rule', [{ limit: 'lambda-old-versions', used: 990, quota: 1_000 }]],
  ])('asks nothing of an account about a quota that %s', async (_, uses) => {
    const deployment = new IncreaseDeployment();
    await deployment.report(uses);
    await expect(deployment.increase()).resolves.toMatchObject({ end: 'done', requested: 0 });
    expect(deployment.sandbox.calls.list({ service: 'servicequotas' })).toEqual([]);
  });

  it('in a dry run says what it would request, with a session that cannot request', async () => {
    const deployment = await increasing({ mode: 'dry' });
    await expect(deployment.increase()).resolves.toMatchObject({ requested: 0, wouldRequest: 1 });
    expect(requests(deployment)).toEqual([]);
    expect(deployment.stored?.quotas[KEY]).toMatchObject({
      decision: 'would-request',
      desired: 11_000,
      requests: [],
    });
  });

  it('never requests while a request of a person or of AWS itself is open', async () => {
    const open = {
      status: 'CASE_OPENED',
      desired: 50_000,
      created: '2026-11-01T08:00:00Z',
    } as const;
    const deployment = await increasing({ dev: { quotaRequests: { [BUCKETS.code]: [open] } } });
    await expect(deployment.increase()).resolves.toMatchObject({ end: 'done', requested: 0 });
    expect(requests(deployment)).toEqual([]);
  });

  it('uses the value that is applied now, not that of the report', async () => {
    const deployment = await increasing({ dev: { quotas: { [BUCKETS.code]: 15_000 } } });
    await expect(deployment.increase()).resolves.toMatchObject({ requested: 0 });
    expect(deployment.stored?.quotas[KEY]).toMatchObject({ applied: 15_000, decision: 'not-near' });
  });

  it.each<readonly [string, Partial<AccountWorld>, object]>([
    ['was never turned on', {}, { kind: 'off' }],
    [
      'is on',
      { automaticManagement: { type: 'NotifyAndAdjust', excluded: ['ec2'] } },
      { kind: 'on', type: 'NotifyAndAdjust', excluded: ['ec2'] },
    ],
  ])("keeps that AWS's automatic management %s", async (_, dev, wanted) => {
    const deployment = await increasing({ dev });
    await deployment.increase();
    expect(deployment.stored?.automatic[DEV]).toEqual(wanted);
  });

  it('requests nothing where its memory is damaged, and leaves it as it is', async () => {
    const deployment = await increasing();
    await deployment.increase();
    const bucket = deployment.sandbox.organisation.findBucket(
      'limits-watchdog-state-111111111111-eu-west-1',
    );
    const fault = { kind: 'answer', body: '{"kind":"something else"}' } as const;
    await deployment.report([NEAR], 'the next run');
    deployment.sandbox.faults.add({
      match: { operation: 'GetObject', nth: 2 },
      times: 1,
      effect: fault,
    });
    const before = bucket?.current('limits-watchdog/increases.json')?.body;
    await expect(deployment.increase()).resolves.toMatchObject({
      message: expect.stringContaining('no-memory'),
    });
    expect(bucket?.current('limits-watchdog/increases.json')?.body).toEqual(before);
  });

  it('ignores a report that is older than a day', async () => {
    const deployment = await increasing();
    await deployment.sandbox.clock.sleep(27 * HOUR_MS);
    await expect(deployment.increase()).resolves.toMatchObject({ end: 'old-report' });
    expect(requests(deployment)).toEqual([]);
  });

  it('does nothing without a report, or with another event than its schedule sends', async () => {
    const deployment = new IncreaseDeployment();
    await expect(deployment.increase()).resolves.toEqual({ end: 'no-report' });
  });
});

describe('two runs at once', () => {
  it('send one request', async () => {
    const deployment = await increasing();
    const both = await Promise.all([deployment.increase(), deployment.increase()]);
    expect(both).toContainEqual(expect.objectContaining({ end: 'done', requested: 1 }));
    expect(requests(deployment)).toHaveLength(1);
  });
});
