import { describe, expect, it } from 'vitest';

import { canonicalJson, functionDigest, compareTexts } from '../../../src/prune/plan/canonical.ts';
import { alias, IRELAND, sha256 } from './build.ts';

describe('canonical JSON', () => {
  it.each<[unknown, string]>([
    [null, 'null'],
    [undefined, 'null'],
    ['a', '"a"'],
    [1, '1'],
    [false, 'false'],
    [[], '[]'],
    [[1], '[1]'],
    [[1, null, undefined, 'a'], '[1,null,null,"a"]'],
    [{}, '{}'],
    [{ b: 1, a: [2, {}] }, '{"a":[2,{}],"b":1}'],
    [{ a: undefined, b: undefined, c: 1 }, '{"c":1}'],
    [{ B: 1, a: 2, A: 3 }, '{"A":3,"B":1,"a":2}'],
  ])('of %j is %s', (value, expected) => {
    expect(canonicalJson(value)).toBe(expected);
  });

  it.each([
    ['a', 'a', 0],
    ['a', 'b', -1],
    ['b', 'a', 1],
    ['Z', 'a', -1],
    ['', '', 0],
  ])('compares %j with %j by code units: %i', (a, b, expected) => {
    expect(compareTexts(a, b)).toBe(expected);
  });
});

describe('the digest of a function', () => {
  const live = alias('live', 2, { '1': 0.1 });
  const digestOf = (aliases: Parameters<typeof functionDigest>[2], versions = ['1', '2']) =>
    functionDigest(IRELAND, 'orders', aliases, versions, sha256);

  it('differs whenever its aliases or versions differ', () => {
    const digests = [
      digestOf(undefined),
      digestOf([]),
      digestOf([live]),
      digestOf([{ ...live, revision: 'a' }]),
      digestOf([{ ...live, revision: 'b' }]),
      digestOf([{ ...live, weights: [] }]),
      digestOf([{ ...live, pointsAt: '1' }]),
      digestOf([live, alias('next', 1)]),
      digestOf([live], ['1', '2', '3']),
      functionDigest(IRELAND, 'pay', [live], ['1', '2'], sha256),
    ];
    expect(new Set(digests).size).toBe(digests.length);
  });

  it('does not depend on the order of aliases and versions, nor on repetitions', () => {
    const next = alias('next', 1);
    expect(digestOf([live, next])).toBe(digestOf([next, live, next], ['2', '1', '2']));
  });
});
