import { describe, expect, it } from 'vitest';

import { DEV, devAccount, TOOLING } from '../prune/run-prune.ts';
import { pruningWith } from '../prune/harness.ts';

const WORLD = { accounts: [devAccount({ functions: [{ name: 'orders', versions: '1-12' }] })] };
const BUCKET_ACTIONS = ['s3:GetObject', 's3:ListBucket'];

describe('the plan function, asked about stored plans', () => {
  it('lists and shows them with the permissions of its role, and needs no others', async () => {
    const { sandbox, plan, askPlans } = pruningWith(WORLD);
    await plan({ account: 'dev' });
    sandbox.calls.clear();
    const listed = await askPlans({ list: true, account: 'dev' });
    if (listed.state !== 'listed') throw new Error(listed.state);
    const [first] = listed.plans;
    expect(first).toMatchObject({ account: { id: DEV }, delete: { versions: 9 } });
    const shown = await askPlans({ show: first?.planId, version: 'orders:12' });
    expect(shown).toMatchObject({ state: 'shown', chosen: 1 });
    expect(sandbox.calls.actionsUsed().toSorted()).toEqual(BUCKET_ACTIONS);
    expect(sandbox.calls.count({ account: DEV })).toBe(0);
    expect(sandbox.calls.count({ account: TOOLING, operation: 'PutObject' })).toBe(0);
  });

  it('answers with an error, not with an empty list, when it may not list the bucket', async () => {
    const { sandbox, plan, askPlans } = pruningWith(WORLD);
    await plan({ account: 'dev' });
    sandbox.faults.add({
      match: { operation: 'ListObjectsV2' },
      times: 'always',
      effect: { kind: 'access denied' },
    });
    await expect(askPlans({ list: true })).rejects.toMatchObject({
      failure: { operation: 's3:ListBucket', reason: 'denied' },
    });
  });
});
