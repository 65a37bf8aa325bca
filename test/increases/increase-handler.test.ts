import { describe, expect, it } from 'vitest';

import { DAY_MS, HOUR_MS } from '../../src/model/time.ts';
import type { FaultEffect } from '../sandbox/faults.ts';
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
    const [taken, ...others] = deployment.taken();
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

  it('requests a quota of a Region there', async () => {
    const deployment = new IncreaseDeployment();
    await deployment.report([{ limit: CONCURRENCY.limit, used: 850, quota: 1_000 }]);
    await deployment.increase();
    expect(deployment.taken(CONCURRENCY.code, 'eu-west-1')).toMatchObject([{ desired: 1_500 }]);
  });

  it('requests what a forecast says will be full soon', async () => {
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

  it('never requests while somebody else has, or AWS itself', async () => {
    const open = {
      status: 'CASE_OPENED',
      desired: 50_000,
      created: '2026-11-01T08:00:00Z',
    } as const;
    const deployment = await increasing({ dev: { quotaRequests: { [BUCKETS.code]: [open] } } });
    await expect(deployment.increase()).resolves.toMatchObject({ end: 'done', requested: 0 });
    expect(requests(deployment)).toEqual([]);
  });

  it('goes by the applied value of now, and never by that of the report', async () => {
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

  it.each<readonly [string, FaultEffect, string]>([
    ['denied', { kind: 'access denied' }, 'AccessDeniedException'],
    ['throttled', { kind: 'throttle' }, 'TooManyRequestsException'],
    [
      'refused for too many open requests',
      { kind: 'error', name: 'QuotaExceededException', status: 400 },
      'QuotaExceededException',
    ],
  ])('that is %s remembers no request, fails, and tries later', async (_, effect, error) => {
    const deployment = await increasing();
    const match = { operation: 'RequestServiceQuotaIncrease' };
    deployment.sandbox.faults.add({ match, times: 1, effect });
    await expect(deployment.increase()).resolves.toMatchObject({ name: 'IncreasesIncomplete' });
    expect(deployment.stored?.quotas[KEY]).toMatchObject({ requests: [], error });
    await deployment.report([NEAR], 'the next run');
    await deployment.increase();
    expect(requests(deployment)).toHaveLength(1);
    await deployment.sandbox.clock.sleep(DAY_MS);
    await deployment.report([NEAR], 'a day later');
    await expect(deployment.increase()).resolves.toMatchObject({ requested: 1 });
  });

  it.each<readonly [string, FaultEffect]>([
    ['an answer that was lost', { kind: 'reset', isCarriedOut: true }],
    ['a server error', { kind: 'server error' }],
    ['an answer without an id', { kind: 'answer', body: '{"RequestedQuota":{}}' }],
  ])('after %s sends none again before the history has told', async (_, effect) => {
    const deployment = await increasing();
    const match = { operation: 'RequestServiceQuotaIncrease' };
    deployment.sandbox.faults.add({ match, times: 1, effect });
    await deployment.increase();
    expect(deployment.stored?.quotas[KEY]?.requests).toMatchObject([{ status: 'UNCONFIRMED' }]);
    const wasTaken = deployment.taken().length === 1;
    for (const hours of [6, 12]) {
      await deployment.sandbox.clock.sleep(6 * HOUR_MS);
      await deployment.report([NEAR], `after ${hours} hours`);
      await deployment.increase();
    }
    expect(requests(deployment)).toHaveLength(1);
    await deployment.sandbox.clock.sleep(DAY_MS);
    await deployment.report([NEAR], 'two days later');
    await deployment.increase();
    expect(requests(deployment)).toHaveLength(wasTaken ? 1 : 2);
    expect(deployment.taken()).toHaveLength(1);
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

  it('goes by no report that is older than a day', async () => {
    const deployment = await increasing();
    await deployment.sandbox.clock.sleep(27 * HOUR_MS);
    await expect(deployment.increase()).resolves.toMatchObject({ end: 'old-report' });
    expect(requests(deployment)).toEqual([]);
  });

  it('does nothing without a report, or without being asked as it is by its schedule', async () => {
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

describe('a run that is killed', () => {
  it.each(Array.from({ length: 14 }, (_, requestsBefore) => requestsBefore))(
    'after %d requests leaves at most one open increase, which the next run knows',
    async (allowed) => {
      const deployment = await increasing();
      let sent = 0;
      await deployment.increase((http) =>
        Object.assign(Object.create(http), {
          handle: async (...request: Parameters<typeof http.handle>) => {
            sent += 1;
            // The last request is carried out, and nobody is there for its answer.
            const answer = sent <= allowed ? await http.handle(...request) : undefined;
            if (answer === undefined || sent === allowed) throw new Error('killed');
            return answer;
          },
        }),
      );
      for (const hours of [1, 25, 49]) {
        await deployment.sandbox.clock.sleep(hours * HOUR_MS);
        await deployment.report([NEAR], `${hours} hours later`);
        await expect(deployment.increase()).resolves.toMatchObject({ end: 'done' });
        expect(deployment.taken().length).toBeLessThanOrEqual(1);
      }
      expect(deployment.taken()).toHaveLength(1);
      expect(deployment.stored?.quotas[KEY]?.requests).toMatchObject([
        { id: deployment.taken()[0]?.id },
      ]);
      expect(requests(deployment).filter(({ status }) => status !== 200)).toEqual([]);
    },
  );
});
