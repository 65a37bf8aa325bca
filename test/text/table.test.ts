import * as fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';

import { plain } from '../../src/text/plain.ts';
import { tableLines } from '../../src/text/table.ts';

const COLUMNS = [
  { title: 'NAME', wraps: true },
  { title: 'USED', align: 'right' },
  { title: 'WHY', wraps: true },
] as const;

describe('a table', () => {
  it('aligns columns by their width in terminal cells, figures to the right', () => {
    const rows = [
      ['dev', '7 %', 'a'],
      ['名前', '100 %', ''],
    ];
    expect(tableLines(COLUMNS, rows)).toEqual([
      'NAME   USED  WHY',
      'dev     7 %  a',
      '名前  100 %',
    ]);
  });

  it.each([
    ['Zürich', 6],
    ['e\u0301', 1],
    ['東京', 4],
    ['한국', 4],
    ['ｆｕｌｌ', 8],
    ['🚨', 2],
    ['⚠️', 2],
    ['⚠', 1],
    ['👩‍👩‍👧', 2],
    ['🇨🇭', 2],
    ['✓ █░', 4],
  ])('has %j in %i cells', (text, cells) => {
    const [, line] = tableLines([{ title: 'A name' }, { title: 'B' }], [[text, '|']]);
    expect(line).toBe(`${text}${' '.repeat(Math.max(6, cells) - cells)}  |`);
  });

  it('wraps the columns that may wrap and, if that is not enough, becomes a list', () => {
    const rows = [['development', '93 %', 'denied by a policy of the organisation']];
    expect(tableLines(COLUMNS, rows, { width: 40 })).toEqual([
      'NAME         USED  WHY',
      'development  93 %  denied by a policy of',
      '                   the organisation',
    ]);
    expect(tableLines(COLUMNS, rows, { width: 24 })).toEqual([
      'development',
      '  used: 93 %',
      '  why: denied by a',
      '  policy of the',
      '  organisation',
    ]);
  });

  it('makes the widest column that may wrap narrower, but not below its minimum width', () => {
    const columns = [COLUMNS[0], { title: 'WHY', wraps: true, atLeast: 6 }] as const;
    const rows = [['development', 'denied by all']];
    expect(tableLines(columns, rows, { width: 19 })).toEqual([
      'NAME         WHY',
      'development  denied',
      '             by all',
    ]);
    expect(tableLines(columns, rows, { width: 18 })[0]).toBe('development');
  });

  it('colours the text, but not the space around it', () => {
    const paint = (_: string, words: string) => `<${words}>`;
    const rows = [[{ text: 'bad one', tone: 'bad' as const }, '1 %', 'x']];
    expect(tableLines(COLUMNS, rows, { paint })[1]).toBe('<bad one>   1 %  x');
  });

  it('never exceeds the width, and loses no text', () => {
    const cell = fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 20, max: 120 }),
        (rows, width) => {
          const lines = tableLines(COLUMNS, rows, { width });
          expect(lines.filter((line) => stringWidth(line) > width)).toEqual([]);
          const sorted = (text: string) => Array.from(text.replaceAll(/\s/g, '')).sort().join('');
          const shown = sorted(lines.join(''));
          const texts = sorted(rows.flat().map(plain).join(''));
          for (const one of new Set(texts))
            expect(shown.split(one).length).toBeGreaterThanOrEqual(texts.split(one).length);
        },
      ),
    );
  });
});
