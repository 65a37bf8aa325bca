import { describe, expect, it } from 'vitest';

import {
  deletesIn,
  devAccount,
  EXTERNAL_ID,
  invoke,
  last,
  prune,
  setUp,
  store,
  TOOLING,
  unqualifiedDeletes,
  versionsOf,
} from './run-prune.ts';
import type { SettingRequest } from './run-prune.ts';
import { planOf } from './world-plan.ts';
import { expectDenied } from '../../sandbox/expected.ts';

function dev(versions: string, request: Partial<SettingRequest> = {}) {
  const functions = [{ name: 'orders', versions }];
  return setUp({ accounts: [devAccount({ 'eu-west-1': { functions } })], ...request });
}

describe('two prunes at once', () => {
  it('of one plan: one gets the lease, the other learns how long to wait', async () => {
    const setting = dev('1-99');
    const planId = await store(setting, planOf(setting.sandbox));
    const event = { planId, confirm: 'dev' };
    const answers = await Promise.all([invoke(setting, event), invoke(setting, event)]);
    const states = answers.map(({ state }) => state).toSorted();
    expect(states).toEqual(['busy', 'finished']);
    const busy = answers.find(({ state }) => state === 'busy');
    expect(busy).toMatchObject({ retryAfterSeconds: expect.any(Number) });
    expect(deletesIn(setting)).toBe(89);
  });

  it('of two plans for one account: one gets the lease', async () => {
    const setting = dev('1-99');
    const first = await store(setting, planOf(setting.sandbox));
    await setting.sandbox.clock.sleep(1000);
    const second = await store(setting, planOf(setting.sandbox));
    expect(second).not.toBe(first);
    const answers = await Promise.all(
      [first, second].map((planId) => invoke(setting, { planId, confirm: 'dev' })),
    );
    expect(answers.map(({ state }) => state).toSorted()).toEqual(['busy', 'finished']);
  });

  it('of which one has lost its lease: it stops before it deletes anything more', async () => {
    const setting = dev('1-99');
    const planId = await store(setting, planOf(setting.sandbox));
    const bucket = setting.sandbox.organisation.findBucket('limits-watchdog-state');
    // Somebody else writes the segment that is next.
    setting.sandbox.faults.add({
      match: { operation: 'DeleteFunction', nth: 4 },
      times: 1,
      effect: { kind: 'delay', ms: 1 },
    });
    bucket?.put({
      key: `limits-watchdog/prune/runs/${planId}/journal/eu-west-1/000004.json`,
      body: Buffer.from('{}'),
      now: 0,
      contentType: undefined,
      metadata: {},
    });
    await expect(invoke(setting, { planId, confirm: 'dev' })).rejects.toThrow('another run writes');
    // What was intended before; nothing once the outcomes of it could not be written.
    const intents = (bucket?.versions('limits-watchdog/prune/runs/') ?? [])
      .filter(({ key }) => key.includes('/journal/'))
      .flatMap(
        ({ body }) =>
          Buffer.from(body)
            .toString()
            .match(/"kind":"intent"/g) ?? [],
      );
    const deletions = setting.sandbox.calls.count({ operation: 'DeleteFunction' });
    expect(intents.length).toBeLessThan(89);
    expect(deletions).toBe(intents.length);
  });
});

describe('a policy that denies deletions', () => {
  it('stops the run at the first, which names the parameter that lifts it', async () => {
    expectDenied({ action: 'lambda:DeleteFunction', because: 'AWS compares the unqualified ARN' });
    const setting = dev('1-99', { deleteFunctionResource: 'unqualified' });
    const planId = await store(setting, planOf(setting.sandbox));
    const answer = last(await prune(setting, planId));
    expect(answer).toMatchObject({
      state: 'stopped',
      counts: { deleted: 0, failed: 0, skipped: 0, notAttempted: 89 },
    });
    expect(answer.regions[0]?.stopped?.code).toBe('delete-denied');
    expect(answer.regions[0]?.stopped?.sentence).toContain('DeleteScope');
    expect(setting.sandbox.calls.count({ operation: 'DeleteFunction' })).toBe(1);
    expect(setting.sandbox.deliveries.list()).toEqual([]);
  });

  it('stops no run with DeleteScope any', async () => {
    const functions = [{ name: 'orders', versions: '1-12' }];
    const parameters = {
      Stage: 'nonprod',
      ToolingAccountId: TOOLING,
      ExternalId: EXTERNAL_ID,
      DeleteScope: 'any',
    };
    const stacks = [{ template: 'src/stacks/member-prune-role.yml', parameters }];
    const setting = setUp({
      accounts: [devAccount({ 'eu-west-1': { functions } }, { stacks })],
      deleteFunctionResource: 'unqualified',
    });
    const answer = last(await prune(setting, await store(setting, planOf(setting.sandbox))));
    expect(answer).toMatchObject({ state: 'finished', counts: { deleted: 9 } });
    expect(versionsOf(setting, 'orders')).toEqual([10, 11, 12]);
  });

  it('stops in the middle of a run too, and reports what was deleted until then', async () => {
    const setting = dev('1-99', {
      faults: [
        {
          match: { operation: 'DeleteFunction', nth: 30 },
          times: 'always',
          effect: { kind: 'access denied' },
        },
      ],
    });
    const answer = last(await prune(setting, await store(setting, planOf(setting.sandbox))));
    expect(answer).toMatchObject({ state: 'stopped', notice: 'published', counts: { failed: 0 } });
    const { deleted, notAttempted } = answer.counts;
    expect(deleted + notAttempted).toBe(89);
    expect(deleted).toBe(29);
    const [mail] = setting.sandbox.deliveries.list({ protocol: 'email' });
    expect(mail?.subject).toBe('PRUNING STOPPED: dev: 29 of 89 old Lambda versions deleted');
  });
});

describe('what AWS refuses', () => {
  it.each([
    ['ResourceConflictException', 409, 'skipped', 1],
    ['InvalidParameterValueException', 400, 'skipped', 1],
    // The function is still there, and so is the version.
    ['ResourceNotFoundException', 404, 'failed', 1],
    ['SomethingElse', 418, 'failed', 1],
  ] as const)('%s is %i: %s, and never fatal', async (name, status, kind, versions) => {
    const setting = dev('1-12', {
      faults: [
        {
          match: { operation: 'DeleteFunction' },
          times: 1,
          effect: { kind: 'error', name, status, message: 'no' },
        },
      ],
    });
    const answer = last(await prune(setting, await store(setting, planOf(setting.sandbox))));
    expect(answer).toMatchObject({ state: 'finished', counts: { [kind]: versions } });
    const { planned, deleted, skipped, failed } = answer.counts;
    expect(deleted + skipped + failed).toBe(planned);
  });

  it.each([
    ['reset', { kind: 'reset', isCarriedOut: true }],
    ['reset in body', { kind: 'reset in body' }],
    ['server error', { kind: 'server error' }],
    ['throttle', { kind: 'throttle' }],
    ['no answer', { kind: 'no answer' }],
    ['garbage', { kind: 'garbage' }],
  ] as const)('%s once: it is asked again, and counted once', async (_, effect) => {
    const setting = dev('1-12', {
      faults: [{ match: { operation: 'DeleteFunction', nth: 3 }, times: 1, effect }],
    });
    const answer = last(await prune(setting, await store(setting, planOf(setting.sandbox))));
    expect(answer).toMatchObject({ state: 'finished', counts: { deleted: 9, failed: 0 } });
  });

  it('a request without an answer fails after three slices, and the other versions are deleted', async () => {
    const setting = dev('1-12', {
      faults: [
        {
          match: { operation: 'DeleteFunction', resource: '*:orders:4' },
          times: 'always',
          effect: { kind: 'server error' },
        },
      ],
    });
    const answers = await prune(setting, await store(setting, planOf(setting.sandbox)));
    expect(answers).toHaveLength(3);
    expect(last(answers)).toMatchObject({
      state: 'finished',
      counts: { deleted: 8, failed: 1, notAttempted: 0 },
    });
  });
});

describe('the rate of requests', () => {
  it('keeps to 8 requests a second, and AWS never throttles it', async () => {
    const setting = dev('1-303');
    const began = setting.sandbox.clock.now();
    await prune(setting, await store(setting, planOf(setting.sandbox)));
    const seconds = (setting.sandbox.clock.now() - began) / 1000;
    const shared = setting.sandbox.calls
      .list({ service: 'lambda' })
      .filter(({ operation }) => operation !== 'GetPolicy').length;
    expect(seconds).toBeGreaterThanOrEqual((shared - 8) / 8);
    expect(seconds).toBeLessThan((shared / 8) * 1.1);
    expect(setting.sandbox.calls.count({ status: 429 })).toBe(0);
    expect(unqualifiedDeletes(setting)).toEqual([]);
  });

  it('is slower after AWS says too many requests, and nothing is lost', async () => {
    const calm = dev('1-203');
    const began = calm.sandbox.clock.now();
    await prune(calm, await store(calm, planOf(calm.sandbox)));
    const calmMs = calm.sandbox.clock.now() - began;
    const busy = dev('1-203', {
      faults: [
        {
          match: { operation: 'DeleteFunction', nth: 20 },
          times: 4,
          effect: { kind: 'throttle' },
        },
      ],
    });
    const answer = last(await prune(busy, await store(busy, planOf(busy.sandbox))));
    expect(answer.counts).toMatchObject({ planned: 182, deleted: 182 });
    expect(busy.sandbox.clock.now() - began).toBeGreaterThan(calmMs * 1.2);
  });

  it('ends a slice within a minute even when every answer is slow', async () => {
    const setting = dev('1-303', {
      faults: [
        {
          match: { operation: 'DeleteFunction' },
          times: 'always',
          effect: { kind: 'delay', ms: 9_000 },
        },
      ],
    });
    const planId = await store(setting, planOf(setting.sandbox));
    const began = setting.sandbox.clock.now();
    const answer = await invoke(setting, { planId, confirm: 'dev' });
    expect(answer.state).toBe('goes-on');
    expect(setting.sandbox.clock.now() - began).toBeLessThanOrEqual(60_000);
  });
});
