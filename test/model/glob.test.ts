import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { matchesGlob } from '../../src/model/glob.ts';

/** Whether the glob matches, computed with a regular expression. */
function oracle(text: string, glob: string): boolean {
  const pattern = glob
    .split('')
    .map((each) => {
      if (each === '*') return '[\\s\\S]*';
      if (each === '?') return '[\\s\\S]';
      return `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`;
    })
    .join('');
  return new RegExp(`^${pattern}$`).test(text);
}

describe('a glob', () => {
  it.each([
    ['', '', true],
    ['', '*', true],
    ['', '?', false],
    ['a', '', false],
    ['billing-api', 'billing-*', true],
    ['billing', 'billing-*', false],
    ['my-billing-api', 'billing-*', false],
    ['abc', 'a?c', true],
    ['ac', 'a?c', false],
    ['aXbXc', 'a*b*c', true],
    ['a.c', 'a.c', true],
    ['abc', 'a.c', false],
    ['a+b(c)[d]^$|\\', 'a+b(c)[d]^$|\\', true],
    ['Dev', 'dev', false],
    ['literal*', 'literal*', true],
    ['abab', '*ab', true],
    ['abac', '*ab', false],
    ['aaa', '***', true],
  ])('%j against %j: %s', (text, glob, expected) => {
    expect(matchesGlob(text, glob)).toBe(expected);
  });

  it('matches the same texts as the equivalent regular expression', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '.', '-'), maxLength: 12 });
    const globs = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*', '?'), maxLength: 8 });
    fc.assert(
      fc.property(letters, globs, (text, glob) => {
        expect(matchesGlob(text, glob)).toBe(oracle(text, glob));
      }),
      { numRuns: 5_000 },
    );
    fc.assert(
      fc.property(fc.string(), fc.string(), (text, glob) => {
        expect(matchesGlob(text, glob)).toBe(oracle(text, glob));
      }),
    );
  });

  it('takes little time even with many stars', () => {
    const text = 'a'.repeat(5_000);
    const started = performance.now();
    expect(matchesGlob(text, `${'a*'.repeat(100)}b`)).toBe(false);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
