import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { parseText } from '../../../../src/prune/evidence/references/document.ts';
import {
  readRuleTarget,
  readStateMachine,
  readText,
} from '../../../../src/prune/evidence/references/read-callers.ts';
import { readTemplate } from '../../../../src/prune/evidence/references/read-template.ts';
import { sized } from '../../../size.ts';
import { facts, HOME } from './reference-examples.ts';

/** Of which documents consist. */
const SCRAPS = [
  ...'{% %} { } [ ] " \' : , $ ( ) & ~> / a 1 *x ${ {{resolve: \\'.split(' '),
  ...'Fn::Join Ref FunctionName States.Format function Resources Fn::ForEach::X'.split(' '),
  '!Sub ',
  '!GetAtt ',
  '\n',
  '  - ',
  '- ',
  '&x ',
];

describe('readers of documents', () => {
  const scraps = fc
    .array(fc.constantFrom(...SCRAPS), { maxLength: 40 })
    .map((parts) => parts.join(''));

  it('never throw, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(scraps, fc.string(), fc.json()), (text) => {
        expect(parseText(text).kind).toMatch(/parsed$/);
        readTemplate(text, facts());
        readTemplate(
          JSON.stringify({ Resources: { A: { Properties: { ServiceToken: text } } } }),
          facts(),
        );
        readStateMachine(JSON.stringify({ FunctionName: `{% ${text} %}` }), HOME);
        readStateMachine(JSON.stringify({ 'FunctionName.$': text }), HOME);
        readText(text, HOME);
        readRuleTarget({ Arn: text, InputTransformer: { InputTemplate: text } }, HOME);
      }),
      { numRuns: sized(60, 300) },
    );
  });

  it.each([
    ['brackets', '['.repeat(100_000)],
    ['lists of YAML', `${'- '.repeat(50_000)}a`],
    ['a map of YAML', Array.from({ length: 3_000 }, (_, at) => `${' '.repeat(at)}a:`).join('\n')],
    [
      'anchors that multiply',
      [
        'a: &a [x,x,x,x,x,x,x,x,x]',
        ...'bcdefghi'
          .split('')
          .map((one, at) => `${one}: &${one} [${Array(9).fill(`*${'abcdefgh'[at]}`).join(',')}]`),
      ].join('\n'),
    ],
  ])('say of too many %s that they could not be read', (_what, text) => {
    expect(parseText(text)).toMatchObject({ kind: 'not-parsed' });
  });

  it.each([
    [
      'functions that call each other twice',
      `($f0 := function($x) { $x }; ${Array.from({ length: 30 }, (_, at) => `$f${at + 1} := function($x) { $f${at}($x) & $f${at}($x) }`).join('; ')}; $f30('a'))`,
      {},
    ],
    [
      'variables that lead back to each other',
      '$c0',
      Object.fromEntries(
        Array.from({ length: 12 }, (_, at) => [
          `c${at}`,
          `{% 'a' & ${Array.from({ length: 12 }, (_, to) => `$c${to}`).join(' & ')} %}`,
        ]),
      ),
    ],
    [
      'variables with more and more values',
      '$d0',
      Object.fromEntries(
        Array.from({ length: 40 }, (_, at) => [
          `d${at}`,
          `{% ($x ? $d${at + 1} : 'a${at}') & ($y ? $d${at + 1} : 'b${at}') %}`,
        ]),
      ),
    ],
  ])('end soon with %s, and say that they were not understood', (_what, expression, Assign) => {
    const FunctionName = `{% ${expression} %}`;
    const findings = readStateMachine(JSON.stringify({ Assign, FunctionName }), HOME);
    expect(findings).toContainEqual(expect.objectContaining({ kind: 'could-not-check' }));
  });
});
