import { describe, expect, it } from 'vitest';

import { DAY_MS, HOUR_MS } from '../../src/model/time.ts';
import type { FaultEffect } from '../sandbox/faults.ts';
import { BUCKETS, DEV, IncreaseDeployment } from './run-increases.ts';

const KEY = `${DEV}/global/s3-buckets`;
const NEAR = { limit: BUCKETS.limit, used: 9_000, quota: 10_000 };
const requests = ({ sandbox }: IncreaseDeployment) =>
  sandbox.calls.list({ operation: 'RequestServiceQuotaIncrease' });

async function increasing() {
  const deployment = new IncreaseDeployment();
  await deployment.report([NEAR]);
  return deployment;
}

describe('a request', () => {
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
    const wasTaken = deployment.accepted().length === 1;
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
    expect(deployment.accepted()).toHaveLength(1);
  });
});

describe('a run that is killed', () => {
  it.each([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])(
    'after %d calls leaves at most one open request, which the next run recognises',
    async (allowed) => {
      const deployment = await increasing();
      let sent = 0;
      await deployment.increase((http) =>
        Object.assign(Object.create(http), {
          handle: async (...request: Parameters<typeof http.handle>) => {
            sent += 1;
            // The last request is carried out, but its answer is lost.
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
        expect(deployment.accepted().length).toBeLessThanOrEqual(1);
      }
      expect(deployment.accepted()).toHaveLength(1);
      expect(deployment.stored?.quotas[KEY]?.requests).toMatchObject([
        { id: deployment.accepted()[0]?.id },
      ]);
      expect(requests(deployment).filter(({ status }) => status !== 200)).toEqual([]);
    },
  );
});
