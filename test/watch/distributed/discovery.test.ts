import { describe, expect, it } from 'vitest';

import { DEV, findingRun, keptList, LAB, ORGANIZATION, PROD } from '../run-discovery.ts';
import { runWatch, START, STATE_BUCKET } from '../run-watch.ts';
import { virtualClock } from '../../sandbox/clock.ts';
import type { FaultRule } from '../../sandbox/faults.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { createSandbox } from '../../sandbox/sandbox.ts';
import { distributedOnce, distributedTooling } from './run-distributed.ts';

/** A time limit for several complete runs over a simulated organisation. */
const TIMEOUT_MS = 120_000;

const DENIED: FaultRule = {
  match: { service: 'organizations', operation: 'ListAccounts' },
  times: 'always',
  effect: { kind: 'access denied' },
};
const RUN = findingRun({ tooling: distributedTooling({}, { Discovery: 'true' }) });

function deployed(): Sandbox {
  return createSandbox(RUN.world, { clock: virtualClock(START) });
}

function measured(sandbox: Sandbox, account: string): number {
  return sandbox.calls.count({ account, operation: 'GetAccountSettings' });
}

describe('a distributed run that discovers its accounts', { timeout: TIMEOUT_MS }, () => {
  it('measures and alerts as one invocation does, and lists the organisation once', async () => {
    const one = await runWatch(findingRun());
    const sandbox = deployed();
    const { ended, alerts } = await distributedOnce(sandbox, RUN);
    expect(ended.status).toBe('SUCCEEDED');
    const told = (all: typeof alerts) => all.flatMap(({ notices }) => notices.map(({ id }) => id));
    expect(told(alerts)).toEqual(told(one.alerts));
    expect(keptList(sandbox)).toMatchObject({ accounts: [{ id: DEV }, { id: PROD }, { id: LAB }] });
    expect(sandbox.calls.count({ operation: 'ListAccounts' })).toBe(1);
    for (const id of [DEV, PROD, LAB]) expect(measured(sandbox, id)).toBe(1);
  });

  it('is incomplete with the accounts of the last list when the organisation cannot be listed', async () => {
    const sandbox = deployed();
    await distributedOnce(sandbox, RUN);
    sandbox.faults.add(DENIED);
    const { ended, mails } = await distributedOnce(sandbox, { ...RUN, name: 'run-2' });
    expect(ended.visited.at(-1)).toBe('NotEverythingMeasured');
    expect(mails[0]).toContain('the organisation could not be listed');
    expect(measured(sandbox, DEV)).toBe(2);
  });

  it('fails when no account is known, and never reports ok', async () => {
    const sandbox = deployed();
    sandbox.faults.add(DENIED);
    const { ended, mails } = await distributedOnce(sandbox, RUN);
    expect(ended).toMatchObject({ status: 'FAILED', error: 'RunFailed' });
    expect(mails[0]).toContain('There is no earlier list.');
  });

  it('judges what it measured when the first step is delivered twice and discovers other accounts', async () => {
    const sandbox = deployed();
    const { ended, alerts } = await distributedOnce(sandbox, {
      ...RUN,
      around: async (stage, _payload, invoke) => {
        const answer = await invoke();
        if (stage !== 'targets') return answer;
        sandbox.organisation.organization = {
          ...ORGANIZATION,
          members: ORGANIZATION.members.filter(({ id }) => id !== DEV),
        };
        return invoke();
      },
    });
    expect(ended.status).toBe('SUCCEEDED');
    expect(sandbox.calls.count({ operation: 'ListAccounts' })).toBe(2);
    expect(measured(sandbox, DEV)).toBe(1);
    expect(JSON.stringify(alerts)).not.toContain('left the organisation');
  });

  it('evaluates nothing when it is unknown how its accounts were discovered', async () => {
    const sandbox = deployed();
    const { ended, alerts } = await distributedOnce(sandbox, {
      ...RUN,
      around: async (stage, _payload, invoke) => {
        if (stage === 'judge') {
          sandbox.organisation.findBucket(STATE_BUCKET)?.put({
            key: 'limits-watchdog/runs/run-1/accounts.json',
            body: Buffer.from('{"accounts":[]}'),
            now: sandbox.clock.now(),
            contentType: undefined,
            metadata: {},
          });
        }
        return invoke();
      },
    });
    expect(ended).toMatchObject({ status: 'FAILED', error: 'StagesUnreadable' });
    expect(alerts).toEqual([]);
  });
});
