import { readdirSync, readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { commands } from '../../src/cli/commands/index.ts';

const SRC = new URL('../../src/', import.meta.url);
const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((path) =>
  /\.(?:ts|yml|json)$/.test(path),
);

/** Returns the texts of a source file without its comments and schema titles, which people do not type. */
function textsOf(source: string): string {
  return source
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/^\s*(?:\/\/|#).*$/gm, '')
    .replace(/title: '[^']* --json'/g, '');
}

describe('src', () => {
  it('names commands only through typedCommand, which applies the setting command', () => {
    const names = commands.map(({ name }) => name).join('|');
    const spelt = new RegExp(`limits-watchdog(?:\\.mjs)? (?:${names}|help|COMMAND)\\b`, 'g');
    const found = files.flatMap((path) =>
      [...textsOf(readFileSync(new URL(path, SRC), 'utf8')).matchAll(spelt)].map(
        ([words]) => `${path}: ${words}`,
      ),
    );
    expect(found).toEqual([]);
  });

  it('never suggests npx with the name of the project', () => {
    const found = files.filter((path) =>
      textsOf(readFileSync(new URL(path, SRC), 'utf8')).includes('npx limits-watchdog'),
    );
    expect(found).toEqual([]);
  });
});
