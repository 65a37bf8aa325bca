import { describe, expect, it } from 'vitest';

import { admittedVersions, functionPolicy } from '../../../src/prune/evidence/function-policy.ts';
import { spellings } from '../../aws/spellings.ts';
import { json, jsonError } from '../../aws/wire.ts';
import { ACCOUNT, arn, HOME, scriptedReads, use } from './scripted-reads.ts';

const ALLOW = {
  Sid: 'S',
  Effect: 'Allow',
  Principal: { Service: 'sns.amazonaws.com' },
  Action: 'lambda:InvokeFunction',
  Resource: arn('orders'),
};
const policy = (...Statement: readonly unknown[]) =>
  JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement });
const versionsIn = (text: string | undefined) =>
  admittedVersions(text, HOME, 'orders').map(({ version }) => version);
const without = (name: keyof typeof ALLOW) =>
  Object.fromEntries(Object.entries(ALLOW).filter(([key]) => key !== name));

/** Statements, each with the versions that it allows to invoke; `*` for all. */
const statements: readonly (readonly [string, unknown, readonly string[]])[] = [
  ['the function itself', ALLOW, []],
  [
    'the function itself, for one bucket',
    { ...ALLOW, Condition: { ArnLike: { 'AWS:SourceArn': 'arn:aws:s3:::*' } } },
    [],
  ],
  ['$LATEST', { ...ALLOW, Resource: arn('orders', '$LATEST') }, []],
  ['an alias', { ...ALLOW, Resource: arn('orders', 'live') }, []],
  ['a version', { ...ALLOW, Resource: arn('orders', '12') }, ['12']],
  [
    'a version under a condition',
    { ...ALLOW, Resource: arn('orders', '12'), Condition: { Bool: { a: 'false' } } },
    ['12'],
  ],
  [
    'several resources',
    { ...ALLOW, Resource: [arn('orders'), arn('orders', '3'), arn('orders', '12')] },
    ['3', '12'],
  ],
  [
    'the same version twice',
    { ...ALLOW, Resource: [arn('orders', '3'), arn('orders', '3')] },
    ['3'],
  ],
  ['any action', { ...ALLOW, Action: ['lambda:Get*'], Resource: arn('orders', '12') }, ['12']],
  ['everybody', { ...ALLOW, Principal: '*', Resource: arn('orders', '12') }, ['12']],
  ['a Deny', { ...ALLOW, Effect: 'Deny', Resource: arn('orders', '12') }, []],
  ['a Deny of what is not understood', { Effect: 'Deny', NotResource: 'x' }, []],
  ['every qualifier', { ...ALLOW, Resource: arn('orders', '*') }, ['*']],
  ['every function', { ...ALLOW, Resource: '*' }, ['*']],
  ['some versions', { ...ALLOW, Resource: arn('orders', '1?') }, ['*']],
  ['a wildcard behind the name', { ...ALLOW, Resource: `${arn('orders')}*` }, ['*']],
  ['a wildcard in the Region', { ...ALLOW, Resource: arn('orders', '12', '*') }, ['*']],
  ['a policy variable', { ...ALLOW, Resource: arn('orders', '${aws:username}') }, ['*']],
  ['another function', { ...ALLOW, Resource: arn('billing', '12') }, ['*']],
  ['another Region', { ...ALLOW, Resource: arn('orders', '12', 'us-east-1') }, ['*']],
  [
    'another account',
    { ...ALLOW, Resource: arn('orders', '12', 'eu-west-1', '1'.repeat(12)) },
    ['*'],
  ],
  ['a name instead of an ARN', { ...ALLOW, Resource: 'orders' }, ['*']],
  ['a number that is no version', { ...ALLOW, Resource: arn('orders', '012') }, ['*']],
  ['no resource at all', { ...ALLOW, Resource: [] }, ['*']],
  ['a resource that is no text', { ...ALLOW, Resource: [{ Ref: 'x' }] }, ['*']],
  ['without Resource', without('Resource'), ['*']],
  ['without Effect', without('Effect'), ['*']],
  ['without Action', without('Action'), ['*']],
  ['without Principal', without('Principal'), ['*']],
  ['another Effect', { ...ALLOW, Effect: 'allow' }, ['*']],
  ['NotResource', { ...without('Resource'), NotResource: arn('orders', '12') }, ['*']],
  ['NotResource besides', { ...ALLOW, NotResource: arn('orders', '12') }, ['*']],
  ['NotAction', { ...without('Action'), NotAction: 'lambda:Delete*' }, ['*']],
  ['NotPrincipal', { ...without('Principal'), NotPrincipal: { AWS: ACCOUNT } }, ['*']],
  ['an element of which nothing is known', { ...ALLOW, Scope: 'all' }, ['*']],
  ['no statement but a text', 'Allow', ['*']],
  ['no statement but null', null, ['*']],
  ['no statement but a list', [ALLOW], ['*']],
];

describe("a statement in the function's own policy", () => {
  it.each(statements)('%s', (_, statement, versions) => {
    expect(versionsIn(policy(statement))).toEqual(versions);
  });

  it.each(statements)('%s, behind one that admits to nothing', (_, statement, versions) => {
    expect(versionsIn(policy(ALLOW, statement))).toEqual(versions);
  });
});

describe("a function's own policy", () => {
  it.each([
    ['is missing from the answer', undefined],
    ['is empty', ''],
    ['is no JSON', '{'],
    ['is a text', '"Allow"'],
    ['is null', 'null'],
    ['has no statements', '{"Version":"2012-10-17"}'],
    ['holds an element of which nothing is known', JSON.stringify({ Statement: [], Rules: [] })],
  ])('that %s keeps every version', (_, text) => {
    expect(versionsIn(text)).toEqual(['*']);
  });

  it('may have one statement without a list, or none', () => {
    const one = { ...ALLOW, Resource: arn('orders', '12') };
    expect(versionsIn(JSON.stringify({ Statement: one }))).toEqual(['12']);
    expect(versionsIn(policy())).toEqual([]);
  });

  it('names each version once, with all its principals', () => {
    const of = (Sid: string, Resource: unknown) => ({ ...ALLOW, Sid, Resource });
    expect(
      admittedVersions(
        policy(
          of('one', arn('orders', '12')),
          of('two', [arn('orders', '12'), arn('orders', '3')]),
        ),
        HOME,
        'orders',
      ),
    ).toEqual([
      use('orders', '12', 'one (sns.amazonaws.com); two (sns.amazonaws.com)'),
      use('orders', '3', 'two (sns.amazonaws.com)'),
    ]);
  });

  it('is requested without a qualifier', async () => {
    const { reads, wire } = scriptedReads(
      json({ Policy: policy({ ...ALLOW, Resource: arn('orders', '12') }) }),
    );
    expect(await functionPolicy.read(reads, 'orders')).toEqual({
      check: 'function-policy',
      scope: { kind: 'function', region: HOME.region, functionName: 'orders' },
      outcome: { kind: 'read', uses: [use('orders', '12', 'S (sns.amazonaws.com)')] },
    });
    expect(wire.requests.map(({ path, query }) => [path, query])).toEqual([
      ['/2015-03-31/functions/orders/policy', {}],
    ]);
  });

  it('is absent only when AWS answers 404', async () => {
    const { outcome } = await functionPolicy.read(
      scriptedReads(jsonError(404, 'ResourceNotFoundException')).reads,
      'orders',
    );
    expect(outcome).toEqual({ kind: 'read', uses: [] });
  });

  it.each(
    spellings(jsonError).filter(({ errorName }) => errorName !== 'ResourceNotFoundException'),
  )('is failed evidence when AWS answers $errorName: $reason', async (one) => {
    const { outcome } = await functionPolicy.read(scriptedReads(one.answer).reads, 'orders');
    expect(outcome).toMatchObject({
      kind: 'failed',
      failure: { reason: one.reason, errorName: one.errorName },
    });
  });

  it('without a text in the answer keeps every version', async () => {
    const { outcome } = await functionPolicy.read(scriptedReads(json({})).reads, 'orders');
    expect(outcome).toEqual({ kind: 'read', uses: [use('orders', '*', 'a statement')] });
  });
});
