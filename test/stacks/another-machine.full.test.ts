import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { templateChanges } from '../../scripts/package/what-differs.ts';
import type { Machine, PackageRun } from './run-package.ts';
import { runPackage, smallest } from './run-package.ts';

const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));
const BUNDLES = ['watch', 'watch-stages', 'plan', 'prune', 'mute', 'slack'];
const INPUTS = [
  'values',
  'topics',
  'access',
  'roles',
  'queries',
  'dashboard',
  'guards',
  'parameters',
];
/** The place of the code in the bucket of uploads, by stage and time. No resource is named after it. */
const KEY = /"serverless\/[^"]*\/([\w-]+\.zip)"/g;
const YEAR_LATER = `
  const Now = Date;
  const year = 365 * 24 * 3_600_000;
  globalThis.Date = class extends Now {
    constructor(...args) {
      if (args.length === 0) super(Now.now() + year);
      else super(...args);
    }
    static now() {
      return Now.now() + year;
    }
  };
`;

let elsewhere: string;
let here: PackageRun;
let there: PackageRun;
let changed: PackageRun;

/** Returns a checkout at another path, with a clock that is a year and half a day ahead. */
function anotherMachine(): Machine {
  const repository = join(elsewhere, 'a checkout');
  const files = execFileSync(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
    {
      cwd: REPOSITORY,
      encoding: 'utf8',
    },
  );
  for (const file of files
    .split('\0')
    .filter((name) => /^(?:scripts|src|test\/sandbox|[^/]+$)/.test(name))) {
    mkdirSync(dirname(join(repository, file)), { recursive: true });
    cpSync(join(REPOSITORY, file), join(repository, file));
  }
  symlinkSync(join(REPOSITORY, 'node_modules'), join(repository, 'node_modules'));
  const clock = join(elsewhere, 'year-later.mjs');
  writeFileSync(clock, YEAR_LATER);
  const environment = {
    NODE_OPTIONS: `--import=${pathToFileURL(clock).href}`,
    TZ: 'Pacific/Kiritimati',
    LANG: 'de_DE.UTF-8',
  };
  return { repository, environment };
}

beforeAll(async () => {
  elsewhere = mkdtempSync(join(tmpdir(), 'another-machine-'));
  const machine = anotherMachine();
  here = await runPackage(smallest(), ['--offline']);
  there = await runPackage(smallest(), ['--offline'], machine);
  const deploy = { dashboard: true };
  changed = await runPackage({ ...smallest(), deploy }, ['--offline'], machine);
}, 240_000);
afterAll(() => {
  for (const one of [here, there, changed]) one.remove();
  rmSync(elsewhere, { recursive: true, force: true });
});

const digestOf = (packaged: PackageRun, name: string): string =>
  createHash('sha256')
    .update(packaged.read(`dist/${name}.zip`))
    .digest('hex');

it('packages the same bytes at another path, in another time zone and a year later', () => {
  expect([here, there].map(({ exitCode }) => exitCode)).toEqual([0, 0]);
  const times = [here, there].map(({ templateText }) => /live\/(\d+)-/.exec(templateText)?.[1]);
  expect(Number(times[1]) - Number(times[0])).toBeGreaterThan(364 * 24 * 3_600_000);
  expect(there.templateText.replaceAll(KEY, '"$1"')).toBe(
    here.templateText.replaceAll(KEY, '"$1"'),
  );
  for (const name of INPUTS) {
    const file = `dist/deployment/${name}.json`;
    expect(there.read(file).equals(here.read(file))).toBe(true);
  }
  expect(BUNDLES.map((name) => digestOf(there, name))).toEqual(
    BUNDLES.map((name) => digestOf(here, name)),
  );
});

it('contains no path of the machine, and a time only in the place of the code', () => {
  for (const packaged of [here, there]) {
    const text = packaged.templateText.replaceAll(KEY, '"$1"');
    expect(text.replaceAll(/"20(?:12-10-17|10-09-09)"/g, '')).not.toMatch(
      /\b20\d\d-\d\d-\d\d\b|\b1[6-9]\d{11}\b/,
    );
    const bundles = BUNDLES.map((name) => packaged.read(`dist/${name}/index.mjs`).toString('utf8'));
    for (const one of [text, ...bundles]) {
      for (const path of [REPOSITORY, elsewhere, tmpdir() + '/'])
        expect(one.includes(path)).toBe(false);
    }
  }
});

it('differs only by one changed setting, a year later on that machine', () => {
  const differs = (one: PackageRun) =>
    templateChanges({ kind: 'template', of: 'it', template: here.template }, one.template).join();
  expect(differs(there)).toContain('the stack is the same');
  expect(differs(changed)).toBe('Compared with it, besides code: resources added: Dashboard.');
  expect(digestOf(changed, 'slack')).toBe(digestOf(here, 'slack'));
});
