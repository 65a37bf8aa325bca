import { describe, expect, it } from 'vitest';

import { sized } from '../../size.ts';
import { killedAfter } from '../../prune/apply/killed.ts';
import type { Setting } from './harness.ts';
import {
  existingVersions,
  handlersOver,
  lastOf,
  OLD,
  pruningWith,
  storedPlan,
  versionsOf,
} from './harness.ts';
import { daysAgo } from './rows.ts';
import { devAccount } from './run-prune.ts';

const FUNCTIONS = {
  functions: [
    { name: 'pay', versions: '1-40', ...OLD, aliases: [{ name: 'live', version: '15' }] },
  ],
};
const VERSIONS = { keepNewest: 20, keepBelowAlias: 3, minimumAgeDays: 30 };
const setting = (more: Partial<Setting> = {}): Setting => ({
  accounts: [devAccount(FUNCTIONS)],
  versions: VERSIONS,
  ...more,
});
const FEWER = { prune: { keepFewer: true } };

/**
 * Returns the versions that the plan deletes: 1 to 11, which are below the rollback targets of the alias at 15, and
 * 16 up to the newest that are kept.
 */
function deletedVersions(newestKept: number): readonly string[] {
  return Array.from({ length: 40 - newestKept }, (_, at) => at + 1)
    .filter((number) => number <= 11 || number > 15)
    .map((number) => `pay:${number}`);
}

describe('the numbers of the configuration are minimums for every request', () => {
  it.each([
    ['none', {}, {}, 20],
    ['fewer', { keep: 1 }, {}, 20],
    ['more', { keep: 23 }, {}, 23],
    ['fewer, and the configuration allows it', { keep: 2 }, FEWER, 2],
    ['more, and the configuration allows fewer', { keep: 23 }, FEWER, 23],
    ['none, and the configuration allows fewer', {}, FEWER, 20],
    [
      'fewer, and only the cap is lifted',
      { keep: 1, liftCap: true },
      { prune: { liftCap: true } },
      20,
    ],
    ['versions that are younger than its minimum age', { olderThanDays: 1 }, {}, 20],
  ])('%s asked for', async (_, request, more, kept) => {
    const pruning = pruningWith(setting(more));
    const { plan, planId } = await storedPlan(pruning, { account: 'dev', ...request });
    expect([...versionsOf(plan, 'delete')]).toEqual(deletedVersions(kept));
    await pruning.pruneAll(planId, 'dev');
    const left = existingVersions(pruning.sandbox);
    expect(deletedVersions(kept).filter((key) => left.has(key))).toEqual([]);
    expect(left.size).toBe(40 - deletedVersions(kept).length);
  });

  it('a version younger than the minimum age is kept, whatever age the request gives', async () => {
    const young = { ...OLD, publishedFrom: daysAgo(29), publishedTo: daysAgo(9) };
    const pruning = pruningWith(
      setting({
        accounts: [devAccount({ functions: [{ name: 'pay', versions: '1-40', ...young }] })],
        ...FEWER,
      }),
    );
    const request = { account: 'dev', keep: 1, olderThanDays: 1 };
    const { plan } = await storedPlan(pruning, request);
    expect(versionsOf(plan, 'delete').size).toBe(0);
  });

  it('shows both numbers, whether or not fewer are kept, and in the progress', async () => {
    for (const [more, applied] of [
      [{}, 20],
      [FEWER, 2],
    ] as const) {
      const pruning = pruningWith(setting(more));
      const answer = await pruning.plan({ account: 'dev', keep: 2 });
      if (answer.state !== 'planned') throw new Error(answer.state);
      expect(answer.keepNewest).toEqual({ asked: 2, configured: 20, applied });
      expect(await pruning.prune({ planId: answer.planId, status: true })).toMatchObject({
        keepNewest: { asked: 2, configured: 20, applied },
      });
      expect(await pruning.plan({ account: 'dev', keep: 20 })).not.toHaveProperty('keepNewest');
    }
  });
});

describe('a plan that keeps fewer versions than the current configuration', () => {
  const raised: readonly (readonly [string, Setting, number])[] = [
    ['fewer are no longer allowed', setting(), 20],
    ['the number was raised', setting({ versions: { ...VERSIONS, keepNewest: 25 } }), 25],
    ['all is as it was', setting(FEWER), 2],
  ];
  it.each(raised)('%s: deletes only what the configuration allows', async (_, now, kept) => {
    const pruning = pruningWith(setting(FEWER));
    const { sandbox } = pruning;
    const { planId } = await storedPlan(pruning, { account: 'dev', keep: 2 });
    const last = lastOf(await handlersOver(sandbox, now).pruneAll(planId, 'dev'));
    expect(last).toMatchObject({
      state: 'finished',
      counts: {
        deleted: deletedVersions(kept).length,
        skipped: deletedVersions(2).length - deletedVersions(kept).length,
      },
    });
    expect(existingVersions(sandbox).size).toBe(40 - deletedVersions(kept).length);
  });

  it('does so in a second invocation too, with the first killed at any call', async () => {
    const { planId, sandbox } = await interruptedRun(12);
    await handlersOver(sandbox, setting()).pruneAll(planId, 'dev');
    const whole = existingVersions(sandbox);
    expect(whole.size).toBe(40 - deletedVersions(20).length);
    for (let survived = 13; survived < 60; survived += sized(15, 6)) {
      const cut = await interruptedRun(survived);
      const gone = deletedVersions(2).filter((key) => !existingVersions(cut.sandbox).has(key));
      await handlersOver(cut.sandbox, setting()).pruneAll(cut.planId, 'dev');
      const left = existingVersions(cut.sandbox);
      const missing = [...whole].filter((key) => !left.has(key) && !gone.includes(key));
      expect(missing, `killed after call ${survived}`).toEqual([]);
    }
  });
});

/** Applies a plan that keeps fewer versions, in an invocation that is killed after a number of calls. */
async function interruptedRun(survived: number) {
  const pruning = pruningWith(setting(FEWER));
  const { planId } = await storedPlan(pruning, { account: 'dev', keep: 2 });
  const { handler } = killedAfter(pruning.http(), survived);
  const killed = handlersOver(pruning.sandbox, setting(FEWER), handler);
  await killed.prune({ planId, confirm: 'dev' }).catch(() => undefined);
  await pruning.sandbox.clock.sleep(80_000);
  return { planId, sandbox: pruning.sandbox };
}
