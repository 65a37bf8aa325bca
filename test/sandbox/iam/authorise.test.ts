import { describe, expect, it } from 'vitest';
import type { PolicySet } from './authorise.ts';
import type { Requester } from './evaluate.ts';
import { authorise } from './authorise.ts';
import { MalformedPolicy, parsePolicy } from './policy.ts';

const requester: Requester = {
  kind: 'session',
  accountId: '111111111111',
  roleArn: 'arn:aws:iam::111111111111:role/watch',
  sessionArn: 'arn:aws:sts::111111111111:assumed-role/watch/run',
};
const request = {
  action: 'lambda:GetAccountSettings',
  resource: '*',
  keys: new Map([['aws:requestedregion', ['eu-west-1']]]),
};
type Raw = Record<string, unknown>;
const policy = (...statements: Raw[]) =>
  parsePolicy({ Version: '2012-10-17', Statement: statements });
const allow = (Action: string, more: Raw = {}) =>
  policy({ Effect: 'Allow', Action, Resource: '*', ...more });
const deny = (Action: string) => policy({ Effect: 'Deny', Action, Resource: '*' });
const everything = allow('*');
const nothing: PolicySet = { identity: [], boundary: undefined, session: [], serviceControl: [] };
const resourcePolicy = (Principal: unknown, isSameAccount: boolean, Effect = 'Allow') =>
  ({
    kind: 'resource-based policy',
    policy: parsePolicy(
      { Version: '2012-10-17', Statement: { Effect, Principal, Action: '*', Resource: '*' } },
      'resource',
    ),
    isSameAccount,
  }) as const;

describe('the decision on a request', () => {
  const root = { AWS: 'arn:aws:iam::111111111111:root' };
  const role = { AWS: 'arn:aws:iam::111111111111:role/watch' };
  const because = (kind: string) =>
    `because no ${kind} allows the lambda:GetAccountSettings action`;

  it.each<[string, Partial<PolicySet>, string]>([
    ['nothing allows', {}, because('identity-based policy')],
    ['an identity policy allows', { identity: [everything] }, 'allowed'],
    ['one of two identity policies allows', { identity: [allow('s3:*'), everything] }, 'allowed'],
    ['the action in another case', { identity: [allow('LAMBDA:getaccountsettings')] }, 'allowed'],
    ['the action by wildcard', { identity: [allow('lambda:Get*')] }, 'allowed'],
    [
      'the action by NotAction',
      { identity: [policy({ Effect: 'Allow', NotAction: 's3:*', Resource: '*' })] },
      'allowed',
    ],
    [
      'a resource that is not *',
      { identity: [allow('lambda:*', { Resource: 'arn:aws:lambda:*:111111111111:function:*' })] },
      because('identity-based policy'),
    ],
    [
      'a condition that fails',
      {
        identity: [
          allow('*', { Condition: { StringEquals: { 'aws:RequestedRegion': 'us-east-1' } } }),
        ],
      },
      because('identity-based policy'),
    ],
    [
      'an identity policy denies',
      { identity: [everything, deny('lambda:Get*')] },
      'with an explicit deny in an identity-based policy',
    ],
    [
      'the session policy has no part',
      { identity: [everything], session: [allow('s3:*')] },
      because('session policy'),
    ],
    [
      'the session policy allows what the role does not',
      { identity: [allow('s3:*')], session: [everything] },
      because('identity-based policy'),
    ],
    [
      'the session policy denies',
      { identity: [everything], session: [everything, deny('*')] },
      'with an explicit deny in a session policy',
    ],
    [
      'the boundary has no part',
      { identity: [everything], boundary: allow('s3:*') },
      because('permissions boundary'),
    ],
    [
      'the boundary denies',
      { identity: [everything], boundary: deny('*') },
      'with an explicit deny in a permissions boundary',
    ],
    [
      'one of two service control policies has no part',
      { identity: [everything], serviceControl: [everything, allow('s3:*')] },
      because('service control policy'),
    ],
    [
      'a service control policy denies',
      { identity: [everything], serviceControl: [everything, deny('lambda:*')] },
      'with an explicit deny in a service control policy',
    ],
    [
      'a resource policy of the account names the role',
      { resource: resourcePolicy(role, true) },
      'allowed',
    ],
    [
      'a resource policy of the account names the account only',
      { resource: resourcePolicy(root, true) },
      because('identity-based policy'),
    ],
    [
      'a resource policy of the account names somebody else',
      {
        identity: [everything],
        resource: resourcePolicy({ AWS: 'arn:aws:iam::999999999999:root' }, true),
      },
      'allowed',
    ],
    [
      "another account's resource policy alone",
      { resource: resourcePolicy(role, false) },
      because('identity-based policy'),
    ],
    [
      "an identity policy alone on another account's resource",
      { identity: [everything], resource: resourcePolicy({ AWS: '999999999999' }, false) },
      because('resource-based policy'),
    ],
    [
      'both sides across accounts',
      { identity: [everything], resource: resourcePolicy(root, false) },
      'allowed',
    ],
    [
      'a resource policy denies',
      { identity: [everything], resource: resourcePolicy('*', true, 'Deny') },
      'with an explicit deny in a resource-based policy',
    ],
    [
      'a trust policy of the same account that names somebody else',
      {
        identity: [everything],
        resource: {
          kind: 'role trust policy',
          policy: parsePolicy(
            {
              Statement: { Effect: 'Allow', Principal: { AWS: '999999999999' }, Action: '*' },
            },
            'trust',
          ),
          isSameAccount: true,
        },
      },
      because('resource-based policy'),
    ],
  ])('%s', (_, policies, expected) => {
    const verdict = authorise(request, requester, { ...nothing, ...policies });
    expect(verdict.isAllowed ? 'allowed' : verdict.reason).toBe(expected);
  });
});

describe('a policy document', () => {
  const statement = { Effect: 'Allow', Action: 'lambda:*', Resource: '*' };
  it.each<[string, unknown, string]>([
    ['no object', 'Allow', 'a policy is a JSON object'],
    ['no statement', { Version: '2012-10-17' }, 'Statement is missing'],
    [
      'a version of its own',
      { Version: '2026-01-01', Statement: statement },
      'Version is "2026-01-01"',
    ],
    ['a misspelt element', { Statement: { ...statement, Resources: '*' } }, 'unknown: Resources'],
    ['no effect', { Statement: { Action: 'a:b' } }, 'Effect is undefined'],
    [
      'a strange action',
      { Statement: { ...statement, Action: 'lambda' } },
      'not an action: lambda',
    ],
    [
      'a resource that is no ARN',
      { Statement: { ...statement, Resource: 'my-function' } },
      'must be in ARN format or "*"',
    ],
    [
      'both of Action and NotAction',
      { Statement: { ...statement, NotAction: 'a:b' } },
      'Action and NotAction in one statement',
    ],
    [
      'an unknown operator',
      { Statement: { ...statement, Condition: { StringSame: { a: 'b' } } } },
      'not a condition operator of the sandbox: StringSame',
    ],
  ])('with %s is refused', (_, document, message) => {
    expect(() => parsePolicy(document)).toThrow(MalformedPolicy);
    expect(() => parsePolicy(document)).toThrow(message);
  });
});
