import { describe, expect, it } from 'vitest';

import { DAY_MS, HOUR_MS } from '../../src/model/time.ts';
import type { AccountWorld } from '../sandbox/world.ts';
import { STATE_BUCKET, watchOnce } from '../watch/run-watch.ts';
import { IncreaseDeployment } from './run-increases.ts';
import { parse } from '../../src/documents/codec.ts';
import { runReport } from '../../src/documents/run-report.ts';

/** 9,100 of 10,000 buckets, which is near the quota. */
const NEAR = { bucketCount: 9_100 };

function deploymentOf(dev: Partial<AccountWorld>, mode: 'dry' | 'ask' = 'ask') {
  const rules = [{ limit: 's3-buckets', ceiling: 20_000, step: 5_000, supportCase: true }];
  return new IncreaseDeployment({ dev: { ...NEAR, ...dev }, mode, rules });
}

async function watchAndIncrease(deployment: IncreaseDeployment, hours: number) {
  const { sandbox, run } = deployment;
  await sandbox.clock.sleep(hours * HOUR_MS);
  const requestId = `6b1f3c2a-${String(sandbox.clock.now()).slice(-8)}`;
  const watched = await watchOnce(sandbox, { ...run, requestId });
  await deployment.increase();
  return { ...watched, notices: watched.alerts.flatMap(({ notices }) => notices) };
}

function notes({ sandbox }: IncreaseDeployment): readonly string[] {
  const key = 'limits-watchdog/reports/latest.json';
  const stored = sandbox.organisation.findBucket(STATE_BUCKET)?.current(key);
  const parsed = parse(Buffer.from(stored?.body ?? '').toString('utf8'), runReport);
  if (!parsed.ok) throw new Error(parsed.fault);
  return parsed.value.notCovered;
}

describe('an increase that the watchdog requests', () => {
  it('is reported once, in the next run, with its id', async () => {
    const deployment = deploymentOf({});
    const first = await watchAndIncrease(deployment, 0);
    expect(first.notices).toMatchObject([{ change: 'raised', limit: 's3-buckets' }]);
    const [taken] = deployment.accepted();
    const second = await watchAndIncrease(deployment, 6);
    expect(second.notices).toMatchObject([
      {
        change: 'reminded',
        increase: { open: true, desired: 15_000, state: 'pending', requestId: taken?.id },
        ownIncrease: { state: 'requested', desired: 15_000, requestId: taken?.id },
      },
    ]);
    expect(second.mails[0]).toContain(
      `The watchdog requested an increase to 15,000 on 2026-11-22 06:00 UTC, request ${taken?.id}; AWS has not decided yet.`,
    );
    expect(second.mails[0]).toContain('91 %, increase requested');
    const third = await watchAndIncrease(deployment, 6);
    expect(third.notices).toEqual([]);
    expect(deployment.accepted()).toHaveLength(1);
    expect(notes(deployment)).toContainEqual(
      expect.stringMatching(
        /^dev, global, S3 buckets: The watchdog requested an increase to 15,000/,
      ),
    );
  });

  it('is reported when AWS has granted it, with the resolved alert', async () => {
    const deployment = deploymentOf({
      increaseVerdict: ({ desired }) => ({ afterMs: DAY_MS, status: 'APPROVED', applied: desired }),
    });
    await watchAndIncrease(deployment, 0);
    await watchAndIncrease(deployment, 6);
    const granted = await watchAndIncrease(deployment, 23);
    expect(granted.notices).toMatchObject([
      { change: 'recovered', ownIncrease: { state: 'granted', desired: 15_000 } },
    ]);
    expect(granted.mails[0]).toContain('AWS granted the increase to 15,000 that the watchdog');
    expect(granted.mails[0]).toContain('now 60 %, increase granted');
  });

  it('is reported when AWS has not granted it, and not requested again', async () => {
    const deployment = deploymentOf({
      increaseVerdict: () => ({ afterMs: 8 * HOUR_MS, status: 'DENIED' }),
    });
    await watchAndIncrease(deployment, 0);
    await watchAndIncrease(deployment, 6);
    await watchAndIncrease(deployment, 6);
    const refused = await watchAndIncrease(deployment, 1);
    expect(refused.notices).toMatchObject([
      { change: 'reminded', ownIncrease: { state: 'not-granted', desired: 15_000 } },
    ]);
    expect(refused.mails[0]).toContain('AWS did not grant the increase to 15,000');
    await watchAndIncrease(deployment, 24 * 20);
    expect(deployment.accepted()).toHaveLength(1);
  });

  it('in a dry run is shown as what it would request, without its own message', async () => {
    const deployment = deploymentOf({ automaticManagement: { type: 'NotifyOnly' } }, 'dry');
    await watchAndIncrease(deployment, 0);
    const second = await watchAndIncrease(deployment, 6);
    expect(second.notices).toEqual([]);
    expect(notes(deployment)).toEqual(
      expect.arrayContaining([
        'dev, global, S3 buckets: The watchdog would request an increase to 15,000 now; it does not, since increases.mode in watchdog.yml is dry.',
        "dev: AWS's automatic management notifies of quotas (NotifyOnly).",
      ]),
    );
    const reminder = await watchAndIncrease(deployment, 24);
    expect(reminder.notices).toMatchObject([
      { change: 'reminded', ownIncrease: { state: 'would-request', desired: 15_000 } },
    ]);
    expect(deployment.accepted()).toEqual([]);
  });
});
