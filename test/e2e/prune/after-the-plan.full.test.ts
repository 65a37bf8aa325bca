import { describe, expect, it } from 'vitest';

import { aliases } from '../../../src/prune/evidence/aliases.ts';
import { CALLERS } from '../../../src/prune/evidence/callers.ts';
import { listing } from '../../../src/prune/evidence/listing.ts';
import type { World } from '../../sandbox/world.ts';
import { existingVersions, lastOf, OLD, pruningWith, storedPlan, versionsOf } from './harness.ts';
import { arnOf, shop } from './rows.ts';
import { DEV, devAccount } from './run-prune.ts';

const SOURCES_OF_FUNCTIONS = [listing, aliases].flatMap(({ grants }) => Object.keys(grants));
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

describe('applying', () => {
  it('reads again the checks that must be read for each function, and no check with an age', async () => {
    const pruning = pruningWith({ accounts: [devAccount(shop())] });
    const { planId } = await storedPlan(pruning);
    pruning.sandbox.calls.clear();
    await pruning.pruneAll(planId, 'dev');
    const asked = new Set(Object.keys(pruning.sandbox.calls.tally({ account: DEV })));
    const readAgain = CALLERS.filter(({ whenApplying }) => whenApplying !== 'aged');
    const actionsOf = ({ grants }: (typeof CALLERS)[number]) => Object.keys(grants);
    expect(readAgain.filter((one) => !actionsOf(one).some((action) => asked.has(action)))).toEqual(
      [],
    );
    const again = new Set([...SOURCES_OF_FUNCTIONS, ...readAgain.flatMap(actionsOf)]);
    const aged = CALLERS.filter((one) => !readAgain.includes(one)).flatMap(actionsOf);
    expect(aged.filter((action) => asked.has(action) && !again.has(action))).toEqual([]);
  });
});

describe('evidence of a plan', () => {
  const world = (more: Partial<World> = {}) =>
    pruningWith({ accounts: [devAccount(shop())], world: more });

  it('must be renewed when it is 15 minutes old, and nothing is deleted before', async () => {
    const pruning = world();
    const { sandbox } = pruning;
    const { planId } = await storedPlan(pruning);
    const before = existingVersions(sandbox);
    await sandbox.clock.sleep(15 * MINUTE_MS);
    const answer = await pruning.prune({ planId, confirm: 'dev' });
    expect(answer).toMatchObject({ state: 'needs-evidence', counts: { deleted: 0, skipped: 0 } });
    expect(existingVersions(sandbox)).toEqual(before);
    expect(sandbox.calls.count({ operation: 'DeleteFunction' })).toBe(0);
  });

  it('allows no deletion after 15 minutes, in an invocation that began before', async () => {
    const functions = [{ name: 'big', versions: '1-500', ...OLD }];
    const pruning = pruningWith({ accounts: [devAccount({ functions })] });
    const { sandbox } = pruning;
    const { plan, planId } = await storedPlan(pruning);
    const oldest = Math.min(...(plan.evidenceReadAt ?? []).map(({ readAt }) => readAt));
    const until = oldest + 14 * MINUTE_MS;
    await sandbox.clock.sleep(until - 20_000 - sandbox.clock.now());
    expect((await pruning.prune({ planId, confirm: 'dev' })).state).toBe('goes-on');
    const sent = sandbox.calls.list({ operation: 'DeleteFunction' });
    expect(sent.length).toBeGreaterThan(0);
    // A request that was sent just before the end may arrive a moment later.
    expect(sent.filter(({ time }) => time > until + 1_000)).toEqual([]);
  });

  it('is renewed without GetPolicy, and without reads that the plan did not make', async () => {
    const pruning = world();
    const { sandbox } = pruning;
    const { planId } = await storedPlan(pruning);
    const planned = sandbox.calls.tally({ account: DEV });
    sandbox.calls.clear();
    await sandbox.clock.sleep(15 * MINUTE_MS);
    expect(await pruning.plan({ renew: planId })).toMatchObject({ state: 'renewed', kept: 0 });
    const renewed = sandbox.calls.tally({ account: DEV });
    expect(Object.keys(renewed)).not.toContain('lambda:GetPolicy');
    const more = Object.entries(renewed).filter(([call, times]) => times > (planned[call] ?? 0));
    expect(more).toEqual([]);
  });

  it('that cannot be renewed keeps the versions that it had cleared, and is named', async () => {
    const pruning = world();
    const { sandbox } = pruning;
    const { planId } = await storedPlan(pruning);
    const before = existingVersions(sandbox);
    await sandbox.clock.sleep(20 * MINUTE_MS);
    sandbox.faults.add({
      match: { operation: 'ListSchedules' },
      times: 'always',
      effect: { kind: 'access denied' },
    });
    const last = lastOf(await pruning.pruneAll(planId, 'dev'));
    expect(last).toMatchObject({
      state: 'finished',
      counts: { deleted: 0 },
      skipped: [{ keptFor: 'not-checked', check: 'scheduler', reason: 'denied' }],
    });
    expect(existingVersions(sandbox)).toEqual(before);
  });

  it('that AWS throttles is retried while the earlier evidence is still valid', async () => {
    const pruning = world();
    const { sandbox } = pruning;
    const { planId } = await storedPlan(pruning);
    await sandbox.clock.sleep(11 * MINUTE_MS);
    const restore = sandbox.faults.add({
      match: { operation: 'ListSchedules' },
      times: 'always',
      effect: { kind: 'throttle' },
    });
    expect(await pruning.plan({ renew: planId })).toMatchObject({ state: 'renewed', kept: 0 });
    restore();
    const last = lastOf(await pruning.pruneAll(planId, 'dev'));
    expect(last).toMatchObject({ state: 'finished', counts: { skipped: 0, failed: 0 } });
  });

  it('is not renewed for a plan that does not exist', async () => {
    const pruning = world();
    const { planId } = await storedPlan(pruning);
    const other = `${planId.slice(0, -4)}0000`;
    expect(await pruning.plan({ renew: other })).toMatchObject({ state: 'no-plan' });
  });
});

describe('a plan that continues 22 hours after its first deletion', () => {
  it('uses changes that happened in between', async () => {
    const functions = [
      { name: 'big', versions: '1-500', ...OLD, codeSize: 9_000_000 },
      { name: 'pay', versions: '1-6', ...OLD },
    ];
    const pruning = pruningWith({ accounts: [devAccount({ functions })] });
    const { sandbox } = pruning;
    const { plan, planId } = await storedPlan(pruning);
    expect(versionsOf(plan, 'delete').has('pay:1')).toBe(true);
    expect((await pruning.prune({ planId, confirm: 'dev' })).state).toBe('goes-on');
    await sandbox.clock.sleep(22 * HOUR_MS);
    sandbox
      .change({ account: DEV, region: 'eu-west-1' })
      .update(() => ({ schedules: [{ name: 'nightly', targetArn: arnOf('pay:1') }] }));
    await pruning.pruneAll(planId, 'dev');
    expect([...existingVersions(sandbox)].filter((key) => key.startsWith('pay:'))).toEqual([
      'pay:1',
      'pay:4',
      'pay:5',
      'pay:6',
    ]);
  });
});
