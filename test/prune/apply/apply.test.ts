import { describe, expect, it } from 'vitest';

import type { FunctionWorld } from '../../sandbox/world.ts';
import {
  deletesIn,
  devAccount,
  invoke,
  journalOf,
  last,
  prune,
  setUp,
  store,
  unqualifiedDeletes,
  versionsOf,
} from './run-prune.ts';
import { planOf } from './world-plan.ts';

const MIB = 1024 ** 2;

function inIreland(...functions: readonly FunctionWorld[]) {
  return setUp({ accounts: [devAccount({ 'eu-west-1': { functions } })] });
}

const ORDERS: FunctionWorld = {
  name: 'orders',
  versions: '1-12',
  aliases: [{ name: 'live', version: '6' }],
  codeSize: 5 * MIB,
};

describe('applying a plan', () => {
  it('deletes what the plan deletes and nothing else', async () => {
    const setting = inIreland(ORDERS, { name: 'hook', versions: '1-9' });
    const planId = await store(setting, planOf(setting.sandbox));
    const answer = last(await prune(setting, planId));
    expect(versionsOf(setting, 'orders')).toEqual([5, 6, 10, 11, 12]);
    expect(versionsOf(setting, 'hook')).toEqual([7, 8, 9]);
    expect(answer.counts).toEqual({
      planned: 13,
      deleted: 13,
      skipped: 0,
      failed: 0,
      notAttempted: 0,
    });
    expect(answer).toMatchObject({ state: 'finished', remaining: 0, notice: 'published' });
    expect(unqualifiedDeletes(setting)).toEqual([]);
  });

  it('reports code storage before, after and package bytes as three numbers', async () => {
    const functions = [{ name: 'orders', versions: '1-9', codeSize: 10 * MIB }];
    const codeStorage = { usage: { factor: 3, offsetBytes: MIB } };
    const setting = setUp({ accounts: [devAccount({ 'eu-west-1': { functions, codeStorage } })] });
    const answer = last(await prune(setting, await store(setting, planOf(setting.sandbox))));
    expect(answer.packageBytesDeleted).toBe(60 * MIB);
    expect(answer.regions[0]?.before).toMatchObject({ usedBytes: 301 * MIB });
    expect(answer.regions[0]?.after).toMatchObject({ usedBytes: 121 * MIB });
    expect(answer.text).toContain(
      'eu-west-1: code storage 0.3 GiB of 300 GiB before, 0.2 GiB of 300 GiB after',
    );
  });

  it('sends no more requests than the minimum within the shared rate limit', async () => {
    const setting = inIreland(ORDERS, { name: 'hook', versions: '1-9' });
    await prune(setting, await store(setting, planOf(setting.sandbox)));
    expect(setting.sandbox.calls.tally({ service: 'lambda' })).toEqual({
      'lambda:DeleteFunction': 13,
      'lambda:GetAccountSettings': 2,
      'lambda:GetPolicy': 13 + 2,
      'lambda:ListAliases': 2,
      'lambda:ListEventSourceMappings': 1,
      'lambda:ListFunctionEventInvokeConfigs': 2,
      'lambda:ListFunctions': 1,
      'lambda:ListProvisionedConcurrencyConfigs': 2,
      'lambda:ListTags': 2,
    });
  });

  it('lists single functions where that takes fewer requests', async () => {
    const others = Array.from({ length: 120 }, (_, at) => ({ name: `fn-${at}`, versions: '1-3' }));
    const setting = inIreland(ORDERS, ...others);
    await prune(setting, await store(setting, planOf(setting.sandbox)));
    expect(setting.sandbox.calls.count({ operation: 'ListFunctions' })).toBe(0);
    expect(setting.sandbox.calls.count({ operation: 'ListVersionsByFunction' })).toBe(1);
  });

  it('deletes the biggest packages first, function by function', async () => {
    const setting = inIreland(
      { name: 'small', versions: '1-5', codeSize: 1 * MIB },
      { name: 'big', versions: '1-5', codeSizes: { 1: 2 * MIB, 2: 90 * MIB } },
    );
    await prune(setting, await store(setting, planOf(setting.sandbox)));
    const order = setting.sandbox.calls
      .list({ operation: 'DeleteFunction' })
      .map(({ access }) => access[0]?.resource.replace(/^.*function:/, ''));
    expect(order).toEqual(['big:2', 'big:1', 'small:1', 'small:2']);
  });

  it('writes the intent before and the outcome after each deletion, once per version', async () => {
    const setting = inIreland(ORDERS);
    const planId = await store(setting, planOf(setting.sandbox));
    await prune(setting, planId);
    const journal = journalOf(setting, planId).map(({ kind, version }) => `${kind} ${version}`);
    const sorted = journal.toSorted();
    expect(sorted).toEqual([...new Set(sorted)]);
    expect(journal).toHaveLength(14);
    for (const version of [1, 2, 3, 4, 7, 8, 9]) {
      expect(journal.indexOf(`intent ${version}`)).toBeLessThan(
        journal.indexOf(`outcome ${version}`),
      );
    }
  });

  it('deletes nothing more when it is applied again, and is not reported twice', async () => {
    const setting = inIreland(ORDERS);
    const planId = await store(setting, planOf(setting.sandbox));
    const first = last(await prune(setting, planId));
    const told = setting.sandbox.deliveries.list().length;
    const again = last(await prune(setting, planId));
    expect(again).toEqual({ ...first, notice: undefined });
    expect(deletesIn(setting)).toBe(7);
    expect(setting.sandbox.deliveries.list()).toHaveLength(told);
  });

  it('notifies the topic in plain words and as JSON', async () => {
    const setting = inIreland(ORDERS);
    const planId = await store(setting, planOf(setting.sandbox));
    await prune(setting, planId);
    const [mail] = setting.sandbox.deliveries.list({ protocol: 'email' });
    expect(mail?.subject).toBe('PRUNED: dev: 7 of 7 old Lambda versions deleted');
    expect(mail?.body.replace(planId, '<id>')).toMatchInlineSnapshot(`
      "PRUNED: dev: 7 of 7 old Lambda versions deleted

      dev (222222222222, nonprod)
      7 planned: 7 deleted, 0 skipped, 0 failed, 0 not attempted
      35 MiB of packages deleted
      eu-west-1: code storage 0.1 GiB of 300 GiB before, 0.1 GiB of 300 GiB after

      Plan <id>, by limits-watchdog.
      "
    `);
    const [queued] = setting.sandbox.deliveries.list({ protocol: 'sqs' });
    const message = JSON.parse(JSON.parse(queued?.body ?? '').Message);
    expect(message).toMatchObject({ kind: 'limits-watchdog.pruned', counts: { deleted: 7 } });
  });

  it('reports no plan that deletes nothing, and makes no AWS calls for it', async () => {
    const setting = inIreland({ name: 'young', versions: '1-3' });
    const answer = last(await prune(setting, await store(setting, planOf(setting.sandbox))));
    expect(answer).toMatchObject({ state: 'finished', counts: { planned: 0 } });
    expect(setting.sandbox.deliveries.list()).toEqual([]);
    expect(setting.sandbox.calls.count({ operation: 'AssumeRole' })).toBe(0);
  });

  it('returns its progress without changing anything', async () => {
    const setting = inIreland(ORDERS);
    const planId = await store(setting, planOf(setting.sandbox));
    const asked = { planId, status: true };
    expect(await invoke(setting, asked)).toMatchObject({
      state: 'not-begun',
      counts: { notAttempted: 7 },
    });
    const end = last(await prune(setting, planId));
    const { notice: _, ...same } = end;
    const { plan, ...status } = last([await invoke(setting, asked)]);
    expect(status).toEqual(same);
    expect(plan).toMatchObject({ planId, totals: { delete: { versions: 7 } } });
    expect(
      await invoke(setting, { planId: '20261122T060000Z-0000000000000000', status: true }),
    ).toMatchObject({ state: 'no-plan' });
  });

  it('deletes in all Regions in parallel, each within its own rate limit', async () => {
    const functions = [{ name: 'orders', versions: '1-83' }];
    const setting = setUp({
      accounts: [devAccount({ 'eu-west-1': { functions }, 'us-east-1': { functions } })],
    });
    const regions = ['eu-west-1', 'us-east-1'];
    const planId = await store(setting, planOf(setting.sandbox, { regions }));
    const began = setting.sandbox.clock.now();
    const answer = last(await prune(setting, planId));
    expect(answer.counts).toMatchObject({ planned: 149, deleted: 149 });
    expect(answer.regions.map(({ region }) => region)).toEqual(regions);
    expect(setting.sandbox.clock.now() - began).toBeLessThan(12_000);
    expect(setting.sandbox.calls.count({ status: 429 })).toBe(0);
  });
});

describe('a target percentage', () => {
  const functions = [{ name: 'orders', versions: '1-803', codeSize: MIB }];
  const codeStorage = { limitBytes: 1000 * MIB };

  it('ends a Region once its code storage is below it, measured every 100 deletions', async () => {
    const setting = setUp({ accounts: [devAccount({ 'eu-west-1': { functions, codeStorage } })] });
    const planId = await store(setting, planOf(setting.sandbox), { untilPercent: 60 });
    const answer = last(await prune(setting, planId));
    // 804 MiB at first; below 600 only after the third hundred.
    expect(answer.counts).toMatchObject({ deleted: 300, notAttempted: 422 });
    expect(answer).toMatchObject({ state: 'finished', remaining: 0 });
    expect(answer.regions[0]).toMatchObject({ targetReached: true });
    expect(setting.sandbox.calls.count({ operation: 'GetAccountSettings' })).toBe(5);
    expect(last(await prune(setting, planId)).counts).toEqual(answer.counts);
  });

  it('deletes nothing where code storage is already below it', async () => {
    const setting = setUp({ accounts: [devAccount({ 'eu-west-1': { functions, codeStorage } })] });
    const planId = await store(setting, planOf(setting.sandbox), { untilPercent: 90 });
    expect(last(await prune(setting, planId)).counts).toMatchObject({ deleted: 0 });
    expect(deletesIn(setting)).toBe(0);
  });

  it('stops where code storage cannot be measured, since it could delete too much', async () => {
    const setting = setUp({
      accounts: [devAccount({ 'eu-west-1': { functions, codeStorage } })],
      faults: [
        {
          match: { operation: 'GetAccountSettings', nth: 2 },
          times: 'always',
          effect: { kind: 'access denied' },
        },
      ],
    });
    const planId = await store(setting, planOf(setting.sandbox), { untilPercent: 60 });
    const answer = last(await prune(setting, planId));
    expect(answer).toMatchObject({ state: 'stopped', counts: { deleted: 100 } });
    expect(answer.regions[0]?.stopped?.code).toBe('target-not-judged');
    expect(answer.notice).toBe('published');
  });
});
