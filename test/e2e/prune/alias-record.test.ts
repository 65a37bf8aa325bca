import { describe, expect, it } from 'vitest';

import { emptyState, encodeState } from '../../../src/alerts/state/format.ts';
import { instant } from '../../../src/model/time.ts';
import { existingVersions, pruningWith, reasonsFor, storedPlan, versionsOf } from './harness.ts';
import { daysAgo, shop } from './rows.ts';
import { DEV, devAccount, START } from './run-prune.ts';

const key = `${DEV}/eu-west-1/pay`;
const today = START.slice(0, 10);
const day = (days: number) => daysAgo(days).slice(0, 10);
/** The state of watch runs that read the alias at version 6 each time, four times a day. */
const state = encodeState(
  {
    ...emptyState('limits-watchdog', instant(Date.parse(START))),
    aliases: { [key]: [{ alias: 'live', versions: [6], firstDay: day(28), lastDay: today }] },
    aliasesReadOn: { [key]: { firstDay: day(28), lastDay: today } },
  },
  'watch-run',
);
const hoursAgo = (hours: number) => new Date(Date.parse(START) - hours * 3_600_000).toISOString();
const event = { event: 'UpdateAlias', functionName: 'pay', alias: 'live' } as const;
/** For three hours yesterday the alias was at version 1, between two watch runs. */
const aliasEvents = [
  { ...event, time: daysAgo(60), version: '6' },
  { ...event, time: hoursAgo(21), version: '1' },
  { ...event, time: hoursAgo(18), version: '6' },
];
const world = shop({ aliases: [{ name: 'live', version: '6' }] }, { aliasEvents });

describe('an alias that was at a version for three hours yesterday', () => {
  it.each([
    ['without a record of watch runs', {}],
    ['though no watch run saw it there', { state }],
  ])('keeps that version, %s', async (_, more) => {
    const pruning = pruningWith({ accounts: [devAccount(world)], ...more });
    const { plan, planId } = await storedPlan(pruning);
    expect(versionsOf(plan, 'keep').has('pay:1')).toBe(true);
    await pruning.pruneAll(planId, 'dev');
    expect(existingVersions(pruning.sandbox).has('pay:1')).toBe(true);
  });
});

describe('a CloudTrail history that cannot be read', () => {
  it('keeps the versions of functions with and without aliases, with and without a record', async () => {
    const pruning = pruningWith({ accounts: [devAccount(world)], state });
    pruning.sandbox.faults.add({
      match: { operation: 'LookupEvents' },
      times: 'always',
      effect: { kind: 'access denied' },
    });
    const { plan } = await storedPlan(pruning);
    expect(versionsOf(plan, 'delete').size).toBe(0);
    for (const version of ['pay:1', 'ship:1']) {
      expect(reasonsFor(plan, version)).toContainEqual({
        code: 'not-checked',
        check: 'alias-history',
        why: 'denied',
      });
    }
    expect(plan.failedChecks.map(({ check }) => check)).toContain('alias-history');
  });
});

describe('an alias whose current revision is in neither source', () => {
  const LIVE = { aliases: [{ name: 'live', version: '6' }] };
  const unknown = { code: 'not-checked', check: 'alias-history', why: 'not-recorded' };
  const change = (pruning: ReturnType<typeof pruningWith>) =>
    pruning.sandbox.change({ account: DEV, region: 'eu-west-1' });

  it('keeps all versions of its function, and of no other, in the plan', async () => {
    const pruning = pruningWith({ accounts: [devAccount(shop(LIVE))], state: 'none' });
    const { plan } = await storedPlan(pruning);
    expect(reasonsFor(plan, 'pay:1')).toEqual([unknown]);
    expect([...versionsOf(plan, 'delete')]).toEqual(['ship:1', 'ship:2']);
    expect(plan.failedChecks.map(({ check }) => check)).toEqual(['alias-history']);
  });

  it('does so if it moved and came back 5 minutes ago; later CloudTrail explains it', async () => {
    const pruning = pruningWith({ accounts: [devAccount(shop(LIVE))] });
    const { clock } = pruning.sandbox;
    change(pruning).moveAlias('pay', 'live', '1');
    change(pruning).moveAlias('pay', 'live', '6');
    await clock.sleep(5 * 60_000);
    const { plan } = await storedPlan(pruning);
    expect(reasonsFor(plan, 'pay:1')).toEqual([unknown]);
    await clock.sleep(11 * 60_000);
    const { plan: later } = await storedPlan(pruning);
    expect(versionsOf(later, 'keep').has('pay:1')).toBe(true);
  });

  it('is explained by a watch run of an earlier day', async () => {
    const pruning = pruningWith({ accounts: [devAccount(shop(LIVE))] });
    const { plan } = await storedPlan(pruning);
    expect(versionsOf(plan, 'delete').has('pay:1')).toBe(true);
  });

  it('keeps them if the record of watch runs cannot be read', async () => {
    const pruning = pruningWith({ accounts: [devAccount(shop())] });
    pruning.sandbox.faults.add({
      match: { service: 's3', operation: 'GetObject', resource: '*state.json' },
      times: 'always',
      effect: { kind: 'access denied' },
    });
    const { plan } = await storedPlan(pruning);
    expect(versionsOf(plan, 'delete').size).toBe(0);
    expect(reasonsFor(plan, 'ship:1')).toEqual([{ ...unknown, why: 'denied' }]);
  });
});

describe('an alias that moves and comes back while its function is deleted', () => {
  it('keeps the remaining versions of the function, although it points at the same version again', async () => {
    const LIVE = { aliases: [{ name: 'live', version: '6' }] };
    const pruning = pruningWith({ accounts: [devAccount(shop(LIVE))] });
    const { planId } = await storedPlan(pruning);
    const change = pruning.sandbox.change({ account: DEV, region: 'eu-west-1' });
    change.moveAlias('pay', 'live', '1');
    change.moveAlias('pay', 'live', '6');
    await pruning.pruneAll(planId, 'dev');
    expect(existingVersions(pruning.sandbox).has('pay:1')).toBe(true);
    expect(existingVersions(pruning.sandbox).has('ship:1')).toBe(false);
  });
});
