import { describe, expect, it } from 'vitest';

import { existingVersions, OLD, pruningWith, storedPlan } from '../../e2e/prune/harness.ts';
import { DEV, devAccount, TOOLING } from '../../e2e/prune/run-prune.ts';
import { arnOf, shop } from '../../e2e/prune/rows.ts';
import { membersOf, shippedMachine } from './definition.ts';
import { execute } from './interpreter.ts';
import { machineWorld } from './run-distributed.ts';

/** A time limit for several complete runs over a simulated organisation. */
const TIMEOUT_MS = 120_000;

const machine = shippedMachine('prune-loop.yml', 'PruneLoop');

/** Returns a stored plan for a dev account with enough deletions for several invocations. */
async function planned(versions: string) {
  const functions = [{ name: 'service', versions, ...OLD }];
  const pruning = pruningWith({
    accounts: [devAccount(shop({}, { functions }))],
    stacks: [
      {
        template: 'src/stacks/prune-loop.yml',
        parameters: { Engine: 'distributed' },
        region: 'eu-west-1',
      },
    ],
  });
  return { pruning, ...(await storedPlan(pruning)) };
}

async function loop(
  { pruning, planId }: Awaited<ReturnType<typeof planned>>,
  input: object,
  name = `${planId}-1`,
  around = (_slice: number, invoke: () => Promise<unknown>): Promise<unknown> => invoke(),
) {
  let slices = 0;
  let renewals = 0;
  pruning.sandbox.registerFunction({
    account: TOOLING,
    region: 'eu-west-1',
    name: 'limits-watchdog-prune',
    invoke: (payload) => around((slices += 1), () => pruning.prune(membersOf(payload))),
  });
  pruning.sandbox.registerFunction({
    account: TOOLING,
    region: 'eu-west-1',
    name: 'limits-watchdog-plan',
    invoke: (payload) => {
      renewals += 1;
      return pruning.planOnce(membersOf(payload));
    },
  });
  const world = machineWorld(pruning.sandbox, machine.roleName);
  const ended = await execute(machine.definition, { name, input }, world);
  return { ended, slices, renewals };
}

describe('the prune loop', { timeout: TIMEOUT_MS }, () => {
  it('invokes the prune function until the plan is done', async () => {
    const run = await planned('1-420');
    const { planId, plan } = run;
    const before = existingVersions(run.pruning.sandbox);
    const { ended, slices } = await loop(run, { planId, attempt: 1, confirm: 'dev' });
    expect(ended).toMatchObject({ status: 'SUCCEEDED', output: { state: 'finished', planId } });
    expect(slices).toBeGreaterThan(1);
    const due = plan.functions.flatMap(({ name, versions }) =>
      versions.flatMap(({ verdict, version }) =>
        verdict === 'delete' ? [`${name}:${version}`] : [],
      ),
    );
    expect(due.length).toBeGreaterThan(300);
    expect(ended.output).toMatchObject({ counts: { deleted: due.length } });
    const left = existingVersions(run.pruning.sandbox);
    expect(due.filter((one) => left.has(one))).toEqual([]);
    expect(left.size).toBe(before.size - due.length);
  });

  it('waits as long as the function says while another run has the lease', async () => {
    const run = await planned('1-40');
    const { planId } = run;
    const { ended } = await loop(
      run,
      { planId, attempt: 1, confirm: 'dev' },
      undefined,
      (slice, invoke) =>
        slice === 1 ? Promise.resolve({ state: 'busy', planId, retryAfterSeconds: 30 }) : invoke(),
    );
    expect(ended.visited.slice(2, 6)).toEqual(['Slice', 'WhatNext', 'WaitForOther', 'Slice']);
    expect(ended.status).toBe('SUCCEEDED');
  });

  it('has evidence read again when it is too old, and keeps versions that the new evidence shows in use', async () => {
    const run = await planned('1-40');
    const { planId, pruning } = run;
    const { sandbox } = pruning;
    await sandbox.clock.sleep(50 * 60_000);
    sandbox
      .change({ account: DEV, region: 'eu-west-1' })
      .update(() => ({ schedules: [{ name: 'nightly', targetArn: arnOf('service:1') }] }));
    const { ended, renewals } = await loop(run, { planId, attempt: 1, confirm: 'dev' });
    expect(ended).toMatchObject({ status: 'SUCCEEDED', output: { counts: { skipped: 1 } } });
    expect(renewals).toBe(1);
    expect(existingVersions(sandbox).has('service:1')).toBe(true);
  });

  it('ends after five invocations without progress, and says why', async () => {
    const run = await planned('1-40');
    const { planId } = run;
    const before = existingVersions(run.pruning.sandbox);
    const source = { check: 'scheduler', region: 'eu-west-1' };
    const answer = { state: 'needs-evidence', planId, remaining: 37, renewEvidence: [source] };
    const { ended, slices } = await loop(
      run,
      { planId, attempt: 1, confirm: 'dev' },
      undefined,
      () => Promise.resolve(answer),
    );
    expect(ended).toMatchObject({ status: 'FAILED', error: 'NoProgress' });
    expect(ended.cause).toContain('"renewEvidence":[{"check":"scheduler"');
    expect(slices).toBe(6);
    expect(existingVersions(run.pruning.sandbox)).toEqual(before);
  });

  it.each([
    ['a name of another attempt', { attempt: 2, confirm: 'dev' }, 'OtherName', 0],
    ['another account confirmed', { attempt: 1, confirm: 'prod' }, 'NotFinished', 1],
    ['nothing confirmed', { attempt: 1 }, 'States.Runtime', 0],
  ])('with %s deletes nothing and fails', async (_, input, error, invoked) => {
    const run = await planned('1-40');
    const before = existingVersions(run.pruning.sandbox);
    const { ended, slices } = await loop(run, { planId: run.planId, ...input });
    expect(ended).toMatchObject({ status: 'FAILED', error });
    expect(slices).toBe(invoked);
    expect(existingVersions(run.pruning.sandbox)).toEqual(before);
  });

  it('ends when the function fails: an invocation of unknown outcome is not repeated', async () => {
    const run = await planned('1-40');
    const { planId } = run;
    const { ended, slices } = await loop(
      run,
      { planId, attempt: 1, confirm: 'dev' },
      undefined,
      () => Promise.reject(new TypeError('a bug')),
    );
    expect(ended).toMatchObject({ status: 'FAILED', error: 'TypeError' });
    expect(slices).toBe(1);
  });
});
