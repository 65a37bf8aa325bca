import { readdirSync, readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

const ROOT = new URL('../../', import.meta.url);
const NPX = /\bnpx\s+(?:-\S+\s+)*limits-watchdog\b/;
/** `npm i limits-watchdog` and similar commands would install it from the public registry. */
const FROM_REGISTRY =
  /\b(?:npm\s+(?:install|i|add|exec)|pnpm\s+(?:add|dlx)|yarn\s+(?:add|dlx)|bunx)\s+(?:-\S+\s+)*limits-watchdog\b/;

function filesBelow(folder: string, ends: RegExp): readonly string[] {
  return readdirSync(new URL(folder, ROOT), { recursive: true, encoding: 'utf8' })
    .filter((name) => ends.test(name))
    .map((name) => `${folder}${name}`);
}

const textOf = (name: string) => readFileSync(new URL(name, ROOT), 'utf8');
/** Files whose readers may have no checkout: messages, alerts, pages, templates. */
const SOURCES = filesBelow('src/', /\.(?:ts|yml|md|json)$/);
const PAGES = ['README.md', 'CONTRIBUTING.md', ...filesBelow('docs/', /\.md$/)];

/** Pages for readers with a checkout; each says so before its first such command. */
const FOR_A_CHECKOUT = /\bcheckout\b|\bgit clone\b|\bnpm ci\b/;

describe('the name limits-watchdog, which anybody may publish on the public registry', () => {
  it('is not run by npx in any message or template', () => {
    const faulty = SOURCES.filter((name) => NPX.test(textOf(name)));
    expect(faulty).toEqual([]);
    expect(SOURCES.length).toBeGreaterThan(300);
  });

  it.each(PAGES)('is run by npx only in a checkout, as %s says first', (page) => {
    const text = textOf(page);
    const at = text.search(NPX);
    expect(at === -1 || FOR_A_CHECKOUT.test(text.slice(0, at))).toBe(true);
  });

  it.each([...PAGES, 'package.json', 'watchdog.example.yml'])(
    'is never installed from the registry in %s',
    (page) => {
      expect(textOf(page)).not.toMatch(FROM_REGISTRY);
    },
  );

  it.each([
    ['npx limits-watchdog check', true],
    ['npx -y limits-watchdog', true],
    ['npx --yes  limits-watchdog init', true],
    ['limits-watchdog check', false],
    ['npx limits-watchdogs', false],
  ])('is found in %s: %s', (text, expected) => {
    expect(NPX.test(text)).toBe(expected);
  });
});
