import { describe, expect, it } from 'vitest';

import type { RegionWorld } from '../../sandbox/world.ts';
import { existingVersions, pruningWith, storedPlan } from './harness.ts';
import { arnOf, daysAgo, shop } from './rows.ts';
import { devAccount, DEV } from './run-prune.ts';

const mapping = (functionName: string, qualifier: string, at = 0) => ({
  functionName,
  qualifier,
  eventSourceArn: `arn:aws:sqs:eu-west-1:${DEV}:queue-${at}`,
});

/** Uses of versions that are easily overlooked; `pay:1` must still exist afterwards in each world. */
const WORLDS: readonly (readonly [string, RegionWorld])[] = [
  [
    'the only alias of a function was deleted two days ago',
    shop(
      {},
      {
        aliasEvents: [
          {
            time: daysAgo(50),
            event: 'CreateAlias',
            functionName: 'pay',
            alias: 'live',
            version: '1',
          },
          { time: daysAgo(2), event: 'DeleteAlias', functionName: 'pay', alias: 'live' },
        ],
      },
    ),
  ],
  [
    'the only alias was deleted two days ago, and where it was is not on record',
    shop(
      {},
      {
        aliasEvents: [
          { time: daysAgo(2), event: 'DeleteAlias', functionName: 'pay', alias: 'live' },
        ],
      },
    ),
  ],
  [
    'its mapping is on the second page',
    shop(
      {},
      {
        eventSourceMappings: [
          ...Array.from({ length: 150 }, (_, at) => mapping('ship', '5', at)),
          mapping('pay', '1', 999),
        ],
      },
    ),
  ],
  [
    'its alias is on the second page',
    shop({
      aliases: [
        ...Array.from({ length: 60 }, (_, at) => ({
          name: `a${String(at).padStart(3, '0')}`,
          version: '6',
        })),
        { name: 'zz', version: '6', weights: { '1': 0.01 } },
      ],
    }),
  ],
  [
    'its scalable target is on the second page',
    shop(
      {},
      {
        functions: Array.from({ length: 60 }, (_, at) => ({ name: `a${at}`, versions: '1' })),
        scalableTargets: [
          ...Array.from({ length: 60 }, (_, at) => ({ resourceId: `function:a${at}:1` })),
          { resourceId: 'function:pay:1' },
        ],
      },
    ),
  ],
  [
    'an alias sent it a call three days ago',
    shop({ aliases: [{ name: 'live', version: '6' }], invocations: { 'live:1': [daysAgo(3)] } }),
  ],
  [
    'a schedule sends its dead letters elsewhere and calls it by a partial ARN in its input',
    shop(
      {},
      {
        schedules: [
          {
            name: 'a',
            targetArn: 'arn:aws:scheduler:::aws-sdk:lambda:invoke',
            input: JSON.stringify({ FunctionName: `${DEV}:function:pay:1` }),
          },
        ],
      },
    ),
  ],
  [
    'a machine names it inside an intrinsic function',
    shop(
      {},
      {
        stateMachines: [
          {
            name: 'm',
            definition: {
              StartAt: 'A',
              States: {
                A: {
                  Type: 'Task',
                  Resource: 'arn:aws:states:::lambda:invoke',
                  Parameters: { 'FunctionName.$': "States.Format('pay:{}', $.version)" },
                  End: true,
                },
              },
            },
          },
        ],
      },
    ),
  ],
  [
    'a deployment names its function by ARN',
    shop(
      { aliases: [{ name: 'live', version: '6' }] },
      {
        deployApplications: [
          {
            name: 'x',
            deployments: [
              {
                id: 'd-1',
                status: 'Ready',
                lambda: {
                  functionName: arnOf('pay'),
                  alias: 'live',
                  currentVersion: '1',
                  targetVersion: '6',
                },
              },
            ],
          },
        ],
      },
    ),
  ],
  [
    'a YAML template names it through Fn::Sub',
    shop(
      {},
      {
        stacks: [
          {
            name: 'y',
            template: [
              'Resources:',
              '  One:',
              '    Type: Custom::One',
              '    Properties:',
              "      ServiceToken: !Sub 'arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:pay:1'",
            ].join('\n'),
            resources: [{ logicalId: 'One', type: 'Custom::One' }],
          },
        ],
      },
    ),
  ],
  [
    'a stack failed to roll back',
    shop(
      {},
      {
        stacks: [
          {
            name: 'y',
            status: 'UPDATE_ROLLBACK_FAILED',
            resources: [
              {
                logicalId: 'P',
                type: 'AWS::Lambda::Function',
                physicalId: 'pay',
                status: 'UPDATE_FAILED',
              },
            ],
          },
        ],
      },
    ),
  ],
  [
    'listed in odd order with empty pages',
    {
      ...shop({ aliases: [{ name: 'l', version: '1' }] }),
      listing: { order: 'hash', emptyPages: true },
    },
  ],
];

describe('a version with a use that is easily overlooked', () => {
  it.each(WORLDS)('still exists: %s', async (_, region) => {
    const pruning = pruningWith({ accounts: [devAccount(region)] });
    const { planId } = await storedPlan(pruning);
    await pruning.pruneAll(planId, 'dev');
    expect(existingVersions(pruning.sandbox)).toContain('pay:1');
  });
});
