import { describe, expect, it } from 'vitest';

import {
  readRuleTarget,
  readStateMachine,
  readText,
} from '../../../../src/prune/evidence/references/read-callers.ts';
import { readTemplate } from '../../../../src/prune/evidence/references/read-template.ts';
import type { ReferenceFinding } from '../../../../src/prune/evidence/references/reference-forms.ts';
import {
  arn,
  facts,
  HOME,
  keptOf,
  kindsOf,
  template,
  token,
  parameters,
} from './reference-examples.ts';

const ALL = [1, 2, 3, 4, 5, 6, 7, 8, 9];
const OWN = 'stack-Own-1X';
const sub = (text: string): object => ({ 'Fn::Sub': text });
const machine = (definition: object) => readStateMachine(JSON.stringify(definition), HOME);
const task = (Arguments: unknown) =>
  machine({
    States: { A: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Arguments } },
  });

describe('a plain place keeps exactly what it names', () => {
  it.each<readonly [string, readonly ReferenceFinding[], readonly number[]]>([
    ['a literal ARN', token(arn('pay:2')), [2]],
    ['a literal name and number', template({ E: { Properties: { FunctionName: 'pay:2' } } }), [2]],
    ['name and Qualifier', task({ FunctionName: 'pay', Qualifier: '2' }), [2]],
    ['an ARN without a version', token(arn('pay')), []],
    ['an alias', token(arn('pay:live')), []],
    ['$LATEST', token(arn('pay:$LATEST')), []],
    ['a function of another account', token(arn('pay:2', 'eu-west-1', '333333333333')), []],
    ['a queue of this name', token('arn:aws:sqs:eu-west-1:222222222222:pay'), []],
  ])('%s', (_name, findings, versions) => {
    expect(keptOf(findings, 'pay')).toEqual(versions);
    expect(kindsOf(findings).filter((kind) => kind !== 'version')).toEqual([]);
  });

  it.each<readonly [string, unknown, readonly number[]]>([
    ['Ref of a function', { Ref: 'Own' }, []],
    ['GetAtt of a function', { 'Fn::GetAtt': ['Own', 'Arn'] }, []],
    ['GetAtt in its short form', { 'Fn::GetAtt': 'Own.Arn' }, []],
    ['Ref of a version', { Ref: 'OwnVersion' }, [7]],
    ['Ref of an alias', { Ref: 'OwnAlias' }, []],
    ['Ref of a topic', { Ref: 'Topic' }, []],
  ])('%s of the stack', (_name, value, versions) => {
    const findings = template({
      Topic: { Type: 'AWS::SNS::Topic' },
      One: { Type: 'Custom::One', Properties: { ServiceToken: value } },
    });
    expect(keptOf(findings, OWN)).toEqual(versions);
    expect(kindsOf(findings).filter((kind) => kind !== 'version')).toEqual([]);
  });
});

describe('a place that is not plain keeps every version of what it may mean', () => {
  it.each<readonly [string, unknown, string]>([
    ['GetAtt and a number', sub('${Own.Arn}:2'), OWN],
    [
      'the number of a version',
      { 'Fn::Join': [':', [{ 'Fn::GetAtt': 'Own.Arn' }, { 'Fn::GetAtt': 'OwnVersion.Version' }]] },
      OWN,
    ],
    [
      'a name that begins with what is known',
      sub('arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:pay-${Unknown}'),
      'pay-x',
    ],
    ['a name that ends with it', sub('${Unknown}-pay:2'), 'x-pay'],
    ['a name with a dynamic reference in it', 'pay-{{resolve:ssm:/x}}', 'pay-x'],
  ])('%s', (_name, value, name) => {
    expect(keptOf(token(value), name)).toEqual(ALL);
    expect(keptOf(token(value), 'other')).toEqual([]);
  });

  it('and of the functions of its own stack, where a part is unknown', () => {
    expect(keptOf(token(sub('${Unknown}-pay')), OWN)).toEqual(ALL);
    expect(keptOf(token({ 'Fn::GetAtt': ['Finder', 'Arn'] }), OWN)).toEqual(ALL);
  });

  it('but nothing where it is wholly known and names no version', () => {
    const uri =
      'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Own.Arn}/invocations';
    expect(template({ M: { Properties: { Uri: sub(uri) } } })).toEqual([]);
    expect(token(sub('arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:pay'))).toEqual([]);
  });
});

describe('a pattern without a letter of its own names no function', () => {
  it.each<readonly [string, readonly ReferenceFinding[], string]>([
    [
      'a name from the input',
      task({ FunctionName: '{% $states.input.fn %}' }),
      'States.A.Arguments.FunctionName',
    ],
    ['arguments from the input', task('{% $states.input %}'), 'States.A.Arguments'],
    [
      'an ARN whose name is the input',
      task({ FunctionName: `{% '${arn('')}' & $states.input.fn %}` }),
      'States.A.Arguments.FunctionName',
    ],
    [
      'an attribute of a custom resource',
      token({ 'Fn::GetAtt': ['Finder', 'Arn'] }, {}, facts({ resources: new Map() })),
      'Resources.One.Properties.ServiceToken',
    ],
    [
      'an attribute of a type of one\u2019s own',
      template(
        {
          F: { Type: 'My::Own::Type' },
          C: { Properties: { FunctionArn: { 'Fn::GetAtt': 'F.Arn' } } },
        },
        {},
        facts({ resources: new Map() }),
      ),
      'Resources.C.Properties.FunctionArn',
    ],
  ])('%s', (_name, findings, place) => {
    expect(findings).toEqual([{ kind: 'could-not-tell', place }]);
  });

  it('but with a number it is that version of any function', () => {
    const findings = task({ FunctionName: '{% $states.input.fn %}', Qualifier: '2' });
    expect(keptOf(findings, 'whatever')).toEqual([2]);
  });
});

describe('what is not understood is said, and clears nothing', () => {
  it.each<readonly [string, readonly ReferenceFinding[]]>([
    ['a definition that is no JSON', readStateMachine('{', HOME)],
    ['a template that is neither JSON nor YAML', readTemplate('a: [', facts())],
    ['a template that is no map', readTemplate('- a', facts())],
    ['a dynamic reference as the token', token('{{resolve:ssm:/token}}')],
    [
      'a NoEcho parameter as the token',
      token({ Ref: 'P' }, {}, facts({ parameters: parameters([['P', undefined]]) })),
    ],
    [
      'a dynamic reference of a macro',
      template({
        M: {
          Type: 'AWS::CloudFormation::Macro',
          Properties: { FunctionName: '{{resolve:ssm:/token}}' },
        },
      }),
    ],
    [
      'a part that is included',
      template({
        One: { Type: 'Custom::One', Properties: { 'Fn::Transform': { Name: 'AWS::Include' } } },
      }),
    ],
    ['an included list of resources', template({ 'Fn::Transform': { Name: 'AWS::Include' } })],
    ['an expression that does not parse', task({ FunctionName: "{% 'pay' & %}" })],
    [
      'a function that is not known, of a text with letters',
      task({ FunctionName: "{% $replace('pay_2', '_', ':') %}" }),
    ],
    [
      'items that are put together in an unknown number',
      task({ FunctionName: "{% $join($filter(['pay', '2'], function($x) { $x != '' }), ':') %}" }),
    ],
    [
      'an intrinsic function that is not known',
      machine({
        FunctionName: 'x',
        States: { A: { Parameters: { 'FunctionName.$': "States.Base64Decode('cGF5OjI=')" } } },
      }),
    ],
    [
      'arguments in an expression that is not understood',
      task("{% $sift({'FunctionName': 'pay'}, function($v) <s:s> { $v }) %}"),
    ],
  ])('%s', (_name, findings) => {
    expect(kindsOf(findings)).toContain('could-not-check');
    expect(keptOf(findings, 'pay')).toEqual(ALL);
  });
});

describe('values come from', () => {
  const shownAs = (value: object) => facts({ parameters: new Map([['P', value]]) });
  const declared = (Type: string, Default?: string) => ({
    Parameters: { P: { Type, ...(Default !== undefined && { Default }) } },
  });
  it.each<readonly [string, readonly ReferenceFinding[]]>([
    [
      'a default that AWS does not show',
      token({ Ref: 'P' }, declared('String', arn('pay:2')), facts({ parameters: new Map() })),
    ],
    [
      'what a parameter of Systems Manager held',
      token(
        { Ref: 'P' },
        declared('AWS::SSM::Parameter::Value<String>', '/x'),
        shownAs({ value: '/x', resolved: arn('pay:2') }),
      ),
    ],
    [
      'a parameter of Systems Manager that is not shown',
      token(
        { Ref: 'P' },
        declared('AWS::SSM::Parameter::Value<String>', '/x'),
        shownAs({ value: '/x' }),
      ),
    ],
    [
      'user data',
      template({
        I: { Properties: { UserData: { 'Fn::Base64': sub(`aws lambda invoke ${arn('pay:2')}`) } } },
      }),
    ],
    [
      'items of a list that is the input',
      machine({
        States: {
          Set: { Result: ['pay', '2'] },
          A: { Parameters: { 'FunctionName.$': "States.Format('{}:{}', $[0], $[1])" } },
        },
      }),
    ],
    [
      'items of a map',
      machine({
        States: {
          M: { Items: ['pay'] },
          A: {
            Arguments: {
              FunctionName: "{% $states.context.Map.Item.Value & ':' & $states.input.v %}",
            },
          },
        },
      }),
    ],
    [
      'the whole input',
      machine({
        States: {
          Set: { Output: 'pay' },
          A: { Arguments: { FunctionName: "{% $states.input & ':' & '2' %}" } },
        },
      }),
    ],
    [
      'a map that the input may add a version to',
      task("{% $merge([{'FunctionName': 'pay'}, $states.input]) %}"),
    ],
    ['the text of a condition', machine({ Condition: "{% $states.input.fn = 'pay:2' %}" })],
    [
      'a context attribute',
      readText('{"FunctionName":"pay","Qualifier":"<aws.scheduler.attempt-number>"}', HOME),
    ],
  ])('%s', (_name, findings) => {
    expect(keptOf(findings, 'pay')).toContain(2);
  });
});

describe('a text mentions a version', () => {
  it.each<readonly [string, string, readonly string[]]>([
    ['several in one text', `${arn('a:1')},${arn('b:2')} c:3`, ['a:1', 'b:2', 'c:3']],
    ['in a path', `/2015-03-31/functions/${arn('orders:4')}/invocations`, ['orders:4']],
    ['escaped', 'functions/orders%3A5/invocations', ['orders:5']],
    ['in another Region', arn('orders:6', 'us-east-1'), ['orders:6']],
    ['a substituted name', 'arn:aws:lambda:eu-west-1:222222222222:function:${Name}:7', ['*:7']],
    ['a substituted number', 'arn:aws:lambda:eu-west-1:222222222222:function:a:${V}', ['a:*']],
  ])('%s', (_name, text, mentions) => {
    const shown = readText(text, HOME).map((one) =>
      one.kind === 'version'
        ? `${one.functionName}:${one.version}`
        : `${'functionName' in one && one.functionName}:*`,
    );
    expect(shown).toEqual(mentions);
  });

  it.each([
    '10:30:00',
    'arn:aws:sns:eu-west-1:222222222222:topic',
    'https://host:8080/x',
    'live:x',
    '',
  ])('but not %s', (text) => {
    expect(keptOf(readText(text, HOME), 'topic')).toEqual([]);
  });
});

it('a permission to call is no call, unless it names a version', () => {
  const policy = (Resource: unknown) =>
    template({
      P: {
        Type: 'AWS::IAM::Policy',
        Properties: { PolicyDocument: { Statement: { Effect: 'Allow', Action: '*', Resource } } },
      },
    });
  expect(policy(sub('${Own.Arn}:*'))).toEqual([]);
  expect(policy(sub('arn:aws:lambda:${R}:${A}:function:pay-*'))).toEqual([]);
  expect(keptOf(policy(arn('pay:2')), 'pay')).toEqual([2]);
});

it('an input template keeps what it is filled with open', () => {
  const findings = readRuleTarget(
    {
      Arn: 'arn:aws:sqs:x:1:q',
      InputTransformer: { InputTemplate: '{"FunctionName": <fn>, "Qualifier": "2"}' },
    },
    HOME,
  );
  expect(keptOf(findings, 'any')).toEqual([2]);
});
