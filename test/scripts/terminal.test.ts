import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  displayWidth,
  plain,
  printTable,
  progress,
  table,
  type Column,
} from '../../scripts/terminal.ts';

describe('plain', () => {
  it.each([
    ['colours', '\u001B[31mred\u001B[0m', 'red'],
    ['8-bit sequences', '\u009B2Jcleared', 'cleared'],
    ['links', '\u001B]8;;https://example.com\u0007here\u001B]8;;\u001B\\', 'here'],
    ['short sequences', '\u001BcReset \u001B(B', 'Reset '],
    ['an escape alone', 'a\u001B', 'a'],
    ['a bell and a backspace', 'a\u0007b\u0008c', 'abc'],
    ['C1', 'a\u0085b\u009Fc', 'abc'],
    ['line ends and tabs', 'a\r\nb\tc\u2028d', 'a b c d'],
    ['turned text', 'prod\u202Etset\u2066', 'prodtset'],
  ])('takes out %s', (_, text, expected) => {
    expect(plain(text)).toBe(expected);
  });

  it.each(['Zürich – 東京', '👩‍👩‍👧 ⚠️', 'e\u0301'])('leaves %s alone', (text) => {
    expect(plain(text)).toBe(text);
  });

  it('removes every control character, and changes nothing the second time', () => {
    const text = fc.string({
      unit: fc.oneof(
        fc.constantFrom(
          '\u001B',
          '[',
          ']',
          '\u0007',
          '\u009B',
          '\u009C',
          '\\',
          '\n',
          ';',
          'm',
          '0',
        ),
        fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
      ),
    });
    fc.assert(
      fc.property(text, (value) => {
        expect(plain(value)).not.toMatch(/\p{Cc}/u);
        expect(plain(plain(value))).toBe(plain(value));
      }),
    );
  });
});

describe('displayWidth', () => {
  it.each([
    ['', 0],
    ['abc', 3],
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
    ['\u001B[1mbold\u001B[0m', 4],
  ])('of %j is %i', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });
});

describe('table', () => {
  it('pads by display width, text to the left and figures to the right', () => {
    const columns: readonly Column[] = [
      { title: 'account' },
      { title: 'used', align: 'right' },
      { title: 'state' },
    ];
    const rows = [
      ['dev-東京', '91.2 %', 'critical'],
      ['prod', '7 %', 'ok'],
      ['team\u001B[31m\nred', '', ''],
      ['short'],
    ];
    expect(table(columns, rows).join('\n')).toMatchInlineSnapshot(`
      "account     used  state
      dev-東京  91.2 %  critical
      prod         7 %  ok
      team red
      short"
    `);
  });

  it('has lines of one width up to the last column', () => {
    const cell = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell)), (rows) => {
        const columns = [{ title: 'a' }, { title: 'b' }];
        const marked = rows.map(([first, second]) => [first, `|${second}`]);
        const starts = table(columns, marked)
          .slice(1)
          .map((line, index) => {
            const [, last = ''] = marked[index] ?? [];
            const end = plain(last).trimEnd();
            return displayWidth(line) - displayWidth(end);
          });
        expect(new Set(starts).size).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('printTable and progress', () => {
  it('write whole lines without control characters', () => {
    const written: string[] = [];
    const sink = { write: (text: string) => written.push(text) };
    printTable([{ title: 'a' }], [['1\u001B[2J']], sink);
    progress('step\r\u001B[K one', sink);
    expect(written).toEqual(['a\n', '1\n', 'step  one\n']);
  });
});
