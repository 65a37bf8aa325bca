import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { namesText } from '../../../src/cli/check/text/names.ts';

const teams = (from: number, to: number, digits = 1): readonly string[] =>
  Array.from(
    { length: to - from + 1 },
    (_, at) => `team-${String(from + at).padStart(digits, '0')}`,
  );

describe('names of many accounts', () => {
  it.each<[string, readonly string[], string]>([
    ['none', [], ''],
    ['one', ['dev'], 'dev'],
    ['numbers in a row', teams(1, 30, 2), 'team-01 to team-30'],
    ['numbers in a row, unordered', ['a3', 'a1', 'a2'], 'a1 to a3'],
    ['two in a row', ['a1', 'a2'], 'a1, a2'],
    ['a number that is missing', ['a1', 'a2', 'a3', 'a5', 'a6', 'a7'], 'a1 to a3, a5 to a7'],
    ['a number within the name', ['x-1-dev', 'x-2-dev', 'x-3-dev'], 'x-1-dev to x-3-dev'],
    ['one more digit', ['a9', 'a10', 'a11'], 'a9 to a11'],
    ['another width', ['a09', 'a10', 'a011'], 'a09, a10, a011'],
    ['the same number in two ways', ['a1', 'a01', 'a2', 'a03'], 'a1, a01, a2 and 1 more'],
    ['another frame', ['a1', 'b2', 'c3'], 'a1, b2, c3'],
    [
      'ids',
      ['111111111111', '111111111112', '111111111113'],
      '111111111111, 111111111112, 111111111113',
    ],
    ['the same name twice', ['dev', 'dev'], 'dev'],
    ['what is left out', ['a', 'b', 'c', 'd', ...teams(1, 5)], 'a, b, c and 6 more'],
  ])('%s', (_, names, text) => {
    expect(namesText(names, 3)).toBe(text);
  });

  it('covers every name, and no name that does not exist', () => {
    const name = fc.tuple(
      fc.constantFrom('a', 'team-', ''),
      fc.constantFrom('', '0', '00'),
      fc.nat(12),
      fc.constantFrom('', '-dev'),
    );
    fc.assert(
      fc.property(fc.array(name, { maxLength: 30 }), (parts) => {
        const names = new Set(parts.map((one) => one.join('')));
        expect(new Set(named(namesText([...names], Infinity)))).toEqual(names);
      }),
    );
  });
});

/** Returns every name that a reader finds in the text. */
function named(text: string): readonly string[] {
  if (text === '') return [];
  return text.split(', ').flatMap((part) => {
    const [first = '', last] = part.split(' to ');
    if (last === undefined) return [first];
    const [, before = '', number = '', after = ''] = /^(.*?)(\d+)(\D*)$/.exec(first) ?? [];
    const end = Number(/(\d+)\D*$/.exec(last)?.[1]);
    return Array.from(
      { length: end - Number(number) + 1 },
      (_, at) => `${before}${String(Number(number) + at).padStart(number.length, '0')}${after}`,
    );
  });
}
