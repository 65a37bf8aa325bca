import { describe, expect, it } from 'vitest';

import type { Check } from '../../../src/prune/model/evidence.ts';
import { CHECKS, sourceOf } from '../../../src/prune/evidence/callers.ts';
import type { PrunePlan } from '../../../src/prune/model/prune-plan.ts';
import type { FaultEffect } from '../../sandbox/faults.ts';
import type { RegionWorld } from '../../sandbox/world.ts';
import { sized } from '../../size.ts';
import { existingVersions, pruningWith, storedPlan, versionsOf } from './harness.ts';
import { arnOf, shop } from './rows.ts';
import { DEV, devAccount } from './run-prune.ts';

/** Returns a Region in which every read of evidence returns something, but nothing keeps a version. */
function worldOfAllReads(region: string): RegionWorld {
  const definition = { StartAt: 'Wait', States: { Wait: { Type: 'Pass', End: true } } };
  return {
    ...shop({ isDurable: true, aliases: [{ name: 'live', version: '6' }] }),
    schedules: [
      {
        name: 'nightly',
        targetArn: 'arn:aws:scheduler:::aws-sdk:lambda:invoke',
        input: JSON.stringify({ FunctionName: arnOf('other', region), Qualifier: '1' }),
      },
    ],
    stateMachines: [
      {
        name: 'order',
        definition,
        versions: { '1': definition },
        executions: [{ name: 'one', definition }],
      },
    ],
    eventRules: [{ name: 'paid', bus: 'shop', targets: [{ arn: arnOf('other:1', region) }] }],
    deployApplications: [
      {
        name: 'shop',
        deployments: [
          {
            id: 'd-ABCDEF123',
            lambda: {
              functionName: 'other',
              alias: 'live',
              currentVersion: '1',
              targetVersion: '2',
            },
          },
        ],
      },
    ],
    stacks: [
      {
        name: 'migrations',
        template: {
          Resources: {
            One: { Type: 'Custom::One', Properties: { ServiceToken: arnOf('other:1', region) } },
          },
        },
      },
    ],
  };
}

function allReads() {
  return pruningWith({
    regions: ['us-east-1'],
    accounts: [devAccount({}, { regions: { 'us-east-1': worldOfAllReads('us-east-1') } })],
  });
}

/** The versions that the plan deletes when no read fails. */
const WOULD_GO = ['pay:1', 'pay:2', 'pay:3', 'ship:1', 'ship:2'];

/** Checks that concern only some of the versions. */
const CONCERNED: Partial<Record<Check, readonly string[]>> = {
  'durable-executions': ['pay:1', 'pay:2', 'pay:3'],
};

/** The checks that need each IAM action. */
const CHECKS_BY_ACTION = new Map<string, Check[]>();
for (const check of CHECKS) {
  for (const action of Object.keys(sourceOf(check).grants)) {
    const checks = CHECKS_BY_ACTION.get(action) ?? [];
    CHECKS_BY_ACTION.set(action, [...checks, check]);
  }
}

const READS = [...CHECKS_BY_ACTION.keys()];

/** Signing names of services whose name in IAM actions differs. */
const SIGNING_NAMES: Readonly<Record<string, string>> = {
  cloudwatch: 'monitoring',
};

function matchOf(action: string) {
  const [service = '', operation = ''] = action.split(':');
  return { service: SIGNING_NAMES[service] ?? service, operation, account: DEV };
}

async function planDespite(action: string, effect: FaultEffect) {
  const pruning = allReads();
  pruning.sandbox.faults.add({ match: matchOf(action), times: 'always', effect });
  const { plan, planId } = await storedPlan(pruning);
  const struck = pruning.sandbox.calls.list().filter(({ fault }) => fault !== undefined);
  return { pruning, plan, planId, struck };
}

/** Returns the failed checks for which the plan keeps each version (`not-checked`). */
function notChecked(plan: PrunePlan): ReadonlyMap<string, readonly string[]> {
  return new Map(
    plan.functions.flatMap(({ name, versions }) =>
      versions.flatMap((one): [string, string[]][] => {
        if (one.verdict !== 'keep') return [];
        const why = one.reasons.flatMap((reason) =>
          reason.code === 'not-checked' ? [`${reason.check}: ${reason.why}`] : [],
        );
        return why.length === 0 ? [] : [[`${name}:${one.version}`, why]];
      }),
    ),
  );
}

const NOT_LISTING = READS.filter((action) => action !== 'lambda:ListFunctions');

describe('a failed read', () => {
  it('none: all candidates of this world are deleted', async () => {
    const pruning = allReads();
    const { plan } = await storedPlan(pruning);
    expect([...versionsOf(plan, 'delete')]).toEqual(WOULD_GO);
    expect(plan.failedChecks).toEqual([]);
    const used = new Set(pruning.sandbox.calls.actionsUsed({ account: DEV }));
    expect(READS.filter((action) => !used.has(action))).toEqual([]);
  });

  it.each(NOT_LISTING.filter((_, at) => at % sized(2, 1) === 0))(
    '%s denied: the plan keeps every version that it would have cleared, and says so',
    async (action) => {
      const { plan, struck } = await planDespite(action, { kind: 'access denied' });
      expect(struck.length).toBeGreaterThan(0);
      const checks = CHECKS_BY_ACTION.get(action) ?? [];
      const concerned = checks.flatMap((check) => CONCERNED[check] ?? WOULD_GO);
      const found = notChecked(plan);
      for (const key of concerned) {
        const expected = checks
          .filter((check) => (CONCERNED[check] ?? WOULD_GO).includes(key))
          .map((check) => `${check}: denied`);
        expect(found.get(key)).toEqual(expect.arrayContaining(expected.slice(0, 1)));
      }
      const goes = WOULD_GO.filter((key) => !concerned.includes(key));
      expect([...versionsOf(plan, 'delete')]).toEqual(goes);
      expect(plan.failedChecks.length).toBeGreaterThan(0);
    },
  );

  it.each(NOT_LISTING.filter((_, at) => at % sized(6, 1) === 0))(
    '%s denied: the versions that it would have cleared still exist after applying the plan',
    async (action) => {
      const { pruning, planId } = await planDespite(action, { kind: 'access denied' });
      await pruning.pruneAll(planId, 'dev');
      const checks = CHECKS_BY_ACTION.get(action) ?? [];
      const concerned = checks.flatMap((check) => CONCERNED[check] ?? WOULD_GO);
      expect([...existingVersions(pruning.sandbox, 'us-east-1')]).toEqual(
        expect.arrayContaining(concerned),
      );
    },
  );

  it('lambda:ListFunctions denied: nothing is planned in the Region, which the plan names', async () => {
    const { plan } = await planDespite('lambda:ListFunctions', { kind: 'access denied' });
    expect(plan.functions).toEqual([]);
    expect(plan.unlisted).toMatchObject([
      { region: 'us-east-1', failure: { reason: 'denied', operation: 'lambda:ListFunctions' } },
    ]);
  });

  it.each([
    ['without candidates', { versions: '1-3' }],
    ['with $LATEST alone', {}],
    ['of a container image', { packageType: 'Image', codeSize: 0 }],
  ] as const)(
    'ListFunctionEventInvokeConfigs denied of a function %s: nothing goes in its Region',
    async (_, content) => {
      const functions = [{ name: 'send', ...content }];
      const pruning = pruningWith({
        regions: ['eu-west-1', 'eu-central-1'],
        accounts: [
          devAccount(shop({}, { functions }), {
            regions: { 'eu-west-1': shop({}, { functions }), 'eu-central-1': shop() },
          }),
        ],
      });
      const operation = 'ListFunctionEventInvokeConfigs';
      pruning.sandbox.faults.add({
        match: { operation, resource: '*:function:send*' },
        times: 'always',
        effect: { kind: 'access denied' },
      });
      const { plan, planId } = await storedPlan(pruning);
      const goes = plan.functions.flatMap(({ region, versions }) =>
        versions.flatMap(({ verdict }) => (verdict === 'delete' ? [region] : [])),
      );
      expect(new Set(goes)).toEqual(new Set(['eu-central-1']));
      expect(goes).toHaveLength(WOULD_GO.length);
      expect(plan.failedChecks).toMatchObject(
        expect.arrayContaining([
          expect.objectContaining({ check: 'async-destinations' }),
        ]) as unknown[],
      );
      const kept = existingVersions(pruning.sandbox);
      await pruning.pruneAll(planId, 'dev');
      expect(existingVersions(pruning.sandbox)).toEqual(kept);
    },
  );

  it.each([
    ['without a qualifier', '*:function:pay', 'function-policy', ['pay:1', 'pay:2', 'pay:3']],
    ['of a version', '*:function:pay:1', 'resource-policy', ['pay:1']],
  ] as const)('the policy %s denied: exactly what it would have cleared stays', async (...row) => {
    const [, resource, check, concerned] = row;
    const pruning = allReads();
    pruning.sandbox.faults.add({
      match: { operation: 'GetPolicy', resource },
      times: 'always',
      effect: { kind: 'access denied' },
    });
    const { plan } = await storedPlan(pruning);
    const found = [...notChecked(plan)].filter(([key]) => WOULD_GO.includes(key));
    expect(found).toEqual(concerned.map((key) => [key, [`${check}: denied`]]));
    expect([...versionsOf(plan, 'delete')]).toEqual(
      WOULD_GO.filter((key) => !concerned.some((one) => one === key)),
    );
  });

  const LASTING: readonly (readonly [string, FaultEffect, string])[] = [
    ['answers 500', { kind: 'server error' }, 'unavailable'],
    ['is throttled', { kind: 'throttle' }, 'throttled'],
    ['answers garbage', { kind: 'garbage' }, 'malformed'],
  ];
  const SOME: readonly (readonly [string, Check])[] = [
    ['lambda:GetPolicy', 'function-policy'],
    ['lambda:ListAliases', 'aliases'],
    ['lambda:ListEventSourceMappings', 'event-source-mappings'],
    ['cloudwatch:GetMetricData', 'invocations'],
    ['cloudformation:GetTemplate', 'cloud-formation'],
    ['cloudfront:ListDistributions', 'edge-associations'],
    ['scheduler:ListSchedules', 'scheduler'],
    ['events:ListRules', 'event-rules'],
  ];
  it.each(
    LASTING.flatMap(([how, effect, why], at) =>
      SOME.filter((_, read) => (read + at) % sized(LASTING.length, 1) === 0).map(
        ([action, check]) => ({ action, check, how, effect, why }),
      ),
    ),
  )('$action $how always: nothing is deleted', async ({ action, check, effect, why }) => {
    const { plan, struck } = await planDespite(action, effect);
    expect(struck.length).toBeGreaterThan(0);
    expect(versionsOf(plan, 'delete').size).toBe(0);
    const found = notChecked(plan);
    for (const key of WOULD_GO) expect(found.get(key)).toContain(`${check}: ${why}`);
  });
});
