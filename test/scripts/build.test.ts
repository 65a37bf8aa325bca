import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildBundles, type BuildOptions } from '../../scripts/bundle/build-bundles.ts';
import type { Configuration } from '../../src/model/configuration.ts';
import { sized } from '../size.ts';

const repository = fileURLToPath(new URL('../../', import.meta.url));
const configuration = { deployment: 'test', accounts: [{ name: 'a "b" </script> \u2028' }] };

let directory: string;
let options: BuildOptions;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'build-'));
  options = optionsIn('sources');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** Entries with sources of their own, and a parser that accepts any JSON. */
function optionsIn(name: string): BuildOptions {
  const root = join(directory, name);
  mkdirSync(root);
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'), 'dir');
  write(
    root,
    `import { configuration } from 'limits-watchdog:configuration';
     export const handler = async () => configuration;`,
  );
  return {
    configurationText: JSON.stringify(configuration),
    configurationName: 'watchdog.yml',
    outDir: join(directory, `${name}-dist`),
    root,
    entries: [{ name: 'watch', source: 'watch.ts' }],
    read: async (text) => ({ ok: true, configuration: JSON.parse(text) as Configuration }),
  };
}

function write(root: string | undefined, source: string): void {
  writeFileSync(join(root ?? '', 'watch.ts'), source);
}

const usesClient = `
  import { LambdaClient } from '@aws-sdk/client-lambda';
  import { configuration } from 'limits-watchdog:configuration';
  export const handler = async () => {
    const client = new LambdaClient({ region: 'eu-west-1' });
    return { deployment: configuration.deployment, ...(await client.config.credentials()) };
  };`;

describe('buildBundles', () => {
  it('puts the validated configuration into the bundle, unchanged', async () => {
    const result = await buildBundles(options);
    const file = join(options.outDir, 'watch', 'index.mjs');
    expect(result).toMatchObject({ ok: true, bundles: [{ name: 'watch', file }] });
    const bundle = (await import(pathToFileURL(file).href)) as { handler(): Promise<unknown> };
    expect(await bundle.handler()).toEqual(configuration);
    expect(readdirSync(join(options.outDir, 'watch'))).toEqual(['index.mjs']);
  });

  it('gives the same bytes for the same input in any folder', async () => {
    const elsewhere = optionsIn('elsewhere');
    for (const each of [options, elsewhere]) {
      write(each.root, usesClient);
      expect(await buildBundles(each)).toMatchObject({ ok: true });
    }
    const bytes = readFileSync(join(options.outDir, 'watch', 'index.mjs'));
    expect(readFileSync(join(elsewhere.outDir, 'watch', 'index.mjs')).equals(bytes)).toBe(true);
    expect(bytes.includes(directory)).toBe(false);
    expect(bytes.includes(repository)).toBe(false);
  });

  it('reads credentials from the environment, and contains no other provider', async () => {
    write(options.root, usesClient);
    expect(await buildBundles(options)).toMatchObject({ ok: true });
    const file = join(options.outDir, 'watch', 'index.mjs');
    const bundle = readFileSync(file, 'utf8');
    const others = ['sso_start_url', 'credential_process', 'AWS_CONTAINER_CREDENTIALS'];
    expect(others.filter((other) => bundle.includes(other))).toEqual([]);

    const run = (env: Record<string, string>) => {
      const script = join(directory, 'run.mjs');
      writeFileSync(
        script,
        `const { handler } = await import(${JSON.stringify(pathToFileURL(file).href)});
         console.log(JSON.stringify(await handler().catch((error) => error.name)));`,
      );
      const quiet = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };
      return JSON.parse(
        execFileSync(process.execPath, [script], { env: { ...quiet, ...env }, encoding: 'utf8' }),
      ) as unknown;
    };
    expect(
      run({ AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret', AWS_SESSION_TOKEN: 'token' }),
    ).toMatchObject({ accessKeyId: 'id', secretAccessKey: 'secret', sessionToken: 'token' });
    expect(run({ AWS_ACCESS_KEY_ID: 'id' })).toBe('CredentialsProviderError');
  });

  it.each([
    [
      'a faulty configuration',
      (): Partial<BuildOptions> => ({
        read: async (_, name) => ({ ok: false, message: `${name}: accounts is missing` }),
      }),
      'watchdog.yml: accounts is missing',
    ],
    [
      'a missing source',
      (): Partial<BuildOptions> => ({
        entries: [{ name: 'watch', source: 'gone.ts' }],
      }),
      /^gone\.ts cannot be bundled: /,
    ],
    [
      'a module that only looks like the configuration',
      (): Partial<BuildOptions> => {
        write(options.root, `import 'limits-watchdog:config';`);
        return {};
      },
      /There is no module limits-watchdog:config \(watch\.ts:1\)/,
    ],
  ])('writes nothing for %s, and says why', async (_, change, message) => {
    const result = await buildBundles({ ...options, ...change() });
    expect(result).toEqual({ ok: false, message: expect.stringMatching(message) as string });
    expect(existsSync(options.outDir)).toBe(false);
  });

  it('fails when JSON would lose a part of the configuration', async () => {
    const lossy = { accounts: undefined } as unknown as Configuration;
    const read = async () => ({ ok: true, configuration: lossy }) as const;
    await expect(buildBundles({ ...options, read })).rejects.toThrow('not plain data');
  });
});

describe('npm run build', () => {
  const build = (...args: string[]): { readonly status: number; readonly stderr: string } => {
    try {
      execFileSync(process.execPath, ['--import', 'tsx', 'scripts/build.ts', ...args], {
        cwd: repository,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      return { status: 0, stderr: '' };
    } catch (error) {
      const { status, stderr } = error as { status: number; stderr: Buffer };
      return { status, stderr: stderr.toString() };
    }
  };

  const refused: readonly (readonly [readonly string[], RegExp])[] = [
    [['--confg', 'a.yml'], /^This command does not know --confg; it takes --config <value> and/],
    [['a.yml'], /^This command does not take the argument a\.yml;/],
    [['--config'], /^This command needs a value after --config;/],
    [
      ['--config', 'no-such.yml'],
      /^Cannot read the configuration no-such\.yml: there is no such file; the command init writes one\.\n$/,
    ],
    [['--config', 'src'], /^Cannot read the configuration src: it is a folder\.\n$/],
  ];
  /** The arguments, and the configuration file that they name. */
  const oneOfEach = refused.filter((_, at) => at % 3 === 0);
  it.each(sized(oneOfEach, refused))('answers %j with one sentence', (args, message) => {
    const { status, stderr } = build(...args);
    expect(status).toBe(1);
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});
