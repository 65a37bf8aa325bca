import { describe, expect, it } from 'vitest';

import { expectDenied } from '../sandbox/expected.ts';
import type { FaultRule } from '../sandbox/faults.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { AccountWorld, StackWorld } from '../sandbox/world.ts';
import type { WatchRun } from './run-watch.ts';
import {
  EXTERNAL_ID,
  memberAccount,
  runWatch,
  STATE_BUCKET,
  TOOLING,
  toolingAccount,
  watchOnce,
} from './run-watch.ts';

const PROD = '555555555555';
const DEV = '222222222222';
const PRUNE_ROLE = 'limits-watchdog-prune';
const DAY_MS = 24 * 3600 * 1000;
const GET_ROLE = { service: 'iam', operation: 'GetRole' };

const pruneRole: StackWorld = {
  template: 'src/stacks/member-prune-role.yml',
  parameters: { ToolingAccountId: TOOLING, ExternalId: EXTERNAL_ID, Stage: 'nonprod' },
};

function withPruneRole(account: AccountWorld): AccountWorld {
  return { ...account, stacks: [...(account.stacks ?? []), pruneRole] };
}

/** Returns a run over dev with its permitted prune role, and production with or without one. */
function running(prod: AccountWorld, faults: readonly FaultRule[] = []): WatchRun {
  return {
    world: {
      accounts: [toolingAccount(), withPruneRole(memberAccount(DEV, 'dev')), prod],
    },
    accounts: [
      { id: DEV, name: 'dev' },
      { id: PROD, name: 'prod', stage: 'prod' },
    ],
    regions: ['eu-west-1', 'eu-central-1'],
    faults,
  };
}

const clean = memberAccount(PROD, 'prod');
const mistaken = withPruneRole(clean);

async function next(sandbox: Sandbox, run: WatchRun, afterMs = DAY_MS) {
  await sandbox.clock.sleep(afterMs);
  sandbox.calls.clear();
  return watchOnce(sandbox, { ...run, requestId: `run-${sandbox.clock.now()}` });
}

/** Returns the JSON report of the last run. */
function latest(sandbox: Sandbox): string {
  const bucket = sandbox.organisation.findBucket(STATE_BUCKET);
  const found = bucket?.current('limits-watchdog/reports/latest.json');
  return new TextDecoder().decode(found?.body);
}

describe('a prune role in a production account', () => {
  it('is reported once with its account and what to do, and resolved when it is removed', async () => {
    const run = running(mistaken);
    const { sandbox, summary, alerts, mails } = await runWatch(run);
    expect(summary).toMatchObject({ status: 'attention', published: 1 });
    expect(alerts).toMatchObject([
      {
        group: 'prod',
        status: 'attention',
        notices: [
          { kind: 'prune-role', change: 'raised', account: { id: PROD }, severity: 'warn' },
        ],
      },
    ]);
    expect(alerts[0]?.notices).toHaveLength(1);
    expect(mails[0]).toContain('Delete the stack of member-prune-role.yml in this account');

    expect(latest(sandbox)).toContain(
      'A prune role exists in accounts that are not nonprod; delete it: prod.',
    );
    const second = await next(sandbox, run);
    expect(second).toMatchObject({ summary: { status: 'attention', published: 0 }, alerts: [] });

    sandbox.organisation.account(PROD).roles.delete(PRUNE_ROLE);
    const third = await next(sandbox, run);
    expect(third.summary).toMatchObject({ status: 'complete', published: 1 });
    expect(third.alerts).toMatchObject([
      { notices: [{ kind: 'prune-role', change: 'recovered', account: { id: PROD } }] },
    ]);
    expect((await next(sandbox, run)).summary).toMatchObject({ status: 'complete', published: 0 });
  });

  it('costs one request for each production account and run, in the session that measures', async () => {
    const { sandbox } = await runWatch(running(clean));
    expect(sandbox.calls.list(GET_ROLE).map(({ access }) => access[0]?.resource)).toEqual([
      `arn:aws:iam::${PROD}:role/${PRUNE_ROLE}`,
    ]);
    expect(sandbox.calls.count({ operation: 'AssumeRole' })).toBe(2);
  });

  it('is not reported as absent when the read role may not check: an open alert stays open', async () => {
    const run = running(mistaken);
    const { sandbox } = await runWatch(run);
    sandbox.organisation.account(PROD).roles.delete(PRUNE_ROLE);
    sandbox.faults.add({ match: GET_ROLE, times: 'always', effect: { kind: 'access denied' } });
    expect(await next(sandbox, run)).toMatchObject({ summary: { published: 0 }, alerts: [] });
    expect(latest(sandbox)).toContain('Whether there is a prune role could not be read: prod.');
    sandbox.faults.clear();
    const seen = await next(sandbox, run);
    expect(seen.alerts).toMatchObject([{ notices: [{ kind: 'prune-role', change: 'recovered' }] }]);
  });

  it.each(['access denied', 'throttle', 'server error', 'garbage'] as const)(
    'neither alerts nor fails the run where the answer is: %s',
    async (kind) => {
      const fault: FaultRule = { match: GET_ROLE, times: 'always', effect: { kind } };
      const { summary, error } = await runWatch(running(mistaken, [fault]));
      expect(error).toBeUndefined();
      expect(summary).toMatchObject({ published: 0 });
    },
  );

  it('is read with the permission of the read role, and with no other', async () => {
    expectDenied({ action: 'iam:GetRole', because: 'the stack grants it for another name' });
    const otherName = memberAccount(PROD, 'prod', {}, { PruneRoleName: 'another-name' });
    const { summary, error } = await runWatch(running(withPruneRole(otherName)));
    expect(error).toBeUndefined();
    expect(summary).toMatchObject({ status: 'complete', published: 0 });
  });

  it('does not request a session twice when the read role is missing', async () => {
    expectDenied({ action: 'sts:AssumeRole', because: 'there is no read role' });
    const { sandbox, error } = await runWatch(running({ ...clean, stacks: [] }));
    expect(error?.name).toBe('RunIncomplete');
    expect(sandbox.calls.count({ operation: 'AssumeRole' })).toBe(2);
    expect(sandbox.calls.count(GET_ROLE)).toBe(0);
  });
});
