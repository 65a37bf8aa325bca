import { existsSync, readdirSync, readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

const ROOT = new URL('../../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, ROOT), 'utf8');

const document = read('src/prune/delete/GUARDS.md');
const rows = document
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (?:guard|-)/.test(line));
const functions = [...document.matchAll(/`(\w+)`(?: and `\w+`)? in `(src\/[^`]+\.ts)`/g)].map(
  ([, name = '', file = '']) => ({ name, file }),
);
const tests = [...document.matchAll(/`(test\/[^`]+\.test\.ts)` "([^"]+)"/g)].map(
  ([, file = '', title = '']) => ({ file, title }),
);

/** Returns the names of the functions and classes in a file. */
function declared(file: string): readonly string[] {
  return [...read(file).matchAll(/^(?:export )?(?:async )?(?:function|class) (\w+)/gm)].map(
    ([, name = '']) => name,
  );
}

function typeScriptIn(folder: string): readonly string[] {
  return readdirSync(new URL(folder, ROOT))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}${name}`);
}

/** Returns the texts of the union after `declaration`, up to its semicolon. */
function codesOf(file: string, declaration: string): readonly string[] {
  const [, text = ''] = read(file).split(declaration);
  const union = text.slice(0, text.search(/;\n(?:\n|$)/));
  const codes = union.includes('readonly code:')
    ? [...union.matchAll(/readonly code: ([^;}]+)/g)].map(([, code = '']) => code).join(' ')
    : union;
  return [...codes.matchAll(/'([a-z-]+)'/g)].map(([, code = '']) => code);
}

describe('GUARDS.md', () => {
  it('has rows, each with its file and its test', () => {
    expect(rows.length).toBeGreaterThan(30);
    const bare = rows.filter((row) => !/`src\//.test(row) || !/`test\/[^`]+` "/.test(row));
    expect(bare).toEqual([]);
  });

  it('names files that exist', () => {
    const files = [...document.matchAll(/`((?:src|test)\/[^`]+)`/g)].map(([, file = '']) => file);
    expect(files.filter((file) => !existsSync(new URL(file, ROOT)))).toEqual([]);
  });

  it('names functions where they are', () => {
    expect(functions.filter(({ name, file }) => !declared(file).includes(name))).toEqual([]);
  });

  it('names tests by their titles', () => {
    const isThere = (file: string, title: string): boolean => {
      const text = read(file);
      return [`'${title}'`, `"${title}"`, `\`${title}\``].some((quoted) => text.includes(quoted));
    };
    expect(tests.filter(({ file, title }) => !isThere(file, title))).toEqual([]);
  });

  it('leaves out no guard: exports of guard files, and functions that return refusals or refuse requests', () => {
    const guards = [
      ...typeScriptIn('src/prune/plan/'),
      ...typeScriptIn('src/prune/apply/'),
      ...typeScriptIn('src/prune/delete/'),
    ].flatMap((file) => {
      const exported = file.includes('/guard')
        ? [...read(file).matchAll(/^export function (\w+)/gm)].map(([, name = '']) => name)
        : [];
      const refusing = declared(file).filter((name) =>
        /^(?:refuse|require)[A-Z]|^(?!refusals)\w+Refusals$/.test(name),
      );
      // Refusals of one kind are part of those of a row.
      const parts = ['stageRefusals', 'nameRefusals'];
      return [...new Set([...exported, ...refusing])]
        .filter((name) => !parts.includes(name))
        .map((name) => ({ name, file }));
    });
    expect(guards.length).toBeGreaterThan(20);
    const inDocument = (name: string, file: string): boolean =>
      document.split('\n').some((line) => line.includes(`\`${name}\``) && line.includes(file));
    expect(guards.filter(({ name, file }) => !inDocument(name, file))).toEqual([]);
  });

  it('leaves out no refusal and no reason to skip', () => {
    const refusals = codesOf('src/prune/model/recheck.ts', 'export type RefusalCode =');
    const skips = codesOf('src/prune/model/reason.ts', 'export type SkipReason =');
    expect(refusals.length).toBeGreaterThan(15);
    expect(skips.length).toBeGreaterThan(6);
    expect([...refusals, ...skips].filter((code) => !document.includes(`\`${code}\``))).toEqual([]);
  });

  it('has the refusals in the order of guardPrune', () => {
    const [, body = ''] = read('src/prune/plan/guard.ts').split('export function guardPrune');
    const order = [...body.matchAll(/\.\.\.(\w+Refusals)\(/g)].map(([, name = '']) => name);
    const [, table = ''] = document.split('## The refusals of `guardPrune`');
    const positions = order.map((name) => table.indexOf(`\`${name}\``));
    expect(order.length).toBeGreaterThan(5);
    expect(positions).not.toContain(-1);
    expect(positions).toEqual(positions.toSorted((a, b) => a - b));
  });

  it('is about all that is deleted: no other folder sends a request that deletes', () => {
    const deleting = readdirSync(new URL('src/', ROOT), { recursive: true, encoding: 'utf8' })
      .map((path) => `src/${path.replaceAll('\\', '/')}`)
      .filter((path) => path.endsWith('.ts') && /new Delete\w+Command\(/.test(read(path)));
    // The doctor deletes the one queue message that it has sent.
    const folders = new Set(deleting.map((path) => path.slice(0, path.lastIndexOf('/'))));
    expect([...folders].toSorted()).toEqual(['src/doctor/send', 'src/prune/delete']);
  });

  it('names every file that deletes', () => {
    const deleting = typeScriptIn('src/prune/delete/').filter((file) => {
      // Where clients are made from the parts that are guarded.
      return !file.endsWith('/access.ts');
    });
    expect(deleting.filter((file) => !document.includes(file))).toEqual([]);
  });
});
