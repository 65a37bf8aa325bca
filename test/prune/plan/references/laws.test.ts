import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { ReferenceFinding } from '../../../../src/prune/evidence/references/reference-forms.ts';
import { HIDDEN, UNKNOWN } from '../../../../src/prune/evidence/references/resolved.ts';
import {
  readRuleTarget,
  readStateMachine,
  readText,
} from '../../../../src/prune/evidence/references/read-callers.ts';
import { readTemplate } from '../../../../src/prune/evidence/references/read-template.ts';
import { referencesTo } from '../../../../src/prune/evidence/references/reference-forms.ts';
import { ACCOUNT, arn, facts, HOME, keptOf, token, parameters } from './reference-examples.ts';

const letters = 'abcxyzABC-_0123456789'.split('');
const name = fc
  .tuple(
    fc.constantFrom('a', 'b', 'Z'),
    fc.string({ unit: fc.constantFrom(...letters), maxLength: 8 }),
  )
  .map(([first, rest]) => `${first}${rest}`);
const version = fc.integer({ min: 1, max: 9 });
/** The forms in which AWS accepts a version of a function. */
const FORMS = [
  (of: string, number: number) => `${of}:${number}`,
  (of: string, number: number) => `function:${of}:${number}`,
  (of: string, number: number) => `${ACCOUNT}:function:${of}:${number}`,
  (of: string, number: number) => arn(`${of}:${number}`),
];
const reference = fc
  .tuple(name, version, fc.constantFrom(...FORMS))
  .map(([of, number, form]) => ({ of, number, form, text: form(of, number) }));

/** Whether the findings keep the version, or say that a reference could not be resolved. */
function isSafe(findings: readonly ReferenceFinding[], of: string, number: number): boolean {
  return (
    keptOf(findings, of).includes(number) || findings.some(({ kind }) => kind === 'could-not-tell')
  );
}

/** Returns random documents that contain `leaf`. */
function around(leaf: unknown): fc.Arbitrary<unknown> {
  const key = fc.constantFrom('Input', 'Target', 'Resource', 'FunctionName', 'x', 'States');
  return fc
    .array(fc.tuple(fc.boolean(), key, fc.jsonValue({ maxDepth: 1 })), { maxLength: 5 })
    .map((layers) =>
      layers.reduce<unknown>(
        (inner, [isList, name, beside]) => (isList ? [beside, inner] : { beside, [name]: inner }),
        leaf,
      ),
    );
}

describe('references of documents', () => {
  it('that are literal are always found, wherever they are and whatever is beside them', () => {
    fc.assert(
      fc.property(
        reference.chain((one) => around(one.text).map((document) => ({ one, document }))),
        ({ one, document }) => {
          const text = JSON.stringify({ document });
          const readers = [
            readText(text, HOME),
            readStateMachine(text, HOME),
            readRuleTarget({ Input: text }, HOME),
            readTemplate(
              JSON.stringify({ Resources: { One: { Properties: { document } } } }),
              facts(),
            ),
          ];
          for (const findings of readers) expect(keptOf(findings, one.of)).toContain(one.number);
        },
      ),
    );
  });

  it('that are literal are found behind a placeholder that is not closed in its own text', () => {
    for (const open of ['${', '<aws.', '{{resolve:']) {
      const text = JSON.stringify({ beside: [open], Input: 'a:1', more: '}>}}' });
      expect(keptOf(readText(text, HOME), 'a')).toContain(1);
    }
  });

  it.each([
    ['a text of the document', JSON.stringify({ before: '${', Input: 'orders:9', after: '}' })],
    ['a document in a text', JSON.stringify({ at: JSON.stringify({ a: '${', b: 'orders:9}' }) })],
  ])('that are literal are found behind a placeholder that is not closed in %s', (_, text) => {
    const task = { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage', End: true };
    const machine = { StartAt: 'A', States: { A: { ...task, Parameters: { Body: text } } } };
    const queue = { Type: 'AWS::SSM::Parameter', Properties: { Value: text } };
    const template = { Resources: { Fn: { Type: 'AWS::Lambda::Function' }, Queue: queue } };
    for (const findings of [
      readText(text, HOME),
      readStateMachine(JSON.stringify(machine), HOME),
      readTemplate(JSON.stringify(template), facts()),
    ]) {
      expect(keptOf(findings, 'orders')).toContain(9);
    }
  });

  it('never mean a function whose name is only part of a word', () => {
    fc.assert(
      fc.property(reference, name, fc.boolean(), (one, more, isBefore) => {
        const longer = isBefore ? `${more}${one.of}` : `${one.of}${more}`;
        const text = one.form(longer, one.number);
        const documents = [
          readText(text, HOME),
          readText(JSON.stringify({ FunctionName: longer, Qualifier: one.number }), HOME),
          token(text),
          token({ 'Fn::Sub': text }),
          readStateMachine(JSON.stringify({ FunctionName: `{% '${longer}' & ':1' %}` }), HOME),
        ];
        for (const findings of documents) expect(keptOf(findings, one.of)).toEqual([]);
      }),
    );
  });

  it('are not lost when any part of them is unknown', () => {
    fc.assert(
      fc.property(
        reference,
        fc.array(fc.tuple(fc.nat(60), fc.nat(12)), { minLength: 1, maxLength: 3 }),
        fc.constantFrom(UNKNOWN, HIDDEN),
        (one, cuts, wildcard) => {
          let pattern = one.text;
          for (const [start, length] of cuts) {
            const at = start % (pattern.length + 1);
            pattern = pattern.slice(0, at) + wildcard + pattern.slice(at + length);
          }
          const { findings, mayBeAnyFunction } = referencesTo(pattern, false, HOME, '');
          expect(mayBeAnyFunction || keptOf(findings, one.of).includes(one.number)).toBe(true);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('are not lost when a template puts them together, cut anywhere', () => {
    const cut = fc.array(fc.nat(60), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(reference, cut, fc.array(fc.nat(5)), (one, cuts, kinds) => {
        const at = [...new Set(cuts.map((place) => place % one.text.length))].sort((a, b) => a - b);
        const parts = [0, ...at].map((start, i) => one.text.slice(start, at[i]));
        const given = parameters(parts.map((part, i) => [`P${i}`, part]));
        const values = parts.map(
          (part, i) =>
            [
              part,
              { Ref: `P${i}` },
              { 'Fn::Sub': `\${P${i}}` },
              { 'Fn::If': ['C', part, 'x'] },
              { 'Fn::Select': [0, [part]] },
              { 'Fn::ImportValue': 'some' },
            ][kinds[i] ?? 0],
        );
        const findings = token({ 'Fn::Join': ['', values] }, {}, facts({ parameters: given }));
        expect(isSafe(findings, one.of, one.number)).toBe(true);
      }),
    );
  });

  it('are not lost when a state machine puts them together, cut anywhere', () => {
    const cut = fc.array(fc.nat(60), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(reference, cut, fc.array(fc.nat(4)), (one, cuts, kinds) => {
        const at = [...new Set(cuts.map((place) => place % one.text.length))].sort((a, b) => a - b);
        const parts = [0, ...at].map((start, i) => one.text.slice(start, at[i]));
        const Assign = Object.fromEntries(parts.map((part, i) => [`p${i}`, part]));
        const expressions = parts.map(
          (part, i) =>
            [
              `'${part}'`,
              `$p${i}`,
              `$join(['${part}'])`,
              `(true ? '${part}' : 'x')`,
              '$states.input.x',
            ][kinds[i] ?? 0],
        );
        const definition = {
          Assign,
          Type: 'Task',
          Resource: 'arn:aws:states:::lambda:invoke',
          Arguments: { FunctionName: `{% ${expressions.join(' & ')} %}` },
        };
        const findings = readStateMachine(JSON.stringify(definition), HOME);
        expect(isSafe(findings, one.of, one.number)).toBe(true);
      }),
    );
  });
});
