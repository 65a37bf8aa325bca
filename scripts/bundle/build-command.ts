import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { thirdPartyNotices } from './licences.ts';
import { setsApartPlugin } from './sets-apart.ts';
import { buildFault, bundleSettings } from './settings.ts';

const SOURCE = 'src/cli/main.ts';
export const COMMAND_FILE = 'limits-watchdog.cjs';
const root = fileURLToPath(new URL('../../', import.meta.url));

interface BuiltCommand {
  /** The absolute path of the package, for `npm pack` and `npm install`. */
  readonly directory: string;
  readonly bytes: number;
  /** The number of npm packages whose code is in the file. */
  readonly packages: number;
}

export type BuildCommandResult =
  ({ readonly ok: true } & BuiltCommand) | { readonly ok: false; readonly message: string };

/**
 * Bundles the command line into one file, as a package without dependencies but with the licences of the
 * bundled code. It replaces everything in `outDir`; on a fault it writes nothing.
 */
export async function buildCommand(outDir: string): Promise<BuildCommandResult> {
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const bundled = await bundle(manifest.version);
  if (!bundled.ok) return bundled;
  const notices = await thirdPartyNotices(bundled.inputs, root);
  if (!notices.ok) return notices;

  const directory = resolve(outDir);
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
  const files = {
    [COMMAND_FILE]: bundled.contents,
    'package.json': `${JSON.stringify(packageOf(manifest), undefined, 2)}\n`,
    'THIRD-PARTY-NOTICES.txt': notices.text,
  };
  for (const [name, contents] of Object.entries(files)) {
    await writeFile(join(directory, name), contents, name === COMMAND_FILE ? { mode: 0o755 } : {});
  }
  await cp(join(root, 'LICENSE'), join(directory, 'LICENSE'));
  await cp(join(root, 'docs/command.md'), join(directory, 'README.md'));
  return {
    ok: true,
    directory,
    bytes: bundled.contents.byteLength,
    packages: notices.packages,
  };
}

/** Returns a private package.json: the project does not own the command's name on the public registry. */
function packageOf({ name, version, description, license, engines }: Manifest): object {
  return {
    name,
    version,
    private: true,
    description,
    license,
    engines,
    bin: { [name]: COMMAND_FILE },
    files: [COMMAND_FILE, 'THIRD-PARTY-NOTICES.txt'],
  };
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly engines: Readonly<Record<string, string>>;
}

type BundleOutcome =
  | { readonly ok: true; readonly contents: Uint8Array; readonly inputs: readonly string[] }
  | { readonly ok: false; readonly message: string };

async function bundle(version: string): Promise<BundleOutcome> {
  const apart: string[] = [];
  try {
    const { outputFiles, metafile } = await build({
      ...bundleSettings(root),
      entryPoints: [SOURCE],
      outfile: COMMAND_FILE,
      target: 'node20.19',
      metafile: true,
      // An ES module would load every imported module of Node.js at start.
      format: 'cjs',
      // Node.js reads and parses pure ASCII faster.
      charset: 'ascii',
      banner: { js: '#!/usr/bin/env node' },
      plugins: [versionPlugin(version), setsApartPlugin(root, (inputs) => apart.push(...inputs))],
    });
    const contents = outputFiles[0]?.contents;
    if (contents === undefined) return { ok: false, message: `${SOURCE} gave no output.` };
    return { ok: true, contents, inputs: [...Object.keys(metafile.inputs), ...apart] };
  } catch (error) {
    return { ok: false, message: buildFault(SOURCE, error) };
  }
}

/** Replaces the module that reads the version from package.json, which a bundle does not have, by a constant. */
function versionPlugin(version: string): Plugin {
  return {
    name: 'version',
    setup(setup) {
      setup.onLoad({ filter: /src\/cli\/start\/own-version\.ts$/ }, () => ({
        contents: `export const ownVersion = async () => ${JSON.stringify(version)};`,
        loader: 'js',
      }));
    },
  };
}
