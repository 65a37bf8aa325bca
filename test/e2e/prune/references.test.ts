import { describe, expect, it } from 'vitest';

import type { RegionWorld } from '../../sandbox/world.ts';
import { sized } from '../../size.ts';
import { existingVersions, pruningWith, storedPlan, versionsOf } from './harness.ts';
import { CALLERS, custom, jsonata, MACHINES, path, PAY, stack, STACKS } from './reference-forms.ts';
import { shop } from './rows.ts';
import { DEV, devAccount } from './run-prune.ts';

describe('pay:1 is named in parts, and never deleted', () => {
  const forms = [...MACHINES, ...STACKS, ...CALLERS];
  it.each(forms.filter((_, at) => at % sized(2, 1) === 0))('%s', async (_form, region) => {
    const pruning = pruningWith({ accounts: [devAccount(shop({}, region))] });
    const { plan, planId } = await storedPlan(pruning);
    await pruning.pruneAll(planId, 'dev');
    expect(versionsOf(plan, 'keep')).toContain('pay:1');
    expect(existingVersions(pruning.sandbox)).toContain('pay:1');
  });
});

describe('pay:1 is not named', () => {
  it.each<readonly [string, RegionWorld]>([
    ['by a name that it is part of', jsonata({ FunctionName: "{% 'payment' & ':' & '1' %}" })],
    ['by a machine that gets the name as input', path({ 'FunctionName.$': '$.fn' })],
    [
      'by an integration of its stack',
      stack(
        {
          M: {
            Type: 'AWS::ApiGateway::Method',
            Properties: {
              Integration: {
                Uri: {
                  'Fn::Sub':
                    'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Pay.Arn}/invocations',
                },
              },
            },
          },
        },
        { resources: [PAY] },
      ),
    ],
    [
      'by a policy of its stack',
      stack(
        {
          R: {
            Type: 'AWS::IAM::Policy',
            Properties: {
              PolicyDocument: {
                Statement: [
                  { Effect: 'Allow', Action: 'lambda:*', Resource: { 'Fn::Sub': '${Pay.Arn}:*' } },
                ],
              },
            },
          },
        },
        { resources: [PAY] },
      ),
    ],
  ])('%s', async (_form, region) => {
    const { plan } = await storedPlan(pruningWith({ accounts: [devAccount(shop({}, region))] }));
    expect(versionsOf(plan, 'delete')).toContain('pay:1');
  });
});

describe('a plan', () => {
  it('names the caller that receives the name of a function at run time', async () => {
    const region = path({ 'FunctionName.$': '$.fn' });
    const { plan } = await storedPlan(pruningWith({ accounts: [devAccount(shop({}, region))] }));
    expect(plan.couldNotTell).toEqual([
      {
        check: 'step-functions',
        by: `arn:aws:states:eu-west-1:${DEV}:stateMachine:order, States.Pay.Parameters.FunctionName`,
      },
    ]);
  });

  it.each<readonly [string, RegionWorld, string, string]>([
    [
      'machine',
      path({ FunctionName: 'pay' }),
      'DescribeStateMachine',
      `arn:aws:states:eu-west-1:${DEV}:stateMachine:order`,
    ],
    ['stack', custom('x'), 'GetTemplate', 'stack/shop/'],
  ])('names %s when it could not be read', async (_kind, region, operation, resource) => {
    const pruning = pruningWith({ accounts: [devAccount(shop({}, region))] });
    pruning.sandbox.faults.add({
      match: { operation },
      times: 'always',
      effect: { kind: 'error', name: 'AccessDeniedException', status: 400 },
    });
    const { plan } = await storedPlan(pruning);
    expect([...versionsOf(plan, 'delete')]).toEqual([]);
    expect(plan.failedChecks.map(({ failure }) => failure.resource)).toEqual([
      expect.stringContaining(resource),
    ]);
  });
});
