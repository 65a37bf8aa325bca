import { expect, it } from 'vitest';

import { distributedTooling, runDistributed } from '../../watch/distributed/run-distributed.ts';
import { accountWith, ENTRY, quotaOf, settingsOf, STACKS } from './usage-world.ts';

it('a quota by its code is measured in batches as in one invocation, with its time', async () => {
  const account = accountWith([{ dimensions: STACKS, values: { '2026-11-22T05:30:00Z': 190 } }], {
    knownQuotas: { 'cloudformation/L-0485CB21': quotaOf({}) },
    quotas: { 'cloudformation/L-0485CB21': 200 },
  });
  const ran = await runDistributed({
    ...settingsOf({ quotas: [ENTRY] }),
    world: { accounts: [distributedTooling(), account] },
  });
  const notices = ran.alerts.flatMap((alert) => alert.notices);
  expect(notices).toMatchObject([
    {
      limit: 'cloudformation-l-0485cb21',
      used: 190,
      quota: 200,
      figure: { kind: 'latest', at: '2026-11-22T05:30:00Z' },
    },
  ]);
});
