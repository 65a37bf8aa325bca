import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { wholeDeletionsOf } from '../scripts/architecture/deletions.ts';
import { importsOf } from '../scripts/architecture/source.ts';
import { textWall } from '../scripts/architecture/text-modules.ts';
import { fits, textReachesOf } from '../scripts/architecture/text-wall.ts';
import {
  house,
  MOST_FILES_IN_A_FOLDER,
  plugInFolders,
  sharedByPlugIns,
} from '../scripts/architecture/house.ts';
import {
  breachesOf,
  circlesOf,
  crossingsOf,
  crowdedFoldersOf,
  emptyNamesOf,
  impuritiesOf,
  reachesOf,
  repeatedNamesOf,
} from '../scripts/architecture/walls.ts';
import type { House } from '../scripts/architecture/walls.ts';

const repository = new URL('../', import.meta.url);
const root = new URL('src/', repository);
const paths = readdirSync(root, { recursive: true, encoding: 'utf8' }).map((path) =>
  path.replaceAll('\\', '/'),
);
const files = paths
  .filter((path) => path.endsWith('.ts'))
  .map((path) => ({ path, text: readFileSync(new URL(path, root), 'utf8') }));
const sources = files.map(({ path }) => path);

describe('src', () => {
  it('has files to look at', () => {
    expect(files.length).toBeGreaterThan(5);
  });

  it('has no import that goes up, or to a wing beside, or outside what its wing may import', () => {
    expect(breachesOf(files, house)).toEqual([]);
  });

  it('has pure folders that reach no module from outside', () => {
    expect(impuritiesOf(files, house)).toEqual([]);
  });

  it('has no circle of imports between its wings', () => {
    expect(circlesOf(files)).toEqual([]);
  });

  it('reads environment, clock and chance only in functions and cli', () => {
    expect(reachesOf(files, ['functions', 'cli'])).toEqual([]);
  });

  it('cannot delete a function: only a version, by its Qualifier, and only in prune/delete', () => {
    expect(wholeDeletionsOf(files)).toEqual([]);
  });

  it('has plug-ins that do not import each other', () => {
    expect(plugInFolders.flatMap((folder) => crossingsOf(files, folder, sharedByPlugIns))).toEqual(
      [],
    );
  });

  it('has at most 30 files in a folder', () => {
    expect(crowdedFoldersOf(sources, MOST_FILES_IN_A_FOLDER)).toEqual([]);
  });

  it('has no file name twice in a wing', () => {
    expect(repeatedNamesOf(sources, plugInFolders)).toEqual([]);
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

const codeIn = (text: string) => [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);

describe('docs/architecture.md', () => {
  const page = readFileSync(new URL('docs/architecture.md', repository), 'utf8');

  it('has the floors and the wings of the house', () => {
    const floors = [...page.matchAll(/^\| (\d+) +\| (.*?) +\|/gm)].reduce<string[][]>(
      (found, [, floor = '', wings = '']) => {
        const at = Number(floor) - 1;
        found[at] = [...(found[at] ?? []), ...codeIn(wings).map((wing) => wing.replace('/', ''))];
        return found;
      },
      [],
    );
    expect(floors).toEqual(house.floors);
  });

  it('has the pure folders of the house', () => {
    const [, list = ''] = /^A pure folder imports .*?: (.*?)\. /m.exec(page) ?? [];
    expect(codeIn(list)).toEqual(house.pure);
  });

  it('is one page', () => {
    expect(page.split('\n').length).toBeLessThanOrEqual(65);
  });
});

describe.each(['docs/architecture.md', 'CONTRIBUTING.md'])('%s', (path) => {
  it('names files and folders that exist', () => {
    const named = codeIn(readFileSync(new URL(path, repository), 'utf8')).filter((code) =>
      /^[\w.-]+\/[\w./-]*$/.test(code),
    );
    const isThere = (name: string) =>
      ['', 'src/', 'src/prune/', 'src/alerts/outputs/'].some((folder) =>
        existsSync(new URL(`${folder}${name}`, repository)),
      );
    expect(named.length).toBeGreaterThan(10);
    // `dist/` exists only after a build.
    expect(named.filter((name) => name !== 'dist/' && !isThere(name))).toEqual([]);
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

const small: House = {
  floors: [['model'], ['text', 'aws'], ['alerts'], ['cli']],
  outside: { aws: ['@aws-sdk/*', 'node:*'], alerts: ['p-limit'], cli: ['*'] },
  pure: ['model/', 'alerts/words/'],
  pureModules: ['yaml'],
};

describe('breachesOf', () => {
  const breaches = (path: string, text: string) => breachesOf([{ path, text }], small);

  it.each([
    ['model/a.ts', `import { b } from '../text/b.ts';`, 'src/text/b.ts, which is above model'],
    ['model/a.ts', `import type { B } from '../cli/b.ts';`, 'src/cli/b.ts, which is above model'],
    ['text/a.ts', `export * from '../aws/b.ts';`, 'src/aws/b.ts, which is beside text'],
    ['text/a.ts', `const b = await import('../alerts/b.ts');`, 'which is above text'],
    ['model/a.ts', `import { join } from 'node:path';`, 'may not import node:path'],
    ['alerts/a.ts', `import { S3Client } from '@aws-sdk/client-s3';`, 'may not import @aws-sdk/'],
    ['aws/a.ts', `await import(name);`, 'imports a module whose name is computed'],
    ['model/a.ts', `import { a } from '../../test/a.ts';`, 'imports ../../test/a.ts from outside'],
    [
      'alerts/a.ts',
      `import { a } from '../other/a.ts';`,
      'src/other/a.ts, whose wing has no floor',
    ],
    ['other/a.ts', `export const a = 1;`, 'no floor has the wing other'],
  ])('finds fault with %s: %s', (path, text, fault) => {
    expect(breaches(path, text)).toEqual([expect.stringContaining(fault)]);
  });

  it.each([
    ['alerts/a.ts', `import { b } from '../aws/b.ts';\nimport pLimit from 'p-limit';`],
    ['alerts/words/a.ts', `import { b } from '../b.ts';\nimport { c } from '../../model/c.ts';`],
    ['aws/a.ts', `import { S3Client } from '@aws-sdk/client-s3';`],
    ['cli/a.ts', `import { configuration } from 'limits-watchdog:configuration';`],
  ])('accepts %s: %s', (path, text) => {
    expect(breaches(path, text)).toEqual([]);
  });
});

describe('impuritiesOf', () => {
  const impurities = (...sources: readonly (readonly [path: string, text: string])[]) =>
    impuritiesOf(
      sources.map(([path, text]) => ({ path, text })),
      small,
    );

  it.each([
    [[['model/a.ts', `import { join } from 'node:path';`]], 'model/a.ts → node:path'],
    [
      [
        ['alerts/words/a.ts', `import { b } from '../b.ts';`],
        ['alerts/b.ts', `import { S3Client } from '@aws-sdk/client-s3';`],
      ],
      'alerts/words/a.ts → alerts/b.ts → @aws-sdk/client-s3',
    ],
    [[['model/a.ts', `await import(name);`]], 'model/a.ts → a module whose name is computed'],
  ] as const)('names the way outside: %j', (sources, way) => {
    expect(impurities(...sources)).toEqual([way]);
  });

  it.each([
    [[['model/a.ts', `import type { S3Client } from '@aws-sdk/client-s3';`]]],
    [[['model/a.ts', `import { parse } from 'yaml';`]]],
    [[['alerts/b.ts', `import { S3Client } from '@aws-sdk/client-s3';`]]],
    [
      [
        ['model/a.ts', `import { b } from './b.ts';`],
        ['model/b.ts', `import { a } from './a.ts';`],
      ],
    ],
  ] as const)('accepts %j', (sources) => {
    expect(impurities(...sources)).toEqual([]);
  });
});

describe('crowdedFoldersOf', () => {
  it('counts the files of each folder, without those of its folders', () => {
    const crowded = crowdedFoldersOf(['a/1.ts', 'a/2.ts', 'a/b/3.ts', 'a/b/4.ts', 'a/b/5.ts'], 2);
    expect(crowded).toEqual(['src/a/b has 3 files']);
  });
});

describe('crossingsOf', () => {
  const crossings = (path: string, text: string) =>
    crossingsOf([{ path, text }], 'a/out/', ['a/out/two/read.ts']);

  it('finds an import from one plug-in to another, types included', () => {
    expect(crossings('a/out/one/x.ts', `import type { Y } from '../two/y.ts';`)).toEqual([
      'src/a/out/one/x.ts:1 imports src/a/out/two/y.ts, which is of two',
    ]);
  });

  it.each([
    ['a/out/one/x.ts', `import { y } from './y.ts';`],
    ['a/out/one/x.ts', `import { y } from '../../y.ts';`],
    ['a/out/one/x.ts', `import { read } from '../two/read.ts';`],
    ['a/out/all.ts', `import { y } from './two/y.ts';`],
  ])('does not mind %s with %j', (path, text) => {
    expect(crossings(path, text)).toEqual([]);
  });
});

describe('repeatedNamesOf', () => {
  it('finds a name that a wing has twice, but not between wings or plug-ins', () => {
    const names = ['a/b/x.ts', 'a/c/x.ts', 'd/x.ts', 'a/out/one/words.ts', 'a/out/two/words.ts'];
    expect(repeatedNamesOf(names, ['a/out/'])).toEqual(['src/a/b/x.ts and src/a/c/x.ts']);
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
      'src/flows/c.ts → src/render/plan-json.ts → src/render/b.ts',
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
  const reaches = (path: string, text: string) => reachesOf([{ path, text }], ['functions']);

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
    expect(reaches('functions/watch.ts', 'const a = process.env["A"] ?? Date.now();')).toEqual([]);
  });
});

describe('wholeDeletionsOf', () => {
  const SDK = "from '@aws-sdk/client-lambda';";
  const IMPORT = `import { DeleteFunctionCommand } ${SDK}`;

  it.each([
    ['prune/apply/a.ts', 'new DeleteFunctionCommand({ FunctionName: name, Qualifier: version })'],
    ['cli/a.ts', IMPORT],
    ['cli/a.ts', `import { DeleteFunctionCommand as Remove } ${SDK}`],
    ['cli/a.ts', `import * as lambda ${SDK}`],
    ['cli/a.ts', `import { Lambda } ${SDK}`],
    ['cli/a.ts', `import { LambdaClient, Lambda as All } ${SDK}`],
    ['cli/a.ts', "const all = await import('@aws-sdk/client-lambda');"],
    ['cli/a.ts', 'await lambda.deleteFunction({ FunctionName });'],
    ['cli/a.ts', "await lambda['deleteFunction']({ FunctionName });"],
    ['cli/a.ts', "await fetch(url, { method: 'DELETE' });"],
    ['cli/a.ts', "Reflect.get(sdk, 'DeleteFunctionCommand')"],
    ['prune/delete/a.ts', 'new DeleteFunctionCommand({ FunctionName: name })'],
    ['prune/delete/a.ts', 'new DeleteFunctionCommand(input)'],
    ['prune/delete/a.ts', 'new DeleteFunctionCommand({ ...input, Qualifier: version })'],
    [
      'prune/delete/a.ts',
      'new DeleteFunctionCommand({ FunctionName, ...(v && { Qualifier: v }) })',
    ],
    ['prune/delete/a.ts', 'new DeleteFunctionCommand({ FunctionName, NoQualifier: version })'],
    ['prune/delete/a.ts', 'const Remove = DeleteFunctionCommand;'],
    ['prune/delete/a.ts', "await fetch(url, { method: 'DELETE' });"],
    ['prune/delete/a.ts', `import * as lambda ${SDK}`],
  ])('finds %s: %s', (path, text) => {
    expect(wholeDeletionsOf([{ path, text }])).toEqual([`src/${path}:1 could delete a function`]);
  });

  it.each([
    ['cli/a.ts', `import { LambdaClient, GetPolicyCommand } ${SDK}`],
    ['cli/a.ts', "const ACTION = 'lambda:DeleteFunction';"],
    ['prune/delete/a.ts', IMPORT],
    ['prune/delete/a.ts', 'new DeleteFunctionCommand({ FunctionName: name, Qualifier: version })'],
    ['prune/delete/a.ts', 'new DeleteFunctionCommand({\n  Qualifier,\n  FunctionName,\n})'],
  ])('does not mind %s: %s', (path, text) => {
    expect(wholeDeletionsOf([{ path, text }])).toEqual([]);
  });
});

describe('emptyNamesOf', () => {
  it('finds names that say nothing', () => {
    const names = ['aws/utils/a.ts', 'aws/helpers.ts', 'common', 'decide/notice.ts'];
    expect(emptyNamesOf(names)).toEqual(['aws/utils/a.ts', 'aws/helpers.ts', 'common']);
  });
});
