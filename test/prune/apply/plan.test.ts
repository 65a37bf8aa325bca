import { evidenceCollector } from '../../../src/prune/evidence/collect/collector.ts';
import { TrafficMeter } from '../../../src/aws/clients.ts';
import { region } from '../../../src/model/aws-ids.ts';
import { describe, expect, it } from 'vitest';

import type { PlanResponse } from '../../../src/functions/plan/plan-answer.ts';
import { planHandler } from '../../../src/functions/plan/plan-handler.ts';
import { sha256 } from '../../../src/functions/prune/prune-digest.ts';
import type { ReadFailure } from '../../../src/model/failure.ts';
import type { Evidence } from '../../../src/prune/model/evidence.ts';
import type { CollectEvidence } from '../../../src/prune/ports.ts';
import { instant } from '../../../src/model/time.ts';
import { evidenceOf, readingsAt } from '../plan/build.ts';
import {
  asClock,
  BUCKET,
  DEV,
  devAccount,
  httpOf,
  last,
  prune,
  setUp,
  TOOLING,
  versionsOf,
} from './run-prune.ts';
import type { Setting } from './run-prune.ts';
import { inventoryOf } from './world-plan.ts';
import { count } from '../../../src/model/units.ts';
import { expectDenied } from '../../sandbox/expected.ts';

let runs = 100;
const HALF_READ = { regions: count(2), read: count(1), left: [] };

/** Invokes the plan function once, with `collect` in place of its reads. */
function plan({ sandbox, configuration }: Setting, event: unknown, collect: CollectEvidence) {
  runs += 1;
  const handler = planHandler(configuration, {
    clock: asClock(sandbox),
    http: httpOf(sandbox),
    chance: () => 0.5,
    hash: sha256,
    credentials: async () =>
      sandbox.credentialsOf({ account: TOOLING, role: 'limits-watchdog-plan-function' }),
    collector: () => collect,
    codeStorage: () => async () => [],
  });
  return handler(event, {
    awsRequestId: `${String(runs).padStart(8, '0')}-0000-4000-8000-000000000000`,
    getRemainingTimeInMillis: () => 90_000,
  });
}

function collecting({ sandbox }: Setting): CollectEvidence {
  return async ({ account, regions }) => {
    const { id, name, stage } = account;
    const inventory = inventoryOf(sandbox, { id, name, stage }, regions);
    const readings = readingsAt(inventory, instant(sandbox.clock.now()));
    return { kind: 'collected', inventory, evidence: evidenceOf(inventory), readings };
  };
}

function failureOf(errorName: string): ReadFailure {
  const said = { operation: 'test:Read', errorName, message: 'it failed', attempts: 1 };
  return { reason: 'unexpected', ...said };
}

function planned(answer: PlanResponse) {
  if (answer.state !== 'planned') throw new Error(JSON.stringify(answer));
  return answer;
}

function dev(prune: Readonly<Record<string, boolean>> = {}): Setting {
  const functions = [{ name: 'orders', versions: '1-12' }];
  return setUp({
    accounts: [devAccount({ 'eu-west-1': { functions } })],
    settings: { accounts: [{ id: DEV, name: 'dev', stage: 'nonprod', prune }] },
  });
}

describe('the plan function', () => {
  it('answers what would be deleted, where the whole plan is and what to do next', async () => {
    const setting = dev();
    const answer = planned(await plan(setting, { account: 'dev' }, collecting(setting)));
    expect(answer).toMatchObject({
      account: { name: 'dev', stage: 'nonprod' },
      madeAt: '2026-11-22T06:00:00Z',
      beginBefore: '2026-11-22T07:00:00Z',
      totals: { listed: { versions: 12 }, delete: { versions: 9 } },
      toApply: { planId: answer.planId, confirm: 'dev' },
    });
    expect(answer.planAt).toBe(
      `s3://${BUCKET}/limits-watchdog/prune/plans/${answer.planId}/plan.txt`,
    );
    expect(answer.text.at(-1)).toContain('known only afterwards');
    expect(last(await prune(setting, answer.planId)).counts).toMatchObject({ deleted: 9 });
    expect(versionsOf(setting, 'orders')).toEqual([10, 11, 12]);
  });

  it('names the failed reads, the most frequent first, up to a limit', async () => {
    const setting = dev();
    const read = collecting(setting);
    const failing: CollectEvidence = async (...asked) => {
      const collected = await read(...asked);
      if (collected.kind !== 'collected') return collected;
      const evidence = collected.evidence.map((one) => ({ ...one, outcome: failed(one) }));
      return { ...collected, evidence };
    };
    let kinds = 0;
    const failed = ({ check }: Evidence): Evidence['outcome'] => {
      const errorName = check === 'resource-policy' ? 'Often' : `Rare${(kinds += 1)}`;
      return { kind: 'failed', failure: failureOf(errorName) };
    };
    const answer = planned(await plan(setting, { account: 'dev' }, failing));
    expect(answer.totals.delete.versions).toBe(0);
    expect(answer.failedReads).toHaveLength(20);
    expect(answer.failedReads[0]).toMatchObject({ check: 'resource-policy', errorName: 'Often' });
    expect(answer.couldNotCheck).toHaveLength(21);
    expect(answer.couldNotCheck[0]).toMatch(
      /^Could not check the resource policy: unexpected error \(test:Read: Often\), \d+ times$/,
    );
    expect(answer.couldNotCheck.at(-1)).toMatch(
      /^and \d+ more kinds of failed reads; see the plan$/,
    );
  });

  it('keeps the requested number of versions, also when the plan is applied', async () => {
    const setting = dev({ keepFewer: true });
    const event = { account: 'dev', keep: 1, regions: ['eu-west-1'] };
    const answer = planned(await plan(setting, event, collecting(setting)));
    // The cap keeps the second.
    expect(last(await prune(setting, answer.planId)).counts).toMatchObject({ deleted: 10 });
    expect(versionsOf(setting, 'orders')).toEqual([11, 12]);
  });

  it('continues where it stopped, and counts ages from when it began', async () => {
    const setting = dev();
    const whole = collecting(setting);
    const states: (string | undefined)[] = [];
    const inTwo: CollectEvidence = async (request, state, until) => {
      states.push(state);
      await setting.sandbox.clock.sleep(40_000);
      if (state !== undefined) return whole(request, state, until);
      return { kind: 'unfinished', state: 'half', progress: HALF_READ };
    };
    const first = await plan(setting, { account: 'dev', keep: 4 }, inTwo);
    if (first.state !== 'unfinished') throw new Error(JSON.stringify(first));
    expect(first.progress).toBe('1 of 2 Regions read');
    const second = planned(await plan(setting, { continue: first.continueWith }, inTwo));
    expect(states).toEqual([undefined, 'half']);
    expect(second).toMatchObject({
      madeAt: '2026-11-22T06:00:00Z',
      totals: { delete: { versions: 8 } },
    });
    await expect(
      plan(setting, { continue: '99999999-0000-4000-8000-000000000000' }, inTwo),
    ).rejects.toThrow('continue: there is no');
  });

  it.each([{ kind: 'switched-off', by: 'x' }, { kind: 'not-needed' }])(
    'does not continue a stored progress that says %j of a check',
    async (outcome) => {
      const setting = dev();
      const { sandbox } = setting;
      const real = evidenceCollector(
        {
          clock: asClock(sandbox),
          http: httpOf(sandbox),
          chance: () => 0.5,
          traffic: new TrafficMeter(),
        },
        {
          toolingRegion: region('eu-west-1'),
          role: setting.configuration.role,
          sessionName: 'plan',
          storageModes: false,
          aliasRecord: async () => ({ kind: 'read', value: undefined }),
        },
      );
      const forged = forgedPlanning(sandbox.clock.now(), outcome);
      const inTwo: CollectEvidence = async (request, state, until) =>
        state === undefined
          ? { kind: 'unfinished', state: forged, progress: HALF_READ }
          : real(request, state, until);
      const first = await plan(setting, { account: 'dev' }, inTwo);
      if (first.state !== 'unfinished') throw new Error(JSON.stringify(first));
      const calls = sandbox.calls.count({ service: 'sts' });
      await expect(plan(setting, { continue: first.continueWith }, inTwo)).rejects.toThrow(
        'begin the plan anew',
      );
      expect(sandbox.calls.count({ service: 'sts' })).toBe(calls);
    },
  );

  it('reads nothing of an account that can never be pruned', async () => {
    const setting = setUp({
      accounts: [devAccount({})],
      configured: [{ id: '222222222222', name: 'eu-prod', stage: 'prod' }],
    });
    const answer = await plan(setting, { account: 'eu-prod' }, async () => {
      throw new Error('it was read');
    });
    expect(answer).toMatchObject({
      state: 'refused',
      refusals: [{ code: 'stage-not-nonprod' }, { code: 'name-says-production' }],
    });
    expect(setting.sandbox.calls.count()).toBe(0);
  });

  it('has a role that cannot assume the one that deletes', async () => {
    expectDenied({ action: 'sts:AssumeRole', because: 'the prune role is not for planning' });
    const { sandbox } = dev();
    const { STSClient, AssumeRoleCommand } = await import('@aws-sdk/client-sts');
    const sts = new STSClient({
      region: 'eu-west-1',
      requestHandler: sandbox.requestHandler(),
      credentials: sandbox.credentialsOf({
        account: TOOLING,
        role: 'limits-watchdog-plan-function',
      }),
    });
    const RoleArn = 'arn:aws:iam::222222222222:role/limits-watchdog-prune';
    const request = { RoleArn, RoleSessionName: 'plan', ExternalId: 'test-external-id' };
    await expect(sts.send(new AssumeRoleCommand(request))).rejects.toThrow('not authorized');
  });
});

/** Returns a stored planning state in which the pipes of the Region have this outcome. */
function forgedPlanning(startedAt: number, outcome: object): string {
  const progress = {
    region: 'eu-west-1',
    listing: { kind: 'done' },
    functions: [],
    walks: {},
    destinations: [],
    evidence: [{ check: 'pipes', outcome, wide: ['region'], functions: [], versions: {} }],
    isComplete: false,
  };
  return JSON.stringify({
    kind: 'limits-watchdog/planning',
    format: 1,
    account: '222222222222',
    startedAt,
    regions: [progress],
  });
}
