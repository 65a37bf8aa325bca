import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { importsOf } from '../scripts/architecture/source.ts';
import { textWall } from '../scripts/architecture/text-modules.ts';
import { fits, textReachesOf } from '../scripts/architecture/text-wall.ts';
import {
  breachesOf,
  circlesOf,
  emptyNamesOf,
  reachesOf,
  type Walls,
} from '../scripts/architecture/walls.ts';

/* What each part of src/ may import: the table of the layout. A trailing * is "begins with". */
const model = ['model'];
const sdk = ['@aws-sdk/*', '@smithy/*', '@aws-lambda-powertools/*'];
const everything = [
  'model',
  'config',
  'decide',
  'render',
  'ports',
  'flows',
  'prune',
  'aws',
  'entry',
];

const walls: Walls = {
  // part    values of the project                             types only          from outside
  model: { project: model, types: [], outside: [] },
  config: { project: ['config', 'model'], types: [], outside: ['zod/mini', 'yaml'] },
  decide: { project: ['decide', 'model'], types: [], outside: [] },
  render: { project: ['render', 'model'], types: [], outside: [] },
  ports: { project: [], types: model, outside: [] },
  flows: {
    project: ['flows', 'model', 'config', 'decide', 'render'],
    types: ['ports'],
    outside: ['p-limit'],
  },
  prune: { project: ['prune', 'model'], types: [], outside: ['yaml'] },
  aws: {
    project: ['aws', 'model', 'decide', 'prune'],
    types: ['ports'],
    outside: [...sdk, 'node:*'],
  },
  entry: { project: everything, types: [], outside: ['*'] },
};

const root = new URL('../src/', import.meta.url);
const paths = readdirSync(root, { recursive: true, encoding: 'utf8' }).map((path) =>
  path.replaceAll('\\', '/'),
);
const files = paths
  .filter((path) => path.endsWith('.ts'))
  .map((path) => ({ path, text: readFileSync(new URL(path, root), 'utf8') }));

describe('src', () => {
  it('has files to look at', () => {
    expect(files.length).toBeGreaterThan(5);
  });

  it('imports nothing across the walls of the layout', () => {
    expect(breachesOf(files, walls)).toEqual([]);
  });

  it('has no circle of imports between its parts', () => {
    expect(circlesOf(files)).toEqual([]);
  });

  it('is handed environment, clock and chance, and reads them only in entry', () => {
    expect(reachesOf(files, ['entry'])).toEqual([]);
  });

  it('has names that say the job', () => {
    expect(emptyNamesOf(paths)).toEqual([]);
  });
});

describe('what decides exit codes, counts and guards', () => {
  it('imports no text, directly or through others', () => {
    expect(textReachesOf(files, textWall)).toEqual([]);
  });

  it('is all there: every file that the wall names', () => {
    const named = [...textWall.deciding, ...textWall.text, ...textWall.neither];
    const missing = named.filter((name) => !files.some(({ path }) => fits(path, name)));
    expect(missing).toEqual([]);
  });
});

describe('importsOf', () => {
  it.each([
    [`import a from './a.ts';`, './a.ts', false],
    [`import a, { b as c } from "./a.ts";`, './a.ts', false],
    [`import * as a from './a.ts';`, './a.ts', false],
    [`import {\n  a,\n  b,\n} from './a.ts';`, './a.ts', false],
    [`import type { A } from './a.ts';`, './a.ts', true],
    [`import { type A } from './a.ts';`, './a.ts', false],
    [`import './a.ts';`, './a.ts', false],
    [`export * from './a.ts';`, './a.ts', false],
    [`export * as a from './a.ts';`, './a.ts', false],
    [`export { a } from './a.ts';`, './a.ts', false],
    [`export type { A } from './a.ts';`, './a.ts', true],
    [`const a = await import('./a.ts');`, './a.ts', false],
    ['const a = await import(`./a.ts`);', './a.ts', false],
    [`type A = import('./a.ts').A;`, './a.ts', false],
    [`const a = await import(name);`, undefined, false],
    ['const a = `${await import("./a.ts")} ${"}"}`;', './a.ts', false],
    [`const quote = /["'/]/; import './a.ts';`, './a.ts', false],
    [`const half = a / 2; import './a.ts'; const b = 1 / 2;`, './a.ts', false],
  ])('reads %j', (source, specifier, typeOnly) => {
    expect(importsOf(source)).toEqual([{ specifier, typeOnly, line: 1 }]);
  });

  it.each([
    `// import a from './a.ts';`,
    `/* import './a.ts'; */`,
    `const text = "import './a.ts'";`,
    "const text = `import './a.ts' ${1}`;",
    `const text = 'it\\'s from "./a.ts"';`,
    `const here = import.meta.url;`,
    `export const from = 'a';`,
  ])('does not take %j for an import', (source) => {
    expect(importsOf(source)).toEqual([]);
  });

  it('says the line', () => {
    expect(importsOf(`// first\n\nimport './a.ts';\n`)).toEqual([
      { specifier: './a.ts', typeOnly: false, line: 3 },
    ]);
  });
});

describe('breachesOf', () => {
  const breaches = (path: string, text: string) => breachesOf([{ path, text }], walls);

  it.each([
    ['model/a.ts', `import { b } from '../config/b.ts';`, 'may not import src/config/b.ts'],
    ['model/a.ts', `import type { B } from '../flows/b.ts';`, 'may not import src/flows/b.ts'],
    ['model/a.ts', `import { join } from 'node:path';`, 'may not import node:path'],
    ['decide/a.ts', `export * from '../aws/b.ts';`, 'may not import src/aws/b.ts'],
    ['render/a.ts', `const b = await import('../decide/b.ts');`, 'may not import src/decide/b.ts'],
    ['config/a.ts', `import { z } from 'zod';`, 'may not import zod'],
    ['flows/a.ts', `import { Port } from '../ports.ts';`, 'may import only types of src/ports.ts'],
    ['flows/a.ts', `import { S3Client } from '@aws-sdk/client-s3';`, 'may not import @aws-sdk/'],
    ['aws/a.ts', `import pLimit from 'p-limit';`, 'may not import p-limit'],
    ['aws/a.ts', `import { b } from '../entry/b.ts';`, 'may not import src/entry/b.ts'],
    ['aws/a.ts', `await import(name);`, 'imports a module whose name is computed'],
    ['flows/a.ts', `import { a } from 'limits-watchdog:configuration';`, 'may not import limits-'],
    ['model/a.ts', `import { a } from '../../test/a.ts';`, 'may not import ../../test/a.ts from'],
    ['ports.ts', `import { a } from './model/a.ts';`, 'may import only types of src/model/a.ts'],
    ['other/a.ts', `export const a = 1;`, 'the import table has no row for other'],
  ])('finds fault with %s: %s', (path, text, fault) => {
    expect(breaches(path, text)).toEqual([expect.stringContaining(fault)]);
  });

  it.each([
    ['flows/a.ts', `import type { Port } from '../ports.ts';\nimport pLimit from 'p-limit';`],
    ['aws/limits/a.ts', `import { b } from '../b.ts';\nimport { c } from '../../model/c.ts';`],
    [
      'aws/a.ts',
      `import { S3Client } from '@aws-sdk/client-s3';\nimport { Agent } from 'node:https';`,
    ],
    ['entry/a.ts', `import { configuration } from 'limits-watchdog:configuration';`],
    ['ports.ts', `import type { A } from './model/a.ts';`],
  ])('lets %s be: %s', (path, text) => {
    expect(breaches(path, text)).toEqual([]);
  });
});

describe('textReachesOf', () => {
  const wall = { deciding: ['decide/*'], text: ['render/*'], neither: ['render/plan-json.ts'] };
  const reaches = (...sources: readonly (readonly [path: string, text: string])[]) =>
    textReachesOf(
      sources.map(([path, text]) => ({ path, text })),
      wall,
    );

  it.each([
    [[['decide/a.ts', `import { b } from '../render/b.ts';`]], 'src/render/b.ts'],
    [[['decide/a.ts', `export * from '../render/b.ts';`]], 'src/render/b.ts'],
    [
      [
        ['decide/a.ts', `import { c } from '../flows/c.ts';`],
        ['flows/c.ts', `import { d } from '../render/plan-json.ts';`],
        ['render/plan-json.ts', `const b = await import('./b.ts');`],
      ],
      'src/flows/c.ts → src/prune/documents/plan-json.ts → src/render/b.ts',
    ],
  ] as const)('names the way to a text: %j', (sources, way) => {
    expect(reaches(...sources)).toEqual([`src/decide/a.ts → ${way}`]);
  });

  it.each([
    [[['decide/a.ts', `import type { B } from '../render/b.ts';`]]],
    [[['decide/a.ts', `import { b } from '../render/plan-json.ts';`]]],
    [[['render/a.ts', `import { b } from './b.ts';`]]],
    [
      [
        ['decide/a.ts', `import { c } from './c.ts';`],
        ['decide/c.ts', `import { a } from './a.ts';`],
      ],
    ],
  ] as const)('lets be: %j', (sources) => {
    expect(reaches(...sources)).toEqual([]);
  });
});

describe('circlesOf', () => {
  it('names a circle once, types included', () => {
    const circle = [
      { path: 'model/a.ts', text: `import type { B } from '../config/b.ts';` },
      { path: 'config/b.ts', text: `import { C } from '../decide/c.ts';` },
      { path: 'decide/c.ts', text: `import { A } from '../model/a.ts';` },
    ];
    expect(circlesOf(circle)).toEqual(['config → decide → model → config']);
  });

  it('does not mind files of one part that import each other', () => {
    const inside = [{ path: 'aws/a.ts', text: `import { b } from './limits/b.ts';` }];
    expect(circlesOf(inside)).toEqual([]);
  });
});

describe('reachesOf', () => {
  const reaches = (path: string, text: string) => reachesOf([{ path, text }], ['entry']);

  it.each([
    ['const a = process.env["A"];', 'reads the process'],
    ['const a = globalThis.process?.argv;', 'reads the process'],
    ['const a = Date.now();', 'reads the clock'],
    ['const clock = Date.now;', 'reads the clock'],
    ['const a = new Date();', 'reads the clock'],
    ['const a = new Date;', 'reads the clock'],
    ['const a = performance.now();', 'reads the clock'],
    ['console.log(1);', 'writes to the console'],
    ['const a = Math.random();', 'draws at random'],
    ['let cache = 1;', 'keeps state in the module'],
  ])('finds %j', (text, what) => {
    expect(reaches('flows/a.ts', text)).toEqual([`src/flows/a.ts:1 ${what}`]);
  });

  it.each([
    '// process.env is read in entry',
    'const a = new Date(at);',
    'const a: Date = at;',
    'const a = Date.parse(text) + Date.UTC(2026, 1);',
    'const text = "console.log";',
    'function f() {\n  let a = 1;\n}',
  ])('does not mind %j', (text) => {
    expect(reaches('flows/a.ts', text)).toEqual([]);
  });

  it('leaves the composition roots alone', () => {
    expect(reaches('entry/watch.ts', 'const a = process.env["A"] ?? Date.now();')).toEqual([]);
  });
});

describe('emptyNamesOf', () => {
  it('finds names that say nothing', () => {
    const names = ['aws/utils/a.ts', 'aws/helpers.ts', 'common', 'decide/notice.ts'];
    expect(emptyNamesOf(names)).toEqual(['aws/utils/a.ts', 'aws/helpers.ts', 'common']);
  });
});
