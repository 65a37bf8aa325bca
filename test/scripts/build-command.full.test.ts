import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { buildCommand, COMMAND_FILE } from '../../scripts/bundle/build-command.ts';
import { thirdPartyNotices } from '../../scripts/bundle/licences.ts';
import { bundleSettings } from '../../scripts/bundle/settings.ts';
import { commands } from '../../src/cli/commands/index.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'build-command-'));
const out = join(folder, 'cli');
const read = (name: string) => readFileSync(join(out, name), 'utf8');

beforeAll(async () => {
  const built = await buildCommand(out);
  if (!built.ok) throw new Error(built.message);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs in the built package, where there is no node_modules. */
function run(...args: readonly string[]): string {
  return execFileSync(process.execPath, [join(out, COMMAND_FILE), ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] },
  });
}

describe('the command that is installed', () => {
  it('is one file in a private package without dependencies', () => {
    const manifest = JSON.parse(read('package.json'));
    const own = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect(manifest).toEqual({
      name: 'limits-watchdog',
      version: own.version,
      private: true,
      description: own.description,
      license: 'MIT',
      engines: own.engines,
      bin: { 'limits-watchdog': COMMAND_FILE },
      files: [COMMAND_FILE, 'THIRD-PARTY-NOTICES.txt'],
    });
    expect(readdirSync(out).toSorted()).toEqual(
      ['LICENSE', 'README.md', 'THIRD-PARTY-NOTICES.txt', COMMAND_FILE, 'package.json'].toSorted(),
    );
  });

  it('runs alone, and has every command', () => {
    const { version } = JSON.parse(read('package.json'));
    expect(run('--version')).toBe(`${version}\n`);
    const help = run('--help');
    for (const { name, description } of commands) {
      expect(help).toMatch(new RegExp(`^ {2}${name}\\b.*$`, 'm'));
      expect(help.replace(/\s+/g, ' ')).toContain(description);
    }
    for (const { name } of commands) expect(run(name, '--help')).toContain('Examples:');
  }, 60_000);

  it('contains no path of the machine that built it', () => {
    expect(read(COMMAND_FILE)).not.toContain(root);
    expect(read('THIRD-PARTY-NOTICES.txt')).not.toContain(root);
  });

  it("contains only the operations of a set's client that the set calls", () => {
    const command = read(COMMAND_FILE);
    expect(command).toContain('DescribeNatGatewaysRequest');
    expect(command).not.toContain('DescribeVolumesRequest');
  });

  it('contains the licence of every package in it', () => {
    const notices = read('THIRD-PARTY-NOTICES.txt');
    for (const name of [
      '@aws-sdk/client-lambda',
      '@aws-sdk/client-ec2',
      '@smithy/core',
      'commander',
      'yaml',
      'zod',
    ])
      expect(notices).toMatch(new RegExp(`^${name} \\d\\S* \\(`, 'm'));
    expect(notices).toContain('Apache License');
    expect(notices).toContain('Permission is hereby granted, free of charge');
  });
});

describe('the code that loads before a command', () => {
  it('contains no SDK and no parser', async () => {
    const { metafile } = await build({
      ...bundleSettings(root),
      entryPoints: ['src/cli/main.ts'],
      outdir: 'unwritten',
      splitting: true,
      metafile: true,
    });
    const load = (name: string, loaded: Set<string>): Set<string> => {
      if (loaded.has(name)) return loaded;
      loaded.add(name);
      const { imports = [] } = metafile.outputs[name] ?? {};
      for (const { path, kind, external } of imports)
        if (kind === 'import-statement' && external !== true) load(path, loaded);
      return loaded;
    };
    const [entry = ''] = Object.entries(metafile.outputs).flatMap(([name, { entryPoint }]) =>
      entryPoint === 'src/cli/main.ts' ? [name] : [],
    );
    const inputs = [...load(entry, new Set())].flatMap((name) =>
      Object.keys(metafile.outputs[name]?.inputs ?? {}),
    );
    const packages = inputs.flatMap(
      (input) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1] ?? [],
    );
    expect([...new Set(packages)]).toEqual(['commander']);
  });
});

describe('thirdPartyNotices', () => {
  const tree = join(folder, 'tree');
  function put(name: string, licence: string, text?: string): string {
    const place = join(tree, 'node_modules', name);
    mkdirSync(place, { recursive: true });
    writeFileSync(
      join(place, 'package.json'),
      JSON.stringify({ name, version: '1.0.0', license: licence }),
    );
    if (text !== undefined) writeFileSync(join(place, 'LICENSE'), text);
    return `node_modules/${name}/index.js`;
  }

  it('lists packages with equal texts together, and none twice', async () => {
    const inputs = [put('b', 'MIT', 'same'), put('a', 'MIT', 'same'), 'src/own.ts'];
    const notices = await thirdPartyNotices([...inputs, ...inputs], tree);
    expect(notices).toMatchObject({ ok: true, packages: 2 });
    expect(notices.ok && notices.text).toContain('a 1.0.0 (MIT)\nb 1.0.0 (MIT)\n\nsame');
  });

  it('takes a missing Apache-2.0 text only from the same npm scope', async () => {
    const apache = [put('@x/a', 'Apache-2.0', 'Apache'), put('@x/b', 'Apache-2.0')];
    const notices = await thirdPartyNotices(apache, tree);
    expect(notices.ok && notices.text).toContain('@x/b 1.0.0 (Apache-2.0)\n\nApache');
    for (const alone of [put('@y/b', 'Apache-2.0'), put('@x/c', 'MIT')]) {
      expect(await thirdPartyNotices([...apache, alone], tree)).toMatchObject({ ok: false });
    }
  });
});
