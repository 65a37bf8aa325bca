import { describe, expect, it } from 'vitest';
import { fits, fitsArn, fitsResource, substitute } from './pattern.ts';

const keys = new Map([
  ['aws:principalaccount', ['222222222222']],
  ['aws:tags', ['a', 'b']],
  ['wild', ['*']],
]);

describe('resource patterns', () => {
  const fn = 'arn:aws:lambda:eu-west-1:222222222222:function:pay';
  it.each([
    ['*', fn, true],
    ['*', '*', true],
    ['arn:aws:lambda:*:222222222222:function:*', fn, true],
    // A `*` at the end of a segment also matches colons, so qualified ARNs match too.
    ['arn:aws:lambda:*:222222222222:function:*', `${fn}:7`, true],
    ['arn:aws:lambda:*:222222222222:function:*:*', fn, false],
    ['arn:aws:lambda:*:222222222222:function:*:*', `${fn}:7`, true],
    ['arn:aws:lambda:*:222222222222:function:pay', `${fn}:7`, false],
    // A `*` in the middle of a segment matches within that segment only.
    ['arn:aws:lambda:eu-west-1:222222222222:function:p*y', `${fn}:lay`, false],
    ['arn:aws:lambda:eu-west-1:222222222222:function:p?y', fn, true],
    ['arn:aws:lambda:eu-west-1:222222222222:function:p?', fn, false],
    ['arn:aws:lambda:eu-west-1:222222222222:function:PAY', fn, false],
    ['arn:aws:lambda:*:${aws:PrincipalAccount}:function:pay', fn, true],
    ['arn:aws:lambda:*:${aws:PrincipalTag/team}:function:pay', fn, false],
    ["arn:aws:lambda:*:${aws:PrincipalTag/team, '222222222222'}:function:pay", fn, true],
    ['arn:aws:lambda:*', '*', false],
    ['arn:aws:s3:::state/run-${*}.json', 'arn:aws:s3:::state/run-*.json', true],
    ['arn:aws:s3:::state/run-${*}.json', 'arn:aws:s3:::state/run-1.json', false],
    ['arn:aws:s3:::state/run-${wild}', 'arn:aws:s3:::state/run-1', false],
    ['arn:aws:s3:::a.b/c+d', 'arn:aws:s3:::a.b/c+d', true],
    ['arn:aws:s3:::a.b/c', 'arn:aws:s3:::axb/c', false],
  ])('%s matches %s: %s', (pattern, arn, expected) => {
    expect(fitsResource(pattern, arn, keys)).toBe(expected);
  });
});

describe('ARN conditions', () => {
  it.each([
    ['arn:aws:iam::111111111111:role/watch', 'arn:aws:iam::111111111111:role/watch', true],
    ['arn:aws:iam::*:role/watch', 'arn:aws:iam::111111111111:role/watch', true],
    ['arn:aws:iam::*:watch', 'arn:aws:iam::111111111111:role/watch', false],
    ['arn:aws:iam::*', 'arn:aws:iam::111111111111:role/watch', false],
    ['*', 'arn:aws:iam::111111111111:role/watch', false],
    ['arn:*:iam::111111111111:role/*', 'arn:aws-cn:iam::111111111111:role/a/b', true],
  ])('%s matches %s: %s', (pattern, arn, expected) => {
    expect(fitsArn(pattern, arn)).toBe(expected);
  });
});

describe('texts', () => {
  it('keep variables when the policy has none', () => {
    expect(fits('${aws:PrincipalAccount}', '${aws:PrincipalAccount}')).toBe(true);
  });
  it('have no value for a key that is absent or has several values', () => {
    expect(substitute('x-${aws:none}', keys)).toBeUndefined();
    expect(substitute('x-${aws:tags}', keys)).toBeUndefined();
    expect(substitute('x-${aws:PrincipalAccount}', keys)).toBe('x-222222222222');
  });
});
