import { describe, expect, it } from 'vitest';

import { killedAfter } from '../../prune/apply/killed.ts';
import type { FaultEffect } from '../../sandbox/faults.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { sized } from '../../size.ts';
import { existingVersions, handlersOver, lastOf, OLD, pruningWith, storedPlan } from './harness.ts';
import { arnOf, shop } from './rows.ts';
import { DEV, devAccount, STATE_BUCKET } from './run-prune.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** The test is repeated with the process killed after call n, 2n, 3n … of a run. */
const EVERY = sized(23, 1);
/** Enough versions of one function, and milliseconds for each deletion, that one invocation cannot delete all. */
const MANY = sized({ versions: 90, eachMs: 9_000 }, { versions: 703, eachMs: 0 });
const SHOP = { accounts: [devAccount(shop())] };

/** Delays AWS's answer to each deletion by `MANY.eachMs` milliseconds. */
function deletingSlowly(sandbox: Sandbox): () => void {
  return sandbox.faults.add({
    match: { operation: 'DeleteFunction' },
    times: 'always',
    effect: { kind: 'delay', ms: MANY.eachMs },
  });
}

function refusalsOf(answer: object): readonly string[] {
  if (!('refusals' in answer) || !Array.isArray(answer.refusals)) return [];
  return answer.refusals.map(({ code }: { readonly code: string }) => code);
}

function journalText(sandbox: Sandbox): string {
  const objects = sandbox.organisation.findBucket(STATE_BUCKET)?.versions('') ?? [];
  return objects
    .filter(({ key }) => key.includes('/journal/'))
    .map(({ body }) => Buffer.from(body).toString('utf8'))
    .join('\n');
}

const EFFECTS: readonly (readonly [string, FaultEffect])[] = [
  ['denied', { kind: 'access denied' }],
  ['throttled', { kind: 'throttle' }],
  ['answered by server errors', { kind: 'server error' }],
  ['refused', { kind: 'error', name: 'ResourceConflictException', status: 409, message: 'no' }],
];

describe('a plan of which nothing was deleted within an hour', () => {
  it.each(EFFECTS)('is refused when its first invocation was %s', async (_, effect) => {
    const pruning = pruningWith(SHOP);
    const { sandbox } = pruning;
    const { planId } = await storedPlan(pruning);
    const before = existingVersions(sandbox);
    const restore = sandbox.faults.add({
      match: { service: 'lambda', operation: 'DeleteFunction' },
      times: 'always',
      effect,
    });
    expect(await pruning.prune({ planId, confirm: 'dev' })).toMatchObject({
      counts: { deleted: 0 },
    });
    expect(existingVersions(sandbox)).toEqual(before);
    await sandbox.clock.sleep(22 * HOUR_MS);
    restore();
    const change = sandbox.change({ account: DEV, region: 'eu-west-1' });
    change.update(() => ({ schedules: [{ name: 'nightly', targetArn: arnOf('pay:1') }] }));
    const late = await pruning.prune({ planId, confirm: 'dev' });
    expect(refusalsOf(late)).toEqual(['plan-too-old-to-begin']);
    expect(existingVersions(sandbox)).toEqual(before);
  });

  it('cannot begin in an invocation that lasts beyond the hour', async () => {
    const pruning = pruningWith(SHOP);
    const { sandbox } = pruning;
    const { planId, plan } = await storedPlan(pruning);
    const before = existingVersions(sandbox);
    // Aliases are read so slowly that an hour has passed when the function has been checked.
    sandbox.faults.add({
      match: { operation: 'ListAliases' },
      times: 1,
      effect: { kind: 'delay', ms: 9_000 },
    });
    await sandbox.clock.sleep(plan.madeAt + HOUR_MS - 4_000 - sandbox.clock.now());
    const answers = await pruning.pruneAll(planId, 'dev');
    expect(refusalsOf(lastOf(answers))).toEqual(['plan-too-old-to-begin']);
    expect(existingVersions(sandbox)).toEqual(before);
    expect(sandbox.calls.count({ operation: 'DeleteFunction' })).toBe(0);
  });

  it('may continue once another Region has begun, and ends in all Regions after 24 hours', async () => {
    const regions = ['eu-west-1', 'us-east-1'];
    const world = { functions: [{ name: 'pay', versions: `1-${MANY.versions}`, ...OLD }] };
    const setting = {
      accounts: [devAccount({}, { regions: { 'eu-west-1': world, 'us-east-1': world } })],
      regions,
    };
    const pruning = pruningWith(setting);
    const { sandbox } = pruning;
    const { planId, plan } = await storedPlan(pruning);
    const restore = sandbox.faults.add({
      match: { operation: 'DeleteFunction', region: 'us-east-1' },
      times: 'always',
      effect: { kind: 'throttle' },
    });
    deletingSlowly(sandbox);
    expect((await pruning.prune({ planId, confirm: 'dev' })).state).toBe('goes-on');
    const left = (code: string) =>
      sandbox.organisation.account(DEV).lambda(code).find('pay')?.versions.length;
    expect(left('us-east-1')).toBe(MANY.versions);
    restore();
    await sandbox.clock.sleep(plan.madeAt + 24 * HOUR_MS - 60_000 - sandbox.clock.now());
    expect((await pruning.prune({ planId, confirm: 'dev' })).state).toBe('needs-evidence');
    expect(await pruning.plan({ renew: planId })).toMatchObject({ state: 'renewed' });
    expect((await pruning.prune({ planId, confirm: 'dev' })).state).toBe('goes-on');
    expect(left('us-east-1')).toBeLessThan(MANY.versions);
    const late = sandbox.calls
      .list({ operation: 'DeleteFunction' })
      .filter(({ time }) => time > plan.madeAt + 24 * HOUR_MS + 2_000);
    expect(late).toEqual([]);
    await sandbox.clock.sleep(MINUTE_MS);
    expect(refusalsOf(await pruning.prune({ planId, confirm: 'dev' }))).toEqual([
      'plan-too-old-to-go-on',
    ]);
  });

  it('continues two hours later exactly when a deletion is in its journal, killed at any call', async () => {
    let isCutOff = true;
    let survived = 0;
    /** How many calls ended each way; each kill counts for all calls since the previous one. */
    const ends = { refused: 0, wentOn: 0 };
    for (; isCutOff; survived += EVERY) {
      const pruning = pruningWith(SHOP);
      const { sandbox } = pruning;
      const { planId } = await storedPlan(pruning);
      const { handler, sent } = killedAfter(pruning.http(), survived + 1);
      const killed = handlersOver(sandbox, SHOP, handler);
      await killed.prune({ planId, confirm: 'dev' }).catch(() => undefined);
      isCutOff = sent() > survived;
      const isBegun = journalText(sandbox).includes('"deleted"');
      const atKill = existingVersions(sandbox);
      await sandbox.clock.sleep(2 * HOUR_MS);
      const last = lastOf(await pruning.pruneAll(planId, 'dev'));
      expect(refusalsOf(last), `killed in call ${survived + 1}`).toEqual(
        isBegun ? [] : ['plan-too-old-to-begin'],
      );
      const end = { state: 'finished', counts: { deleted: 5 } };
      expect(last).toMatchObject(isBegun ? end : { state: 'refused' });
      expect(isBegun ? atKill : existingVersions(sandbox)).toEqual(atKill);
      if (isCutOff) ends[isBegun ? 'wentOn' : 'refused'] += EVERY;
    }
    expect(ends.refused).toBeGreaterThan(20);
    expect(ends.wentOn).toBeGreaterThan(2);
  }, 180_000);
});

describe('a function whose deletions have not begun', () => {
  it('is read again a day later, so a new keep tag takes effect', async () => {
    const functions = [
      { name: 'big', versions: `1-${sized(MANY.versions, 500)}`, ...OLD, codeSize: 9_000_000 },
      { name: 'pay', versions: '1-6', ...OLD },
    ];
    const pruning = pruningWith({ accounts: [devAccount({ functions })] });
    const { sandbox } = pruning;
    const { planId } = await storedPlan(pruning);
    const restore = deletingSlowly(sandbox);
    expect((await pruning.prune({ planId, confirm: 'dev' })).state).toBe('goes-on');
    restore();
    await sandbox.clock.sleep(22 * HOUR_MS);
    sandbox
      .change({ account: DEV, region: 'eu-west-1' })
      .updateFunction('pay', () => ({ tags: { 'limits-watchdog:keep': 'a rollback target' } }));
    expect(lastOf(await pruning.pruneAll(planId, 'dev'))).toMatchObject({ state: 'finished' });
    expect([...existingVersions(sandbox)].filter((key) => key.startsWith('pay:'))).toHaveLength(6);
  });
});
