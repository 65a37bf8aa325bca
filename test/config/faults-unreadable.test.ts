import { describe, expect, test } from 'vitest';
import { faultsOf } from './broken-files.ts';

describe('text that is no configuration', () => {
  test('an empty file', () => {
    expect(faultsOf('')).toMatchInlineSnapshot(
      `"watchdog.yml: the file is empty; start from watchdog.example.yml"`,
    );
  });
  test('only comments', () => {
    expect(faultsOf('# nothing\n')).toMatchInlineSnapshot(
      `"watchdog.yml: the file is empty; start from watchdog.example.yml"`,
    );
  });
  test('a list', () => {
    expect(faultsOf('- a\n- b\n')).toMatchInlineSnapshot(
      `"watchdog.yml: the file holds a list; write keys such as tooling: and accounts: at its top"`,
    );
  });
  test('a single value', () => {
    expect(faultsOf('hello')).toMatchInlineSnapshot(
      `"watchdog.yml: the file holds a single value; write keys such as tooling: and accounts: at its top"`,
    );
  });
  test('an open bracket', () => {
    expect(faultsOf('a: [1, 2\nb: 3\n')).toMatchInlineSnapshot(
      `"watchdog.yml:2: the indentation or a bracket does not fit here; align the keys of a map and close brackets"`,
    );
  });
  test('a tab', () => {
    expect(faultsOf('tooling:\n\taccount: x\n')).toMatchInlineSnapshot(
      `"watchdog.yml:2: a tab is used as indentation here; indent with spaces"`,
    );
  });
  test('two documents', () => {
    expect(faultsOf('a: 1\n---\nb: 2\n')).toMatchInlineSnapshot(
      `"watchdog.yml:2: a second document starts here; keep one document and remove the '---'"`,
    );
  });
  test('a key that is a list', () => {
    expect(faultsOf('[a, b]: 1\n')).toMatchInlineSnapshot(
      `"watchdog.yml:1: a key here is not plain text; write a word followed by a colon"`,
    );
  });
  test('a tag', () => {
    expect(faultsOf('a: !Ref b\n')).toMatchInlineSnapshot(
      `"watchdog.yml:1: a tag (!name) is used here; remove it and write the plain value"`,
    );
  });
  test('an alias without an anchor', () => {
    expect(faultsOf('a: *b\n')).toMatchInlineSnapshot(
      `"watchdog.yml:1: text that starts with * is an alias, and this one is not defined; put a glob in quotes"`,
    );
  });
  test('text that is not UTF-8', () => {
    expect(faultsOf('a\u0000:\u0000')).toMatchInlineSnapshot(
      `"watchdog.yml: the file is not UTF-8 text; save it as UTF-8"`,
    );
  });
  test('many levels of brackets', () => {
    expect(faultsOf('['.repeat(100_000))).toMatchInlineSnapshot(
      `"watchdog.yml:1: values are nested too deeply here; write them flat"`,
    );
  });
  test('many levels of lists', () => {
    expect(faultsOf(`a:\n${'- '.repeat(100_000)}`)).toMatchInlineSnapshot(
      `"watchdog.yml:2: values are nested too deeply here; write them flat"`,
    );
  });
  test('aliases that multiply', () => {
    expect(
      faultsOf(
        `a: &a [x, x, x, x, x, x, x, x, x]\n${Array.from('bcdefgh')
          .map((name, at) => {
            const last = 'abcdefg'[at];
            return `${name}: &${name} [${Array.from({ length: 9 }, () => `*${last}`).join(', ')}]`;
          })
          .join('\n')}`,
      ),
    ).toMatchInlineSnapshot(
      `"watchdog.yml: aliases (*name) are used too often; write the values out"`,
    );
  });
});
