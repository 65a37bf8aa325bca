import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plain, printTable, progress } from '../../scripts/terminal.ts';

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

describe('printTable and progress', () => {
  it('write whole lines without control characters', () => {
    const written: string[] = [];
    const sink = { write: (text: string) => written.push(text) };
    printTable([{ title: 'a' }], [['1\u001B[2J']], sink);
    progress('step\r\u001B[K one', sink);
    expect(written).toEqual(['a\n', '1 [2J\n', 'step  one\n']);
  });
});
