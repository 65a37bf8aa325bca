import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

/**
 * Words that no text of this repository uses, because readers had to read them twice. Codes in JSON, state, metrics
 * and filter attributes are not words.
 */
const ROOT = new URL('../../', import.meta.url);

/** Files, or folders with a `/` at the end, whose words are data, each with the reason. */
const DATA: Readonly<Record<string, string>> = {
  'test/scripts/words.test.ts': 'names the words',
  'test/golden/documents/': 'documents that releases have written',
  'docs/schemas/alert.v1.schema.json': 'the schema of alerts of former releases',
};

/** Patterns that no file may contain, each with the word to use instead. */
const PHRASES: readonly (readonly [RegExp, instead: string])[] = [
  [/\b(it is|is now) over\b/i, 'resolved'],
  [/\b(not to be seen|seen again|SEEN AGAIN)\b/i, 'could not be measured; visible again'],
  [/\btold before\b/i, 'reminder'],
  [/\bit got (worse|better)\b/i, 'escalated, improved'],
  [/\bfor good\b/i, 'permanent'],
  [/\bmay free none\b/i, 'how much it frees is known only afterwards'],
  [/\bgoes on\b/i, 'continues'],
  [/\b(nobody|whoever|whichever)\b/i, 'the noun itself'],
  [/\b(is|are|was|were|be|been|being) told\b/i, 'reported, alerted, notified'],
  [/\bstands?\b(?!-)/i, 'is'],
  [/\blies in\b/i, 'is in'],
  [/\bpassed over\b/i, 'skipped'],
  [/\bdearest\b/i, 'most expensive'],
  [/\bwho holds\b/i, 'largest functions'],
  [/\bmend(s|ed|ing)?\b/i, 'fix'],
  [/\b(rings?|rang)\b/i, 'goes off'],
  [/\bspeaks? up\b/i, 'alert'],
  [/\ball else\b/i, 'everything else'],
  [/\bheeded\b/i, 'considered'],
  // As a code, `sight` is quoted or is in a list of codes.
  [/(?<!['"`]|limit, |or |true )\bsight\b(?!['"`])/i, 'visibility'],
];

/** Names of types that are not nouns. */
const TYPES =
  /\b(?:type|interface|class) (Told|Kept|Taken|Found|Heard|Known|Seen|Ready|Judged|Standing|Asked|Said|Given|Measured|Settled|Remembered|Shown|Listed|Watched|Stored|Written|Tried|Planned|Ended|Sent|Held|Met|Named|Opened|Silenced|Hidden|Played|Happening|Packaged|Changed|Received|Drawn|Built|Logged|Documented)\b/;

/** Names of functions that are not verb phrases. */
const FUNCTIONS =
  /^\s*(?:export )?(?:async )?function (asked|present|some|made|refined|orJump|mark|quietly|kept|seen|taken)\b/;

/** Names of files that do not say what the file does. */
const FILES =
  /\/(gone|parts|particulars|heeded|sight|ends|opened|(\w+-)*(told|said|kept|heard|meant|own-words|means)(-\w+)*)(\.\w+)*\.ts$/;

const files = ['src', 'scripts', 'test', 'docs', '.ci', '.']
  .flatMap((folder) =>
    readdirSync(new URL(folder, ROOT), { recursive: folder !== '.', encoding: 'utf8' }).map(
      (name) => (folder === '.' ? name : `${folder}/${name}`),
    ),
  )
  .filter((path) => /\.(ts|md|yml|mjs|sh|py)$|^\.ci\/run$|^(package|docs\/.*)\.json$/.test(path))
  .filter((path) => !Object.keys(DATA).some((data) => path.startsWith(data)));

const lines = files.flatMap((path) =>
  readFileSync(new URL(path, ROOT), 'utf8')
    .split('\n')
    .map((text, index) => ({ at: `${path}:${index + 1}`, text })),
);

function linesWith(pattern: RegExp): readonly string[] {
  return lines
    .filter(({ text }) => pattern.test(text))
    .map(({ at, text }) => `${at}: ${text.trim()}`);
}

describe('in code, tests and documents', () => {
  test.each(PHRASES)('%s is not written: %s', (pattern) => {
    expect(linesWith(pattern)).toEqual([]);
  });

  test('a type is a noun', () => {
    expect(linesWith(TYPES)).toEqual([]);
  });

  test('a function says what it returns or does', () => {
    expect(linesWith(FUNCTIONS)).toEqual([]);
  });

  test('a file says its job', () => {
    expect(files.filter((path) => FILES.test(path))).toEqual([]);
  });
});
