import { describe, expect, it } from 'vitest';

import {
  functionReference,
  ownReference,
  useOf,
} from '../../../src/prune/evidence/function-reference.ts';
import { region } from '../../../src/model/aws-ids.ts';
import { ACCOUNT, arn, HOME } from './scripted-reads.ts';

describe('a reference to a function', () => {
  it.each([
    ['orders', 'orders', '$LATEST'],
    ['orders:12', 'orders', '12'],
    ['orders:live', 'orders', 'live'],
    ['orders:$LATEST', 'orders', '$LATEST'],
    ['orders:$LATEST.PUBLISHED', 'orders', '$LATEST.PUBLISHED'],
    ['function:orders:12', 'orders', '12'],
    [`${ACCOUNT}:function:orders`, 'orders', '$LATEST'],
    [`${ACCOUNT}:function:orders:7`, 'orders', '7'],
    [arn('orders'), 'orders', '$LATEST'],
    [arn('orders', '12'), 'orders', '12'],
    [arn('orders', 'blue-1'), 'orders', 'blue-1'],
    [arn('12', '12'), '12', '12'],
    [arn('function', '12'), 'function', '12'],
    [arn('my-fn_1', '007'), 'my-fn_1', '007'],
    [`arn:aws-cn:lambda:eu-west-1:${ACCOUNT}:function:orders:3`, 'orders', '3'],
    ['222222222222:12', '222222222222', '12'],
  ])('%s is %s at %s', (text, functionName, qualifier) => {
    expect(functionReference(text, HOME)).toEqual({
      kind: 'own',
      region: HOME.region,
      functionName,
      qualifier,
    });
  });

  it('keeps the Region that its ARN names', () => {
    const found = functionReference(arn('orders', '1', 'us-east-1'), HOME);
    expect(found).toMatchObject({ kind: 'own', region: 'us-east-1', qualifier: '1' });
  });

  it.each([
    [arn('orders', '12', 'eu-west-1', '333333333333')],
    ['333333333333:function:orders:12'],
  ])('%s is not of this account', (text) => {
    expect(functionReference(text, HOME)).toEqual({ kind: 'foreign' });
    expect(() => ownReference(text, HOME)).toThrow('another form');
  });

  it.each([
    '',
    'orders:',
    'orders:12:13',
    ' orders',
    'orders\n',
    'orders:12 ',
    'orders.v1',
    arn('orders', ''),
    `${arn('orders', '12')}/invocations`,
    `arn:aws:lambda:eu-west-1:${ACCOUNT}:layer:orders:12`,
    `arn:aws:lambda:nowhere:${ACCOUNT}:function:orders`,
    `arn:aws:lambda::${ACCOUNT}:function:orders`,
    'arn:aws:sqs:eu-west-1:222222222222:orders',
    'x'.repeat(141),
  ])('%j is not a reference, so the use is unknown', (text) => {
    expect(functionReference(text, HOME)).toEqual({ kind: 'none' });
    expect(() => ownReference(text, HOME)).toThrow('another form');
  });
});

describe('the use of a reference', () => {
  const of = (qualifier: string) =>
    useOf({ region: region('eu-west-1'), functionName: 'orders', qualifier }, 'x');

  it('is that of one published version or of every version', () => {
    expect(of('12').map(({ version }) => version)).toEqual(['12']);
    expect(of('*').map(({ version }) => version)).toEqual(['*']);
  });

  it.each(['$LATEST', '$LATEST.PUBLISHED', 'live', '007', '0'])(
    'is empty for %s, which is not a published version',
    (qualifier) => {
      expect(of(qualifier)).toEqual([]);
    },
  );
});
