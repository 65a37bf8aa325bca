import { describe, expect, it } from 'vitest';
import type { PolicySet } from './authorise.ts';
import type { Requester } from './evaluate.ts';
import { authorise } from './authorise.ts';
import { MalformedPolicy, NotUnderstood, parsePolicy } from './policy.ts';

/** Tables of requests and policies: the decision for each, and policies that the evaluator refuses. */

type Raw = Record<string, unknown>;

const FUNCTION = 'arn:aws:lambda:eu-west-1:222222222222:function:pay';
const QUALIFIED = 'arn:aws:lambda:*:222222222222:function:*:*';
const requester: Requester = {
  kind: 'session',
  accountId: '222222222222',
  roleArn: 'arn:aws:iam::222222222222:role/prune',
  sessionArn: 'arn:aws:sts::222222222222:assumed-role/prune/run',
};

const document = (...Statement: Raw[]) => ({ Version: '2012-10-17', Statement });
const allow = (more: Raw = {}): Raw => ({ Effect: 'Allow', Action: '*', Resource: '*', ...more });
const deny = (more: Raw = {}): Raw => ({ Effect: 'Deny', Action: '*', Resource: '*', ...more });

interface RequestCase {
  readonly action?: string;
  readonly resource?: string;
  readonly keys?: Readonly<Record<string, string | readonly string[]>>;
}

function decided(
  statements: readonly Raw[],
  asked: RequestCase,
  more: Partial<PolicySet> = {},
): boolean {
  const keys = Object.entries(asked.keys ?? {}).map(
    ([key, value]) => [key.toLowerCase(), typeof value === 'string' ? [value] : value] as const,
  );
  const policies: PolicySet = {
    identity: [parsePolicy(document(...statements))],
    boundary: undefined,
    session: [],
    serviceControl: [],
    ...more,
  };
  const { action = 'lambda:DeleteFunction', resource = `${FUNCTION}:7` } = asked;
  return authorise({ action, resource, keys: new Map(keys) }, requester, policies).isAllowed;
}

const NEVER_WHOLE = [
  allow({ Action: 'lambda:DeleteFunction', Resource: QUALIFIED }),
  deny({ Action: 'lambda:DeleteFunction', Resource: undefined, NotResource: QUALIFIED }),
  deny({
    Action: 'lambda:DeleteFunction',
    Resource: 'arn:aws:lambda:*:222222222222:function:*:$LATEST',
  }),
].map((statement) =>
  Object.fromEntries(Object.entries(statement).filter(([, v]) => v !== undefined)),
);

const inRegion = (operator: string, ...regions: string[]): Raw =>
  allow({ Condition: { [operator]: { 'aws:RequestedRegion': regions } } });
const EU = { 'aws:RequestedRegion': 'eu-west-1' };

describe('a statement', () => {
  it.each<[string, readonly Raw[], RequestCase, boolean]>([
    ['allows what it names', [allow()], {}, true],
    ['without any allow decides nothing', [deny({ Action: 's3:*' })], {}, false],
    ['denies before it allows', [allow(), deny()], {}, false],
    ['denies whatever the order', [deny(), allow()], {}, false],
    ['names actions in any case', [allow({ Action: 'LAMBDA:deletefunction' })], {}, true],
    ['names services in any case', [allow({ Action: 'Lambda:Delete*' })], {}, true],
    ['with ? is one character', [allow({ Action: 'lambda:DeleteFunctio?' })], {}, true],
    ['with ? is not none', [allow({ Action: 'lambda:DeleteFunction?' })], {}, false],
    ['with * may be none', [allow({ Action: 'lambda:DeleteFunction*' })], {}, true],
    ['of another service', [allow({ Action: 's3:*' })], {}, false],
    ['of a longer action', [allow({ Action: 'lambda:DeleteFunctionX' })], {}, false],
    ['of a list of actions', [allow({ Action: ['s3:*', 'lambda:DeleteFunction'] })], {}, true],
    ['with NotAction allows all others', [not('Action', 's3:*')], {}, true],
    ['with NotAction does not allow those', [not('Action', 'lambda:*')], {}, false],
    ['with NotAction counts any of a list', [not('Action', ['s3:*', 'lambda:*'])], {}, false],
    ['with NotResource allows all others', [not('Resource', `${FUNCTION}:8`)], {}, true],
    ['with NotResource does not allow that', [not('Resource', `${FUNCTION}:7`)], {}, false],
    [
      'names resources by their case',
      [allow({ Resource: `${FUNCTION.toUpperCase()}:7` })],
      {},
      false,
    ],
    ['names one resource', [allow({ Resource: `${FUNCTION}:7` })], {}, true],
    ['names a shorter resource', [allow({ Resource: FUNCTION })], {}, false],
    [
      'names another partition',
      [allow({ Resource: QUALIFIED.replace('aws', 'aws-cn') })],
      {},
      false,
    ],
    ['names another account', [allow({ Resource: QUALIFIED.replaceAll('2', '3') })], {}, false],
    ['of an ARN does not fit *', [allow({ Resource: QUALIFIED })], { resource: '*' }, false],
  ])('%s', (_, statements, asked, expected) => {
    expect(decided(statements, asked)).toBe(expected);
  });
});

describe('deletions under the shipped statements', () => {
  it.each<[string, boolean]>([
    [`${FUNCTION}:7`, true],
    [`${FUNCTION}:12345`, true],
    [FUNCTION, false],
    [`${FUNCTION}:$LATEST`, false],
    ['arn:aws:lambda:us-east-1:222222222222:function:x:1', true],
    ['arn:aws:lambda:us-east-1:333333333333:function:x:1', false],
    ['arn:aws-cn:lambda:cn-north-1:222222222222:function:x:1', false],
    ['arn:aws:lambda:us-east-1:222222222222:layer:x:1', false],
    ['*', false],
  ])('%s: %s', (resource, expected) => {
    expect(decided(NEVER_WHOLE, { resource })).toBe(expected);
  });

  it.each([FUNCTION, `${FUNCTION}:$LATEST`])(
    'of %s stay denied when somebody attaches an administrator policy to the role',
    (resource) => {
      expect(decided([allow(), ...NEVER_WHOLE], { resource })).toBe(false);
    },
  );
});

describe('conditions', () => {
  it.each<[string, Raw, NonNullable<RequestCase['keys']>, boolean]>([
    ['equal', inRegion('StringEquals', 'eu-west-1'), EU, true],
    ['equal, one of two', inRegion('StringEquals', 'x', 'eu-west-1'), EU, true],
    ['equal in another case', inRegion('StringEquals', 'EU-WEST-1'), EU, false],
    ['like', inRegion('StringLike', 'eu-*'), EU, true],
    ['like another', inRegion('StringLike', 'us-*'), EU, false],
    ['* in StringEquals is a star', inRegion('StringEquals', 'eu-*'), EU, false],
    ['absent', inRegion('StringEquals', 'eu-west-1'), {}, false],
    ['absent, IfExists', inRegion('StringEqualsIfExists', 'eu-west-1'), {}, true],
    ['present, IfExists', inRegion('StringEqualsIfExists', 'us-east-1'), EU, false],
    ['absent, negated', inRegion('StringNotEquals', 'eu-west-1'), {}, true],
    ['any of one', inRegion('ForAnyValue:StringEquals', 'eu-west-1'), EU, true],
    ['any of none', inRegion('ForAnyValue:StringEquals', 'eu-west-1'), {}, false],
    ['all of none', inRegion('ForAllValues:StringEquals', 'eu-west-1'), {}, true],
    ['there', allow({ Condition: { Null: { 'aws:RequestedRegion': false } } }), EU, true],
    ['not there', allow({ Condition: { Null: { 'aws:RequestedRegion': 'true' } } }), EU, false],
    [
      'keys in any case',
      allow({ Condition: { StringEquals: { 'AWS:requestedREGION': 'eu-west-1' } } }),
      EU,
      true,
    ],
    [
      'two keys, both',
      allow({
        Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-west-1', 'sts:ExternalId': 'a' } },
      }),
      { ...EU, 'sts:ExternalId': 'a' },
      true,
    ],
    [
      'two keys, one',
      allow({
        Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-west-1', 'sts:ExternalId': 'a' } },
      }),
      EU,
      false,
    ],
    [
      'two operators, one',
      allow({
        Condition: {
          StringEquals: { 'aws:RequestedRegion': 'eu-west-1' },
          ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::222222222222:role/x' },
        },
      }),
      { ...EU, 'aws:PrincipalArn': 'arn:aws:iam::222222222222:role/y' },
      false,
    ],
    [
      'the exact role',
      allow({
        Condition: { ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::222222222222:role/a/x' } },
      }),
      { 'aws:PrincipalArn': 'arn:aws:iam::222222222222:role/a/x' },
      true,
    ],
    [
      'the role under another path',
      allow({
        Condition: { ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::222222222222:role/x' } },
      }),
      { 'aws:PrincipalArn': 'arn:aws:iam::222222222222:role/a/x' },
      false,
    ],
    [
      'sixteen question marks',
      allow({
        Condition: {
          ArnEquals: { 'aws:PrincipalArn': `arn:aws:iam::222222222222:role/R_${'?'.repeat(16)}` },
        },
      }),
      { 'aws:PrincipalArn': 'arn:aws:iam::222222222222:role/R_0123456789abcdef' },
      true,
    ],
    [
      'sixteen question marks and more',
      allow({
        Condition: {
          ArnEquals: { 'aws:PrincipalArn': `arn:aws:iam::222222222222:role/R_${'?'.repeat(16)}` },
        },
      }),
      { 'aws:PrincipalArn': 'arn:aws:iam::222222222222:role/R_more_0123456789abcdef' },
      false,
    ],
    [
      'without TLS',
      allow({ Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
      { 'aws:SecureTransport': 'true' },
      false,
    ],
    [
      'a variable',
      allow({ Resource: 'arn:aws:lambda:*:${aws:PrincipalAccount}:function:*' }),
      { 'aws:PrincipalAccount': '222222222222' },
      true,
    ],
    [
      'a variable without a value',
      allow({ Resource: 'arn:aws:lambda:*:${aws:PrincipalAccount}:function:*' }),
      {},
      false,
    ],
  ])('%s', (_, statement, keys, expected) => {
    expect(decided([statement], { keys })).toBe(expected);
  });

  it('that deny plain HTTP allow TLS', () => {
    const tlsOnly = deny({ Condition: { Bool: { 'aws:SecureTransport': 'false' } } });
    expect(decided([allow(), tlsOnly], { keys: { 'aws:SecureTransport': 'true' } })).toBe(true);
    expect(decided([allow(), tlsOnly], { keys: { 'aws:SecureTransport': 'false' } })).toBe(false);
  });
});

describe('layers', () => {
  const all = parsePolicy(document(allow()));
  const reads = parsePolicy(document(allow({ Action: 'lambda:List*' })));
  it.each<[string, Partial<PolicySet>, boolean]>([
    ['a boundary that allows', { boundary: all }, true],
    ['a boundary that does not', { boundary: reads }, false],
    ['a session that allows', { session: [all] }, true],
    ['a session that does not', { session: [reads] }, false],
    ['an organisation that allows', { serviceControl: [all, all] }, true],
    ['an organisation that does not at one level', { serviceControl: [all, reads] }, false],
    ['boundary and session, of which one does not', { boundary: all, session: [reads] }, false],
    ['a session that allows what the role does not', { identity: [reads], session: [all] }, false],
    ['a boundary alone', { identity: [], boundary: all }, false],
  ])('%s: %s', (_, more, expected) => {
    expect(decided([allow()], {}, more)).toBe(expected);
  });
});

describe('a policy that IAM would not store, or that the sandbox does not support,', () => {
  const condition = (operator: string, key: string, value: unknown): Raw =>
    allow({ Condition: { [operator]: { [key]: value } } });
  it.each<[string, unknown]>([
    ['a principal on a role', document(allow({ Principal: '*' }))],
    ['no resource', document({ Effect: 'Allow', Action: '*' })],
    ['an empty list of actions', document(allow({ Action: [] }))],
    ['an empty list of resources', document(allow({ Resource: [] }))],
    ['an effect in small letters', document(allow({ Effect: 'allow' }))],
    ['one Sid twice', document(allow({ Sid: 'A' }), allow({ Sid: 'A' }))],
    ['a Sid with a blank', document(allow({ Sid: 'a b' }))],
    ['an action without its service', document(allow({ Action: 'DeleteFunction' }))],
    ['a number among the resources', document(allow({ Resource: [{ a: 1 }] }))],
    ['NullIfExists', document(condition('NullIfExists', 'sts:ExternalId', 'true'))],
    ['ForAnyValue:Null', document(condition('ForAnyValue:Null', 'sts:ExternalId', 'true'))],
    ['IpAddress', document(condition('IpAddress', 'aws:SourceIp', '10.0.0.0/8'))],
    ['BinaryEquals', document(condition('BinaryEquals', 'sts:ExternalId', 'QQ=='))],
    ['an operator in small letters', document(condition('stringequals', 'sts:ExternalId', 'a'))],
    ['Bool with a word', document(condition('Bool', 'aws:SecureTransport', 'yes'))],
    ['a date that is none', document(condition('DateLessThan', 'aws:CurrentTime', 'soon'))],
    ['a number that is none', document(condition('NumericLessThan', 's3:max-keys', 'ten'))],
    ['an ARN that is none', document(condition('ArnNotEquals', 'aws:PrincipalArn', '*'))],
    ['a condition that is a list', document(allow({ Condition: [] }))],
  ])('%s is refused', (_, policy) => {
    expect(() => parsePolicy(policy)).toThrow(MalformedPolicy);
  });

  it.each<[string, unknown]>([
    [
      'a condition key that no request has',
      document(condition('StringNotEquals', 'aws:SourceVpc', 'x')),
    ],
    ['a tag', document(condition('StringNotEquals', 'aws:PrincipalTag/team', 'x'))],
    ['an empty list of values', document(condition('StringNotEquals', 'sts:ExternalId', []))],
    ['a variable of another key', document(allow({ Resource: 'arn:aws:s3:::${aws:username}' }))],
    ['a variable that is left open', document(allow({ Resource: 'arn:aws:s3:::${aws:userid' }))],
    ['a variable in a condition', document(condition('StringLike', 's3:prefix', '${saml:sub}/*'))],
  ])('%s is refused as not supported', (_, policy) => {
    expect(() => parsePolicy(policy)).toThrow(NotUnderstood);
  });

  it.each<[string, Raw, 'trust' | 'resource', RegExp]>([
    ['NotPrincipal', { NotPrincipal: { AWS: '*' }, Resource: '*' }, 'resource', /NotPrincipal/],
    ['a trust with a resource', { Principal: '*', Resource: '*' }, 'trust', /prohibited field/],
    ['a trust without a principal', {}, 'trust', /Missing required field Principal/],
    ['a topic policy without a resource', { Principal: '*' }, 'resource', /must contain resources/],
    [
      'a user',
      { Principal: { AWS: 'arn:aws:iam::222222222222:user/a' } },
      'trust',
      /Invalid principal/,
    ],
    [
      'a wildcard',
      { Principal: { AWS: 'arn:aws:iam::222222222222:role/*' } },
      'trust',
      /Invalid principal/,
    ],
    ['federation', { Principal: { Federated: 'x' } }, 'trust', /unknown: Federated/],
  ])('%s is refused for this kind of policy', (_, statement, kind, message) => {
    const policy = document({ Effect: 'Allow', Action: 'sts:AssumeRole', ...statement });
    expect(() => parsePolicy(policy, kind)).toThrow(message);
  });
});

function not(element: 'Action' | 'Resource', value: unknown): Raw {
  const rest = Object.entries(allow()).filter(([name]) => name !== element);
  return { ...Object.fromEntries(rest), [`Not${element}`]: value };
}
