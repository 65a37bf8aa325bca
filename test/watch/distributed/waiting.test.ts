import { expect, it } from 'vitest';

import { memberAccount } from '../run-watch.ts';
import { virtualClock } from '../../sandbox/clock.ts';
import { createSandbox } from '../../sandbox/sandbox.ts';
import { distributedOnce, distributedTooling } from './run-distributed.ts';

const DEV = '222222222222';

it('a distributed run that waits for the confirmation of a new topic fails once, and sends every alert afterwards', async () => {
  const full = { 'eu-west-1': { codeStorage: { usage: { bytes: 299 * 1024 ** 3 } } } };
  const email = { protocol: 'email', endpoint: 'ops@example.com' } as const;
  const topics = [
    { name: 'limits-watchdog-alerts', subscriptions: [{ ...email, status: 'pending' as const }] },
  ];
  const sandbox = createSandbox(
    {
      accounts: [
        distributedTooling({ regions: { 'eu-west-1': { topics } } }),
        memberAccount(DEV, 'dev', { regions: full }),
      ],
    },
    { clock: virtualClock('2026-11-22T06:00:00Z') },
  );
  const run = async (name: string) => {
    const accounts = [{ id: DEV, name: 'dev' }];
    const { ended, mails } = await distributedOnce(sandbox, {
      accounts,
      regions: ['eu-west-1'],
      name,
    });
    await sandbox.clock.sleep(6 * 3_600_000);
    return [ended.status, mails.length];
  };
  expect(await run('one')).toEqual(['FAILED', 0]);
  // The machine catches WaitingForConfirmation, so the alarm for failed executions does not go off again.
  expect(await run('two')).toEqual(['SUCCEEDED', 0]);
  const alerts = sandbox.organisation
    .account('111111111111')
    .topic('eu-west-1', topics[0]?.name ?? '');
  alerts?.confirm(email.endpoint, sandbox.clock.now());
  expect(await run('three')).toEqual(['SUCCEEDED', 1]);
  expect(await run('four')).toEqual(['SUCCEEDED', 0]);
});
