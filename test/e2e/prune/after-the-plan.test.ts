import { describe, expect, it } from 'vitest';

import type { World } from '../../sandbox/world.ts';
import type { EvidenceCheck } from '../../../src/prune/model/evidence.ts';
import { existing, lastOf, OLD, pruningWith, storedPlan, versionsOf } from './harness.ts';
import { arnOf, shop } from './rows.ts';
import { DEV, devAccount } from './run-prune.ts';

type Sandbox = ReturnType<typeof pruningWith>['sandbox'];
type Change = ReturnType<Sandbox['change']>;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const QUEUE = `arn:aws:sqs:eu-west-1:${DEV}:jobs`;

/** What comes to use version 1 of `pay` after the plan was made, and which check finds it. */
const CASES: readonly (readonly [EvidenceCheck, (change: Change, now: number) => void])[] = [
  [
    'opt-out-tags',
    (change) => change.updateFunction('pay', () => ({ tags: { 'limits-watchdog:keep': 'T-1' } })),
  ],
  [
    'scheduler',
    (change) => change.update(() => ({ schedules: [{ name: 'x', targetArn: arnOf('pay:1') }] })),
  ],
  [
    'step-functions',
    (change) => {
      const A = { Type: 'Task', Resource: arnOf('pay:1'), End: true };
      const definition = { StartAt: 'A', States: { A } };
      change.update(() => ({ stateMachines: [{ name: 'm', definition }] }));
    },
  ],
  [
    'pipes',
    (change) =>
      change.update(() => ({ pipes: [{ name: 'p', source: QUEUE, target: arnOf('pay:1') }] })),
  ],
  [
    'recent-metrics',
    (change, now) =>
      change.updateFunction('pay', () => ({ invocations: { '1': [new Date(now).toISOString()] } })),
  ],
  [
    'event-invoke-configs',
    (change) =>
      change.updateFunction('pay', () => ({
        eventInvokeConfigs: [{ qualifier: '1', onFailure: QUEUE }],
      })),
  ],
  [
    'async-destinations',
    (change) =>
      change.updateFunction('ship', () => ({
        eventInvokeConfigs: [{ qualifier: '$LATEST', onFailure: arnOf('pay:1') }],
      })),
  ],
  [
    'scalable-targets',
    (change) => change.update(() => ({ scalableTargets: [{ resourceId: 'function:pay:1' }] })),
  ],
  [
    'cloud-formation',
    (change) => {
      const resource = { logicalId: 'V', type: 'AWS::Lambda::Version', physicalId: arnOf('pay:1') };
      change.update(() => ({ stacks: [{ name: 'shop', resources: [resource] }] }));
    },
  ],
];

describe('what comes to use a version 50 minutes after its plan', () => {
  it.each(CASES)('is found by %s, and everything else goes', async (check, happens) => {
    const pruning = pruningWith({ accounts: [devAccount(shop())] });
    const { sandbox } = pruning;
    const { plan, planId } = await storedPlan(pruning);
    expect(versionsOf(plan, 'delete').has('pay:1')).toBe(true);
    happens(sandbox.change({ account: DEV, region: 'eu-west-1' }), sandbox.clock.now());
    await sandbox.clock.sleep(50 * MINUTE_MS);
    const last = lastOf(await pruning.pruneAll(planId, 'dev'));
    expect(existing(sandbox).has('pay:1')).toBe(true);
    expect(existing(sandbox).has('ship:1')).toBe(false);
    expect(last).toMatchObject({
      state: 'finished',
      skipped: [{ code: 'kept-now', keptFor: 'in-use', check }],
    });
  });
});

describe('evidence of a plan', () => {
  const world = (more: Partial<World> = {}) =>
    pruningWith({ accounts: [devAccount(shop())], world: more });

  it('is needed again when it is 15 minutes old, and nothing is deleted on it', async () => {
    const pruning = world();
    const { sandbox } = pruning;
    const { planId } = await storedPlan(pruning);
    const before = existing(sandbox);
    await sandbox.clock.sleep(15 * MINUTE_MS);
    const answer = await pruning.prune({ planId, confirm: 'dev' });
    expect(answer).toMatchObject({ state: 'needs-evidence', counts: { deleted: 0, skipped: 0 } });
    expect(existing(sandbox)).toEqual(before);
    expect(sandbox.calls.count({ operation: 'DeleteFunction' })).toBe(0);
  });

  it('is read again with no GetPolicy, and with no read that the plan did not make', async () => {
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

  it('that cannot be read again keeps what it would have cleared, and is named', async () => {
    const pruning = world();
    const { sandbox } = pruning;
    const { planId } = await storedPlan(pruning);
    const before = existing(sandbox);
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
    expect(existing(sandbox)).toEqual(before);
  });

  it('that AWS is too busy for is tried again for as long as the read before decides', async () => {
    const pruning = world();
    const { sandbox } = pruning;
    const { planId } = await storedPlan(pruning);
    await sandbox.clock.sleep(11 * MINUTE_MS);
    const mend = sandbox.faults.add({
      match: { operation: 'ListSchedules' },
      times: 'always',
      effect: { kind: 'throttle' },
    });
    expect(await pruning.plan({ renew: planId })).toMatchObject({ state: 'renewed', kept: 0 });
    mend();
    const last = lastOf(await pruning.pruneAll(planId, 'dev'));
    expect(last).toMatchObject({ state: 'finished', counts: { skipped: 0, failed: 0 } });
  });

  it('of a plan that is not there is not read', async () => {
    const pruning = world();
    const { planId } = await storedPlan(pruning);
    const other = `${planId.slice(0, -4)}0000`;
    expect(await pruning.plan({ renew: other })).toMatchObject({ state: 'no-plan' });
  });
});

describe('a plan that has begun and is gone on with 22 hours later', () => {
  it('sees what happened in between', async () => {
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
    expect([...existing(sandbox)].filter((key) => key.startsWith('pay:'))).toEqual([
      'pay:1',
      'pay:4',
      'pay:5',
      'pay:6',
    ]);
  });
});
