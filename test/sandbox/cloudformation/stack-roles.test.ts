import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { evaluatePolicy } from '../iam/evaluate.ts';
import { grantsOfRole, grantsOfTemplate } from '../iam/granted.ts';
import { StackRefused } from './scope.ts';
import { rolesOfStack } from './stack-roles.ts';

const place = {
  stackName: 'demo',
  partition: 'aws-us-gov',
  accountId: '222222222222',
  region: 'us-gov-west-1',
};
const template = (body: string, more = ''): string => `
AWSTemplateFormatVersion: '2010-09-09'
Parameters:
  Stage: { Type: String, Default: dev, AllowedValues: [dev, prod] }
  Prefix: { Type: String, Default: '', AllowedPattern: '[a-z-]*' }
  Names: { Type: CommaDelimitedList, Default: 'one, two' }
${more}
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
  IsDev: !Not [!Condition IsProd]
  HasPrefix: !Not [!Equals [!Ref Prefix, '']]
  Both: !And [!Condition IsProd, !Condition HasPrefix]
  Either: !Or [!Condition IsProd, !Condition HasPrefix]
Mappings:
  Sizes: { dev: { limit: small }, prod: { limit: large } }
Resources:
${body}`;
const trust = `
      AssumeRolePolicyDocument:
        Statement: { Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: sts:AssumeRole }`;
const roleWith = (resource: string): string => `
  Role:
    Type: AWS::IAM::Role
    Properties:${trust}
      Policies:
        - PolicyName: p
          PolicyDocument:
            Version: '2012-10-17'
            Statement:
              - { Effect: Allow, Action: 's3:GetObject', Resource: ${resource} }
  Bucket:
    Type: AWS::S3::Bucket
`;

describe('intrinsic functions', () => {
  it.each<[string, Record<string, string>, string[]]>([
    [
      '!Sub "arn:${AWS::Partition}:s3:::${AWS::AccountId}-x"',
      {},
      ['arn:aws-us-gov:s3:::222222222222-x'],
    ],
    [
      '!Sub ["arn:aws:s3:::${Name}-${!aws:PrincipalAccount}", { Name: !Ref Stage }]',
      {},
      ['arn:aws:s3:::dev-${aws:PrincipalAccount}'],
    ],
    ['!Sub "${Bucket.Arn}/*"', {}, ['arn:aws-us-gov:s3:::demo-bucket/*']],
    ['!Join ["", ["arn:aws:s3:::", !Ref Bucket]]', {}, ['arn:aws:s3:::demo-bucket']],
    ['!GetAtt Bucket.Arn', {}, ['arn:aws-us-gov:s3:::demo-bucket']],
    ['{ Fn::GetAtt: [Bucket, Arn] }', {}, ['arn:aws-us-gov:s3:::demo-bucket']],
    ['!If [IsProd, "arn:aws:s3:::p", "arn:aws:s3:::d"]', {}, ['arn:aws:s3:::d']],
    ['!If [IsDev, "arn:aws:s3:::d", "arn:aws:s3:::p"]', { Stage: 'prod' }, ['arn:aws:s3:::p']],
    ['!If [Both, "arn:aws:s3:::b", "arn:aws:s3:::n"]', { Stage: 'prod' }, ['arn:aws:s3:::n']],
    ['!If [Either, "arn:aws:s3:::b", "arn:aws:s3:::n"]', { Stage: 'prod' }, ['arn:aws:s3:::b']],
    [
      '["arn:aws:s3:::a", !If [HasPrefix, "arn:aws:s3:::b", !Ref AWS::NoValue]]',
      {},
      ['arn:aws:s3:::a'],
    ],
    [
      '!Sub ["arn:aws:s3:::${S}", { S: !FindInMap [Sizes, !Ref Stage, limit] }]',
      {},
      ['arn:aws:s3:::small'],
    ],
    ['!Sub ["arn:aws:s3:::${S}", { S: !Select [1, !Ref Names] }]', {}, ['arn:aws:s3:::two']],
    ['!Sub ["arn:aws:s3:::${S}", { S: !Select [0, !Split [":", "a:b"]] }]', {}, ['arn:aws:s3:::a']],
    ['!Sub ["arn:aws:s3:::${S}", { S: !Join ["-", !Ref Names] }]', {}, ['arn:aws:s3:::one-two']],
  ])('%s with %j is %j', (resource, parameters, expected) => {
    const [role] = rolesOfStack(template(roleWith(resource)), place, parameters);
    expect(role && grantsOfRole(role)[0]?.resources).toEqual(expected);
  });

  it('refuses a function, an attribute and a reference that it does not know', () => {
    const made = (resource: string) => () => rolesOfStack(template(roleWith(resource)), place);
    expect(made('!ImportValue other')).toThrow('the sandbox does not know Fn::ImportValue');
    expect(made('!GetAtt Bucket.DomainName')).toThrow('does not know DomainName of Bucket');
    expect(made('!Ref Missing')).toThrow('Unresolved resource dependencies [Missing]');
    expect(made('!If [Missing, a, b]')).toThrow('Unresolved condition Missing');
  });
});

describe('parameters', () => {
  it.each<[Record<string, string>, string]>([
    [{ Stage: 'test' }, 'Parameter Stage failed to satisfy constraint: must be one of dev, prod'],
    [{ Prefix: 'A' }, 'Parameter Prefix failed to satisfy constraint: must match pattern [a-z-]*'],
    [{ Unknown: 'x' }, 'Parameters: [Unknown] do not exist in the template'],
  ])('%j are refused', (parameters, message) => {
    const made = () => rolesOfStack(template(roleWith("'*'")), place, parameters);
    expect(made).toThrow(StackRefused);
    expect(made).toThrow(message);
  });

  it('without a default must be given, and numbers must be in their range', () => {
    const body = template(roleWith("'*'"), '  Days: { Type: Number, MinValue: 1, MaxValue: 30 }');
    expect(() => rolesOfStack(body, place)).toThrow('Parameters: [Days] must have values');
    expect(() => rolesOfStack(body, place, { Days: '31' })).toThrow('at most 30');
    expect(() => rolesOfStack(body, place, { Days: 'soon' })).toThrow('must be a number');
    expect(rolesOfStack(body, place, { Days: '30' })).toHaveLength(1);
  });
});

describe('roles of a stack', () => {
  it('have inline, attached and managed policies, a boundary, a path and a duration', () => {
    const roles = rolesOfStack(
      template(`
  Role:
    Type: AWS::IAM::Role
    Properties:
      RoleName: reader
      Path: /watch/
      MaxSessionDuration: 7200
      PermissionsBoundary: !Ref Boundary
      ManagedPolicyArns:
        - !Ref Managed
        - arn:aws-us-gov:iam::aws:policy/ReadOnlyAccess${trust}
  Managed:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument: { Statement: { Effect: Allow, Action: 's3:*', Resource: '*' } }
  Boundary:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument: { Statement: { Effect: Allow, Action: 's3:Get*', Resource: '*' } }
  Attached:
    Type: AWS::IAM::Policy
    Properties:
      Roles: [!Ref Role]
      PolicyDocument: { Statement: { Effect: Allow, Action: 'sns:Publish', Resource: '*' } }
  Never:
    Type: AWS::IAM::Role
    Condition: IsProd
    Properties:${trust}`),
      place,
    );
    expect(roles).toHaveLength(1);
    expect(roles[0]).toMatchObject({
      arn: 'arn:aws-us-gov:iam::222222222222:role/watch/reader',
      maxSessionSeconds: 7200,
    });
    expect(roles[0] && grantsOfRole(roles[0]).map(({ action }) => action)).toEqual([
      's3:*',
      'sns:Publish',
    ]);
    expect(roles[0]?.boundary?.statements[0]?.actions.patterns).toEqual(['s3:Get*']);
  });

  it('are not created when a rule of the template fails', () => {
    const rules = `
Rules:
  DevNeedsPrefix:
    RuleCondition: !Equals [!Ref Stage, dev]
    Assertions:
      - Assert: !Not [!Equals [!Ref Prefix, '']]
        AssertDescription: dev needs a prefix`;
    const text = template(roleWith("'*'")).replace('\nConditions:', `${rules}\nConditions:`);
    expect(() => rolesOfStack(text, place)).toThrow('dev needs a prefix');
    expect(rolesOfStack(text, place, { Prefix: 'a-' })).toHaveLength(1);
    expect(rolesOfStack(text, place, { Stage: 'prod' })).toHaveLength(1);
  });
});

describe('the shipped templates', () => {
  const member = { ToolingAccountId: '111111111111', ExternalId: 'acme' };

  it('allow only actions that can be listed', () => {
    expect(grantsOfTemplate('src/stacks/member-read-role.yml', member)).toContainEqual({
      role: 'limits-watchdog-read',
      sid: 'LambdaLimits',
      action: 'lambda:GetAccountSettings',
      resources: ['*'],
      effect: 'Allow',
    });
  });

  it.each<[string, Record<string, string>, string]>([
    ['the watch role with the external id', {}, 'allowed'],
    ['no external id', { 'sts:ExternalId': '' }, 'undecided'],
    ['another external id', { 'sts:ExternalId': 'evil' }, 'undecided'],
    ['another role', { 'aws:PrincipalArn': 'arn:aws:iam::111111111111:role/other' }, 'undecided'],
  ])('trust %s: %j', (_, changes, expected) => {
    const keys = {
      'sts:ExternalId': 'acme',
      'aws:PrincipalArn': 'arn:aws:iam::111111111111:role/limits-watchdog-watch',
      ...changes,
    };
    const roles = rolesOfStack(
      readFileSync(new URL('../../../src/stacks/member-read-role.yml', import.meta.url), 'utf8'),
      { ...place, partition: 'aws' },
      member,
    );
    const role = roles[0];
    const outcome =
      role &&
      evaluatePolicy(
        role.trust,
        {
          action: 'sts:AssumeRole',
          resource: role.arn,
          keys: new Map(
            Object.entries(keys)
              .filter(([, value]) => value !== '')
              .map(([key, value]) => [key.toLowerCase(), [value]]),
          ),
        },
        {
          kind: 'session',
          accountId: '111111111111',
          roleArn: keys['aws:PrincipalArn'],
          sessionArn: 'arn:aws:sts::111111111111:assumed-role/x/y',
        },
      );
    expect(outcome).toBe(expected);
  });
});
