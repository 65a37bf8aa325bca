import { describe, expect, it } from 'vitest';

import { MOST_LIST_HOURS } from '../../../src/accounts/list.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { LIST_KEY, listText, pruningWithList } from './discovered-accounts.ts';
import { deletedArns, storedPlan } from './harness.ts';
import { STATE_BUCKET } from './run-prune.ts';

/** Stores an account list, as a watch run would after the account was moved or tagged. */
function storeList(sandbox: Sandbox, list: string): void {
  sandbox.organisation.findBucket(STATE_BUCKET)?.put({
    key: LIST_KEY,
    body: Buffer.from(list),
    now: sandbox.clock.now(),
    contentType: undefined,
    metadata: {},
  });
}

describe('pruning discovered accounts', () => {
  it('plans and prunes an account that the last list calls nonprod', async () => {
    const pruning = pruningWithList(listText('nonprod'));
    const { planId } = await storedPlan(pruning);
    const answers = await pruning.pruneAll(planId, 'dev');
    expect(answers.at(-1)).toMatchObject({ state: 'finished' });
    expect(deletedArns(pruning.sandbox).length).toBeGreaterThan(0);
  });

  it.each(['prod', 'unstaged'] as const)(
    'never plans one that is %s, even if asked by name',
    async (stage) => {
      const pruning = pruningWithList(listText(stage));
      expect(await pruning.plan({ account: 'dev' })).toMatchObject({
        state: 'refused',
        refusals: [{ code: 'stage-not-nonprod' }],
      });
      expect(pruning.sandbox.calls.count({ service: 'lambda' })).toBe(0);
    },
  );

  it.each(['prod', 'unstaged'] as const)(
    'refuses a plan of an account that has become %s since, and deletes nothing',
    async (stage) => {
      const pruning = pruningWithList(listText('nonprod'));
      const { planId } = await storedPlan(pruning);
      storeList(pruning.sandbox, listText(stage, 0));
      expect(await pruning.prune({ planId, confirm: 'dev' })).toMatchObject({
        state: 'refused',
        refusals: [{ code: 'stage-not-nonprod' }],
      });
      expect(deletedArns(pruning.sandbox)).toEqual([]);
    },
  );

  it('refuses the plan of an account that is no longer discovered', async () => {
    const pruning = pruningWithList(listText('nonprod'));
    const { planId } = await storedPlan(pruning);
    storeList(pruning.sandbox, listText('nonprod', 0).replaceAll('222222222222', '333333333333'));
    expect(await pruning.prune({ planId, confirm: 'dev' })).toMatchObject({
      state: 'refused',
      refusals: [{ code: 'account-unknown' }],
    });
    expect(deletedArns(pruning.sandbox)).toEqual([]);
  });

  it.each([
    ['too old', listText('nonprod', MOST_LIST_HOURS + 0.01), /counts for 24 hours/],
    ['of a time to come', listText('nonprod', -1), /counts for 24 hours/],
    ['made by other rules', listText('nonprod', 1, '{}'), /other rules/],
  ])('uses no list that is %s, neither for planning nor for pruning', async (_, list, sentence) => {
    expect(await pruningWithList(list).plan({ account: 'dev' })).toMatchObject({
      state: 'refused',
      refusals: [{ code: 'stage-in-doubt', sentence: expect.stringMatching(sentence) }],
    });
    const pruning = pruningWithList(listText('nonprod'));
    const { planId } = await storedPlan(pruning);
    storeList(pruning.sandbox, list);
    expect(await pruning.prune({ planId, confirm: 'dev' })).toMatchObject({
      state: 'refused',
      refusals: [{ code: 'stage-in-doubt' }],
    });
    expect(deletedArns(pruning.sandbox)).toEqual([]);
  });

  it.each([
    ['missing', undefined, /no list of accounts yet/],
    ['damaged', '{"kind":', /is not JSON/],
    [
      "another deployment's",
      listText('nonprod').replace('"limits-watchdog"', '"other"'),
      /belongs to/,
    ],
  ])('knows no account when the list is %s, and gives the reason', async (_, list, sentence) => {
    await expect(pruningWithList(list).plan({ account: 'dev' })).rejects.toThrow(sentence);
  });
});
