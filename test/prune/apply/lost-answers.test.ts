import { describe, expect, it } from 'vitest';

import type { FaultEffect, FaultRule } from '../../sandbox/faults.ts';
import { DEV, devAccount, invoke, last, prune, setUp, store, versionsOf } from './run-prune.ts';
import { planOf } from './world-plan.ts';

const DENIED: FaultEffect = { kind: 'access denied' };

function faulty(operation: string, effect: FaultEffect, match: object = {}): FaultRule {
  return { match: { operation, ...match }, times: 'always', effect };
}

/** Returns an account with a function of twelve versions, of which nine can be deleted. */
function dev(...faults: readonly FaultRule[]) {
  const functions = [{ name: 'orders', versions: '1-12' }];
  return setUp({ accounts: [devAccount({ 'eu-west-1': { functions } })], faults });
}

async function applied(setting: ReturnType<typeof dev>) {
  const answers = await prune(setting, await store(setting, planOf(setting.sandbox)));
  return { answers, answer: last(answers) };
}

const ONE = { resource: '*:orders:4' };

describe('a deletion whose answers are lost', () => {
  it.each<[string, FaultEffect]>([
    ['the connection breaks after it', { kind: 'reset', isCarriedOut: true }],
    ['the answer breaks off', { kind: 'reset in body' }],
  ])('counts as deleted if the version does not exist: %s', async (_, effect) => {
    const setting = dev(faulty('DeleteFunction', effect, ONE));
    const { answer } = await applied(setting);
    expect(answer).toMatchObject({ state: 'finished', counts: { deleted: 9, failed: 0 } });
    expect(answer.counts).not.toHaveProperty('unknown');
    expect(versionsOf(setting, 'orders')).toEqual([10, 11, 12]);
  });

  it.each<[string, FaultEffect, string]>([
    ['AWS answers with an error', { kind: 'server error' }, 'unavailable'],
    ['the connection breaks before it', { kind: 'reset' }, 'unavailable'],
    ['nothing comes', { kind: 'no answer' }, 'no-answer'],
  ])('has failed if the version still exists: %s', async (_, effect, code) => {
    const setting = dev(faulty('DeleteFunction', effect, ONE));
    const { answer } = await applied(setting);
    expect(answer).toMatchObject({
      state: 'finished',
      counts: { planned: 9, deleted: 8, failed: 1, notAttempted: 0 },
      failed: [{ code, operation: 'lambda:DeleteFunction', versions: 1 }],
    });
    expect(versionsOf(setting, 'orders')).toEqual([4, 10, 11, 12]);
  });

  it.each<[string, FaultEffect]>([
    ['it was done', { kind: 'reset', isCarriedOut: true }],
    ['it was not', { kind: 'server error' }],
  ])('counts as unknown if it could not be looked up, whether %s', async (_, effect) => {
    const setting = dev(faulty('DeleteFunction', effect, ONE));
    const planId = await store(setting, planOf(setting.sandbox));
    const lists = { operation: 'ListVersionsByFunction', account: DEV };
    setting.sandbox.faults.add({ match: { ...lists, nth: 2 }, times: 'always', effect: DENIED });
    const answer = last(await prune(setting, planId));
    expect(answer).toMatchObject({
      state: 'finished',
      counts: { planned: 9, deleted: 8, skipped: 0, failed: 0, unknown: 1, notAttempted: 0 },
      unknown: [{ code: 'denied', operation: 'lambda:ListVersionsByFunction', versions: 1 }],
      remaining: 0,
    });
    const [mail] = setting.sandbox.deliveries.list({ protocol: 'email' });
    expect(mail?.body).toContain('8 deleted, 0 skipped, 0 failed, 1 deletion not confirmed');
  });

  it('is looked up once, after all other deletions', async () => {
    const setting = dev(faulty('DeleteFunction', { kind: 'server error' }, ONE));
    await applied(setting);
    const operations = setting.sandbox.calls.list().map(({ operation }) => operation);
    const lastDeletion = operations.lastIndexOf('DeleteFunction');
    const after = operations.slice(lastDeletion).filter((one) => one === 'ListVersionsByFunction');
    expect(after).toHaveLength(1);
  });

  it('counts as deleted even if the function has changed before the request is repeated', async () => {
    const setting = dev({
      match: { operation: 'DeleteFunction', ...ONE },
      times: 3,
      effect: { kind: 'reset', isCarriedOut: true },
    });
    const planId = await store(setting, planOf(setting.sandbox));
    const first = last([await invoke(setting, { planId, confirm: 'dev' })]);
    expect(first.counts).toMatchObject({ deleted: 8, notAttempted: 1 });
    setting.sandbox.change({ account: DEV, region: 'eu-west-1' }).publishVersion('orders');
    const answer = last(await prune(setting, planId));
    expect(answer).toMatchObject({ state: 'finished', counts: { deleted: 9, skipped: 0 } });
  });
});

describe('a deletion to which AWS answers that the function does not exist', () => {
  const NOT_FOUND: FaultEffect = {
    kind: 'error',
    name: 'ResourceNotFoundException',
    status: 404,
    message: 'Function not found',
  };

  it('is looked up: the function does not exist, and its other versions are skipped', async () => {
    const functions = [{ name: 'orders', versions: '1-99' }];
    const setting = setUp({ accounts: [devAccount({ 'eu-west-1': { functions } })] });
    const planId = await store(setting, planOf(setting.sandbox));
    const { sandbox } = setting;
    const { calls } = sandbox;
    const removed = sandbox.clock.sleep(4_000).then(() => {
      sandbox.change({ account: DEV, region: 'eu-west-1' }).deleteFunction('orders');
      return calls.count({ operation: 'DeleteFunction', status: 204 });
    });
    const [answers, deleted] = await Promise.all([prune(setting, planId), removed]);
    const { counts, skipped } = last(answers);
    expect(skipped.map(({ code }) => code)).toEqual(['function-gone']);
    expect(counts).toMatchObject({ deleted, skipped: 89 - deleted, failed: 0, notAttempted: 0 });
    expect(calls.count({ operation: 'DeleteFunction', status: 404 })).toBeLessThanOrEqual(8);
  });

  it('has failed if function and version still exist, and the other versions are deleted', async () => {
    const setting = dev(faulty('DeleteFunction', NOT_FOUND, ONE));
    const { answer } = await applied(setting);
    expect(answer).toMatchObject({
      state: 'finished',
      counts: { deleted: 8, skipped: 0, failed: 1 },
      failed: [{ code: 'absent', errorName: 'ResourceNotFoundException' }],
    });
    expect(versionsOf(setting, 'orders')).toEqual([4, 10, 11, 12]);
  });

  it('counts as deleted if only the version does not exist', async () => {
    const setting = dev();
    const planId = await store(setting, planOf(setting.sandbox));
    setting.sandbox.faults.add(faulty('DeleteFunction', NOT_FOUND, ONE));
    const removed = setting.sandbox.clock
      .sleep(1)
      .then(() =>
        setting.sandbox.change({ account: DEV, region: 'eu-west-1' }).deleteVersion('orders', 4),
      );
    const [answers] = await Promise.all([prune(setting, planId), removed]);
    const { counts } = last(answers);
    expect(counts.failed).toBe(0);
    expect(counts.deleted + counts.skipped).toBe(9);
  });
});
