import { describe, expect, it } from 'vitest';

import { impliesCondition } from '../../scripts/cloudformation/conditions.ts';
import { parseTemplate } from '../sandbox/cloudformation/read-template.ts';

const TEMPLATE = parseTemplate(`
Conditions:
  IsA: !Equals [!Ref Kind, a]
  IsB: !Equals [!Ref Kind, b]
  IsBAgain: !Equals [b, !Ref Kind]
  IsNamed: !Not [!Equals [!Ref Name, '']]
  IsNamedA: !And [!Condition IsA, !Condition IsNamed]
  IsEither: !Or [!Condition IsA, !Condition IsNamed]
  IsUnnamedA: !And [!Condition IsA, !Not [!Condition IsNamed]]
`);

describe('impliesCondition', () => {
  it.each<[string, string, boolean]>([
    ['', 'IsA', false],
    ['IsA', 'IsA', true],
    ['IsNamedA', 'IsA', true],
    ['IsA', 'IsNamedA', false],
    ['IsA', 'IsEither', true],
    ['IsEither', 'IsA', false],
    ['IsEither !IsNamed', 'IsA', true],
    ['IsA !IsNamed', 'IsUnnamedA', true],
    ['!IsUnnamedA IsA', 'IsNamed', true],
    ['!IsA', 'IsB', false],
    // One parameter cannot equal two constants.
    ['IsA IsB', 'IsNamed', true],
    ['IsA IsBAgain', 'IsNamed', true],
    ['IsA', 'IsNowhere', false],
  ])('from "%s": %s, %s', (given, needed, follows) => {
    const known = given
      .split(' ')
      .filter((one) => one !== '')
      .map((one) => ({ condition: one.replace('!', ''), holds: !one.startsWith('!') }));
    expect(impliesCondition(TEMPLATE, known, needed)).toBe(follows);
  });
});
