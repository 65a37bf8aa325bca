import { expect, it } from 'vitest';

import { HOUR_MS, instant, isoTime, SECOND_MS } from '../../../src/model/time.ts';
import { virtualClock } from '../../sandbox/clock.ts';
import { createSandbox } from '../../sandbox/sandbox.ts';
import { functionsOf, storedText } from '../reading-runs.ts';
import { memberAccount } from '../run-watch.ts';
import { distributedOnce, distributedTooling } from './run-distributed.ts';

const ACCOUNTS = [
  { id: '222222222222', name: 'dev' },
  { id: '333333333333', name: 'qa' },
];
const REGIONS = ['eu-west-1', 'us-east-1'];
const STATE = 'limits-watchdog/state.json';

it('a batch reads and writes one object of readings for each account, and the alias record has each day', async () => {
  const functions = functionsOf(3, 6, 1);
  const regions = Object.fromEntries(REGIONS.map((region) => [region, { functions }]));
  const members = ACCOUNTS.map(({ id, name }) => memberAccount(id, name, { regions }));
  const sandbox = createSandbox(
    { accounts: [distributedTooling(), ...members] },
    { clock: virtualClock('2026-11-22T00:00:00Z') },
  );
  const aliasReads: number[] = [];
  for (let run = 0; run < 5; run += 1) {
    const at = Date.parse('2026-11-22T00:00:00Z') + run * 6 * HOUR_MS;
    // Every second run begins half a minute late.
    await sandbox.clock.sleep(at + (run % 2) * 30 * SECOND_MS - sandbox.clock.now());
    sandbox.calls.clear();
    const { ended } = await distributedOnce(sandbox, {
      accounts: ACCOUNTS,
      regions: REGIONS,
      name: `run-${run}`,
      input: { scheduled: isoTime(instant(at)) },
    });
    expect(ended.status).toBe('SUCCEEDED');
    aliasReads.push(sandbox.calls.count({ operation: 'ListAliases' }));
  }
  expect(aliasReads).toEqual([12, 0, 0, 0, 12]);
  for (const { id } of ACCOUNTS) {
    const kept = JSON.parse(storedText(sandbox, `limits-watchdog/readings/${id}.json`));
    expect(Object.keys(kept.regions).toSorted()).toEqual(REGIONS);
    expect(Object.keys(kept.regions['eu-west-1'].aliases)).toHaveLength(3);
  }
  const { aliases } = JSON.parse(storedText(sandbox, STATE));
  expect(Object.keys(aliases)).toHaveLength(12);
  expect(aliases['333333333333/us-east-1/service-2']).toEqual([
    expect.objectContaining({ alias: 'live-0', firstDay: '2026-11-22', lastDay: '2026-11-23' }),
  ]);
});
