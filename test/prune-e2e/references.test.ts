import { describe, expect, it } from 'vitest';

import type { RegionWorld } from '../sandbox/world.ts';
import { existing, pruningWith, storedPlan, versionsOf } from './harness.ts';
import { arnOf, shop } from './rows.ts';
import { DEV, devAccount } from './run-prune.ts';

const INVOKE = 'arn:aws:states:::lambda:invoke';
const machine = (
  language: 'JSONata' | 'JSONPath',
  args: unknown,
  before: object = {},
): RegionWorld => ({
  stateMachines: [
    {
      name: 'order',
      definition: {
        QueryLanguage: language,
        StartAt: Object.keys(before)[0] ?? 'Pay',
        States: {
          ...before,
          Pay: {
            Type: 'Task',
            Resource: INVOKE,
            [language === 'JSONata' ? 'Arguments' : 'Parameters']: args,
            End: true,
          },
        },
      },
    },
  ],
});
const jsonata = (args: unknown, before?: object) => machine('JSONata', args, before);
const path = (args: unknown, before?: object) => machine('JSONPath', args, before);

type Stack = NonNullable<RegionWorld['stacks']>[number];
const stack = (Resources: object, more: Partial<Stack> = {}, sections: object = {}) => ({
  stacks: [{ name: 'shop', template: { ...sections, Resources }, ...more }],
});
const custom = (ServiceToken: unknown, more?: Partial<Stack>, sections?: object) =>
  stack({ One: { Type: 'Custom::One', Properties: { ServiceToken } } }, more, sections);
const PAY = { logicalId: 'Pay', type: 'AWS::Lambda::Function', physicalId: 'pay' };
const ONE = { logicalId: 'One', type: 'Custom::One' };

const MACHINES: readonly (readonly [string, RegionWorld])[] = [
  [
    'JSONata: an expression that builds Arguments',
    jsonata("{% {'FunctionName': 'pay', 'Qualifier': '1', 'Payload': $states.input} %}"),
  ],
  [
    'JSONata: the same with the ARN',
    jsonata(`{% {'FunctionName': '${arnOf('pay')}', 'Qualifier': '1'} %}`),
  ],
  [
    'JSONata: parts assigned earlier',
    jsonata(
      { FunctionName: "{% $fn & ':' & $version %}" },
      { Set: { Type: 'Pass', Assign: { fn: 'pay', version: '1' }, Next: 'Pay' } },
    ),
  ],
  [
    'JSONata: $join of an ARN',
    jsonata({
      FunctionName: `{% $join(['arn:aws:lambda:eu-west-1:${DEV}:function', 'pay', '1'], ':') %}`,
    }),
  ],
  ["JSONata: 'arn…' & ':1'", jsonata({ FunctionName: `{% '${arnOf('pay')}' & ':1' %}` })],
  ['JSONPath: States.Format', path({ 'FunctionName.$': "States.Format('{}:{}', 'pay', '1')" })],
  ['JSONPath: an ARN with the version', path({ FunctionName: arnOf('pay:1') })],
  ['JSONPath: name and Qualifier', path({ FunctionName: 'pay', Qualifier: '1' })],
  [
    'JSONPath: name and a Qualifier from the input',
    path({ FunctionName: 'pay', 'Qualifier.$': '$.v' }),
  ],
];

const STACKS: readonly (readonly [string, RegionWorld])[] = [
  ['Fn::Sub "${Pay.Arn}:1" of an unknown resource', custom({ 'Fn::Sub': '${Pay.Arn}:1' })],
  [
    'Fn::Sub "${Pay.Arn}:1" of its own function',
    custom({ 'Fn::Sub': '${Pay.Arn}:1' }, { resources: [PAY, ONE] }),
  ],
  [
    'Fn::Join of Fn::GetAtt and the number',
    custom({ 'Fn::Join': [':', [{ 'Fn::GetAtt': ['Pay', 'Arn'] }, '1']] }),
  ],
  [
    'Fn::Join of all parts',
    custom({
      'Fn::Join': [
        ':',
        [
          'arn:aws:lambda',
          { Ref: 'AWS::Region' },
          { Ref: 'AWS::AccountId' },
          'function',
          'pay',
          '1',
        ],
      ],
    }),
  ],
  [
    'the number from a parameter',
    custom(
      { 'Fn::Sub': `${arnOf('pay')}:\${V}` },
      { parameters: { V: '1' } },
      { Parameters: { V: { Type: 'String' } } },
    ),
  ],
  [
    'the number from a parameter that is not shown',
    custom(
      { 'Fn::Sub': `${arnOf('pay')}:\${V}` },
      { parameters: { V: '1' } },
      { Parameters: { V: { Type: 'String', NoEcho: true } } },
    ),
  ],
  ['a dynamic reference', custom({ 'Fn::Sub': '{{resolve:ssm:/shared/token}}' })],
  [
    'a dynamic reference, in YAML',
    {
      stacks: [
        {
          name: 'shop',
          template:
            'Resources:\n  One:\n    Type: Custom::One\n    Properties:\n      ServiceToken: !Sub\n        "{{resolve:ssm:/shared/token}}"\n',
        },
      ],
    },
  ],
  [
    'YAML with short forms',
    {
      stacks: [
        {
          name: 'shop',
          template:
            'Resources:\n  One:\n    Type: Custom::One\n    Properties:\n      ServiceToken: !Join [":", [!Sub "arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function", pay, "1"]]\n',
        },
      ],
    },
  ],
  [
    'a macro',
    stack({
      M: {
        Type: 'AWS::CloudFormation::Macro',
        Properties: { Name: 'M', FunctionName: arnOf('pay:1') },
      },
    }),
  ],
  [
    'a text that is no template',
    { stacks: [{ name: 'shop', template: 'Resources: [', resources: [] }] },
  ],
  [
    'an output of another stack with the ARN',
    {
      stacks: [{ name: 'shared', template: { Resources: {} }, outputs: { Token: arnOf('pay:1') } }],
    },
  ],
];

const CALLERS: readonly (readonly [string, RegionWorld])[] = [
  [
    'an input that names it, of a schedule with another target',
    {
      schedules: [
        {
          name: 'nightly',
          targetArn: `arn:aws:sqs:eu-west-1:${DEV}:jobs`,
          input: JSON.stringify({ call: arnOf('pay:1') }),
        },
      ],
    },
  ],
];

describe('pay:1 is named in pieces, and never deleted', () => {
  it.each([...MACHINES, ...STACKS, ...CALLERS])('%s', async (_form, region) => {
    const pruning = pruningWith({ accounts: [devAccount(shop({}, region))] });
    const { plan, planId } = await storedPlan(pruning);
    await pruning.pruneAll(planId, 'dev');
    expect(versionsOf(plan, 'keep')).toContain('pay:1');
    expect(existing(pruning.sandbox)).toContain('pay:1');
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

describe('a plan says', () => {
  it('which caller gets the name of a function when it runs', async () => {
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
  ])('which %s could not be read', async (_kind, region, operation, resource) => {
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
