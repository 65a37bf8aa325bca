import { describe, expect, it } from 'vitest';

import { EXTERNAL_ID, memberAccount, TOOLING } from '../run-watch.ts';
import { distributedOnce, distributedTooling, runDistributed } from './run-distributed.ts';

const PROD = '555555555555';
const PRUNE_ROLE = 'limits-watchdog-prune';

describe('a distributed run', () => {
  it('reports a prune role in a production account like a single invocation, and that it was removed', async () => {
    const prod = memberAccount(PROD, 'prod');
    const stack = {
      template: 'src/stacks/member-prune-role.yml',
      parameters: { ToolingAccountId: TOOLING, ExternalId: EXTERNAL_ID, Stage: 'nonprod' },
    };
    const run = {
      world: {
        accounts: [
          distributedTooling(),
          memberAccount('222222222222', 'dev'),
          { ...prod, stacks: [...(prod.stacks ?? []), stack] },
        ],
      },
      accounts: [
        { id: '222222222222', name: 'dev' },
        { id: PROD, name: 'prod', stage: 'prod' as const },
      ],
      regions: ['eu-west-1'],
    };
    const { sandbox, ended, alerts } = await runDistributed(run);
    expect(ended.status).toBe('SUCCEEDED');
    expect(alerts).toMatchObject([
      { notices: [{ kind: 'prune-role', change: 'raised', account: { id: PROD } }] },
    ]);
    expect(sandbox.calls.count({ operation: 'GetRole' })).toBe(1);
    sandbox.organisation.account(PROD).roles.delete(PRUNE_ROLE);
    const second = await distributedOnce(sandbox, { ...run, name: 'run-2' });
    expect(second.alerts).toMatchObject([
      { notices: [{ kind: 'prune-role', change: 'recovered', account: { id: PROD } }] },
    ]);
  });
});
