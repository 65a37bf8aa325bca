import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

/**
 * Checks the words of the code and the documents, so that each line is understood at first reading. Codes in
 * JSON, state, metrics and filter attributes are not words.
 */
const ROOT = new URL('../../', import.meta.url);

/** Phrases that no file may contain. */
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
  [/(?<!['`])\bsight\b(?!['`])/i, 'visibility'],
];

/** Names that no type may have: a type is a noun. */
const TYPES =
  /\b(?:type|interface|class) (Told|Kept|Taken|Found|Heard|Known|Seen|Ready|Judged|Standing|Asked|Said|Given|Measured|Settled|Remembered|Shown|Listed|Watched|Stored|Written|Tried|Planned|Ended|Sent|Held)\b/;

/** Names that no function may have: a function is a verb phrase. */
const FUNCTIONS = /\bfunction (asked|present|some|made|refined|orJump|mark|quietly)\b/;

/** Names that no file may have. */
const FILES = /\/(gone|parts|particulars|heeded|said-once|own-words|sight|ends)(\.test)?\.ts$/;

const files = ['src', 'scripts', 'test', 'docs', '.']
  .flatMap((folder) =>
    readdirSync(new URL(folder, ROOT), { recursive: folder !== '.', encoding: 'utf8' }).map(
      (name) => (folder === '.' ? name : `${folder}/${name}`),
    ),
  )
  .filter((path) => /\.(ts|md|yml)$/.test(path) && !path.startsWith('test/'));

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

describe('in code and documents', () => {
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
