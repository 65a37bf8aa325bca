import type { HttpHandler } from '@smithy/core/protocols';
import { describe, expect, it } from 'vitest';

import { killedAfter } from '../../prune/apply/killed.ts';
import type { FunctionWorld } from '../../sandbox/world.ts';
import { sized } from '../../size.ts';
import type { Setting } from './harness.ts';
import { existingVersions, handlersOver, lastOf, OLD, pruningWith, storedPlan } from './harness.ts';
import { DEV, devAccount } from './run-prune.ts';

const PAY: FunctionWorld = {
  name: 'pay',
  versions: '1-26',
  ...OLD,
  aliases: [{ name: 'live', version: '26' }],
};
const SETTING: Setting = {
  accounts: [devAccount({ functions: [PAY, { name: 'ship', versions: '1-6', ...OLD }] })],
};
const LEASE_MS = 80_000;
/** The alias moves at the 12th deletion, which is in the second batch (9 to 18). */
const MOVES_WITH = 12;
const MOVES_TO = 15;

/**
 * Returns an HTTP handler that moves the alias `live` to a version about to be deleted, after a number of
 * deletions; AWS then refuses that version.
 */
function movingAfter(
  http: HttpHandler<object>,
  deletions: number,
  move: () => void,
): HttpHandler<object> {
  let sent = 0;
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    handle: async (request, options) => {
      if (request.method === 'DELETE') {
        sent += 1;
        if (sent === deletions) move();
      }
      return http.handle(request, options);
    },
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({}),
  };
}

/** Returns a stored plan, and an account in which `live` moves in the middle of a batch. */
async function world(delayMs = 0) {
  const pruning = pruningWith(SETTING);
  const { sandbox } = pruning;
  if (delayMs > 0) {
    sandbox.faults.add({
      match: { operation: 'DeleteFunction' },
      times: 'always',
      effect: { kind: 'delay', ms: delayMs },
    });
  }
  const { planId, plan } = await storedPlan(pruning);
  const change = sandbox.change({ account: DEV, region: 'eu-west-1' });
  const http = movingAfter(pruning.http(), MOVES_WITH, () =>
    change.moveAlias('pay', 'live', String(MOVES_TO)),
  );
  return { sandbox, planId, plan, http };
}

/** Returns the versions of `pay` that still exist among the first 22. */
function leftOf(sandbox: Parameters<typeof existingVersions>[0]): readonly number[] {
  return [...existingVersions(sandbox)]
    .filter((key) => key.startsWith('pay:'))
    .map((key) => Number(key.slice('pay:'.length)))
    .filter((version) => version <= 22)
    .toSorted((a, b) => a - b);
}

describe('after AWS refused to delete a version that an alias now points at', () => {
  it.each([0, 40, 300, 900])(
    'no deletion of its function is sent until it is read again (answers take %i ms)',
    async (delayMs) => {
      const { sandbox, planId, http } = await world(delayMs);
      const calls = () => sandbox.calls.list({ service: 'lambda', account: DEV });
      const answers = await handlersOver(sandbox, SETTING, http).pruneAll(planId, 'dev');
      const refused = calls().find(({ status }) => status === 409);
      if (refused === undefined) throw new Error('AWS refused none');
      const later = calls().filter(({ time }) => time > refused.time + delayMs);
      const resources = later.map(
        ({ operation, access }) =>
          `${operation} ${access[0]?.resource.replace(/^.*:function:/, '')}`,
      );
      expect(resources).toContain('ListAliases pay');
      expect(resources).toContain('ListTags pay');
      expect(resources.filter((one) => one.startsWith('DeleteFunction pay'))).toEqual([]);
      expect(leftOf(sandbox)).toContain(MOVES_TO);
      expect(lastOf(answers)).toMatchObject({
        state: 'finished',
        counts: { failed: 0, notAttempted: 0 },
        skipped: [
          { why: expect.stringMatching(/alias/) },
          { why: expect.stringMatching(/refused/), versions: 1 },
        ],
      });
      // The other function is not affected.
      expect([...existingVersions(sandbox)].filter((key) => key.startsWith('ship:'))).toHaveLength(
        3,
      );
    },
  );

  it('the remaining versions are deleted if the function still looks as planned', async () => {
    const pruning = pruningWith(SETTING);
    const { sandbox } = pruning;
    const { planId, plan } = await storedPlan(pruning);
    sandbox.faults.add({
      match: { operation: 'DeleteFunction', nth: 6 },
      times: 2,
      effect: { kind: 'error', name: 'ResourceConflictException', status: 409, message: 'busy' },
    });
    sandbox.calls.clear();
    const last = lastOf(await pruning.pruneAll(planId, 'dev'));
    const planned = plan.totals.delete.versions;
    expect(last).toMatchObject({
      state: 'finished',
      counts: { planned, deleted: planned - 2, skipped: 2, failed: 0, notAttempted: 0 },
    });
    // After each refusal the function is read again, and no deletion is requested twice.
    expect(sandbox.calls.count({ operation: 'DeleteFunction' })).toBe(planned);
  });

  it('the result is the same when the run is killed at any call and started again', async () => {
    let isCutOff = true;
    let survived = 0;
    const killed = { beforeItMoved: 0, afterwards: 0 };
    for (; isCutOff; survived += sized(23, 1)) {
      const { sandbox, planId, plan, http } = await world();
      const { handler, sent } = killedAfter(http, survived + 1);
      const cutOff = handlersOver(sandbox, SETTING, handler);
      await cutOff.prune({ planId, confirm: 'dev' }).catch(() => undefined);
      isCutOff = sent() > survived;
      await sandbox.clock.sleep(LEASE_MS);
      const moved = sandbox.calls.count({ operation: 'DeleteFunction' }) >= MOVES_WITH;
      if (isCutOff) killed[moved ? 'afterwards' : 'beforeItMoved'] += 1;
      const atKill = leftOf(sandbox);
      // After a restart the alias moves, unless it moved before.
      const again = moved ? handlersOver(sandbox, SETTING) : handlersOver(sandbox, SETTING, http);
      const last = lastOf(await again.pruneAll(planId, 'dev'));
      expect(leftOf(sandbox), `killed in call ${survived + 1}`).toContain(MOVES_TO);
      // No further version of `pay` is deleted once its alias has moved.
      expect(moved ? leftOf(sandbox) : atKill).toEqual(atKill);
      if (!('counts' in last)) throw new Error(JSON.stringify(last));
      const { planned, deleted, skipped, failed, notAttempted } = last.counts;
      expect([last.state, failed, notAttempted]).toEqual(['finished', 0, 0]);
      expect(planned).toBe(plan.totals.delete.versions);
      expect(deleted + skipped).toBe(planned);
    }
    expect(survived).toBeGreaterThan(40);
    expect(killed.beforeItMoved).toBeGreaterThan(1);
    expect(killed.afterwards).toBeGreaterThan(1);
  }, 180_000);
});
