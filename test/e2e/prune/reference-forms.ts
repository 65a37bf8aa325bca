import type { RegionWorld } from '../../sandbox/world.ts';
import { arnOf } from './rows.ts';
import { DEV } from './run-prune.ts';

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
export const jsonata = (args: unknown, before?: object) => machine('JSONata', args, before);
export const path = (args: unknown, before?: object) => machine('JSONPath', args, before);

type Stack = NonNullable<RegionWorld['stacks']>[number];
export const stack = (Resources: object, more: Partial<Stack> = {}, sections: object = {}) => ({
  stacks: [{ name: 'shop', template: { ...sections, Resources }, ...more }],
});
export const custom = (ServiceToken: unknown, more?: Partial<Stack>, sections?: object) =>
  stack({ One: { Type: 'Custom::One', Properties: { ServiceToken } } }, more, sections);
export const PAY = { logicalId: 'Pay', type: 'AWS::Lambda::Function', physicalId: 'pay' };
const ONE = { logicalId: 'One', type: 'Custom::One' };

export const MACHINES: readonly (readonly [string, RegionWorld])[] = [
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

export const STACKS: readonly (readonly [string, RegionWorld])[] = [
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
  [
    'a function of the stack on the second page of its resources',
    custom(
      { 'Fn::Sub': '${Pay.Arn}:1' },
      {
        resources: [
          ...Array.from({ length: 130 }, (_, at) => ({
            logicalId: `Q${at}`,
            type: 'AWS::SQS::Queue',
          })),
          PAY,
        ],
      },
    ),
  ],
  [
    "whatever its stack's own resource gives",
    custom({ 'Fn::GetAtt': ['Finder', 'Arn'] }, { resources: [PAY, ONE] }),
  ],
];

export const CALLERS: readonly (readonly [string, RegionWorld])[] = [
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
