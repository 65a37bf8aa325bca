import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { build, type BuildFailure } from 'esbuild';
import { entries as allEntries, type BundleEntry } from './entries.ts';
import { configurationPlugin, environmentCredentialsPlugin } from './plugins.ts';
import { readConfiguration, type ReadConfiguration } from './read-configuration.ts';

export interface BuildOptions {
  /** What stands in `watchdog.yml`. */
  readonly configurationText: string;
  /** What to call it in messages. */
  readonly configurationName: string;
  /** Gets one folder per bundle. What stands in those folders is replaced. */
  readonly outDir: string;
  readonly entries?: readonly BundleEntry[];
  readonly read?: ReadConfiguration;
  /** The root of the sources; the repository unless told. */
  readonly root?: string;
}

export interface Bundle {
  readonly name: string;
  /** Absolute: the function's package. Its handler is `index.handler`. */
  readonly directory: string;
  readonly file: string;
  readonly bytes: number;
}

export type BuildResult =
  | { readonly ok: true; readonly bundles: readonly Bundle[] }
  | { readonly ok: false; readonly message: string };

const repositoryUrl = new URL('../../', import.meta.url);
const repository = fileURLToPath(repositoryUrl);

/**
 * Bundles every Lambda function with the configuration inside, after checking the configuration.
 * The same sources and configuration give the same bytes, wherever they are built. On any fault
 * nothing is written; the message is for people.
 */
export async function buildBundles(options: BuildOptions): Promise<BuildResult> {
  const read = options.read ?? readConfiguration;
  const parsed = await read(options.configurationText, options.configurationName);
  if (!parsed.ok) return { ok: false, message: parsed.message };
  const configurationJson = asJson(parsed.configuration);
  const discovers = parsed.configuration.discovery !== undefined;

  const root = options.root ?? repository;
  const made: { readonly bundle: Bundle; readonly contents: Uint8Array }[] = [];
  for (const entry of options.entries ?? allEntries) {
    const contents = await bundleOf(entry, root, configurationJson, discovers);
    if (typeof contents === 'string') return { ok: false, message: contents };
    const directory = resolve(options.outDir, entry.name);
    const file = join(directory, 'index.mjs');
    made.push({
      bundle: { name: entry.name, directory, file, bytes: contents.byteLength },
      contents,
    });
  }

  for (const { bundle, contents } of made) {
    await rm(bundle.directory, { recursive: true, force: true });
    await mkdir(bundle.directory, { recursive: true });
    await writeFile(bundle.file, contents);
  }
  return { ok: true, bundles: made.map(({ bundle }) => bundle) };
}

/** The bundle's bytes, or why there are none. */
async function bundleOf(
  entry: BundleEntry,
  root: string,
  configurationJson: string,
  discovers: boolean,
): Promise<Uint8Array | string> {
  try {
    const result = await build({
      // Relative names and a fixed root: the absolute path of the sources must not reach the output.
      absWorkingDir: root,
      entryPoints: [entry.source],
      outfile: 'index.mjs',
      bundle: true,
      write: false,
      format: 'esm',
      platform: 'node',
      target: 'node22',
      // With the default, `main` first, the SDK's CommonJS is taken, and the bundle fails at load.
      mainFields: ['module', 'main'],
      minify: true,
      legalComments: 'none',
      charset: 'utf8',
      logLevel: 'silent',
      tsconfigRaw: { compilerOptions: { target: 'es2023' } },
      // Its CommonJS for Node fails at load within a module, as the SDK's does.
      alias: { yaml: fileURLToPath(new URL('node_modules/yaml/browser/index.js', repositoryUrl)) },
      plugins: [configurationPlugin(configurationJson, discovers), environmentCredentialsPlugin],
    });
    return result.outputFiles[0]?.contents ?? `${entry.source} gave no output.`;
  } catch (error) {
    if (!isBuildFailure(error)) throw error;
    const [first] = error.errors;
    const place = first?.location ? ` (${first.location.file}:${first.location.line})` : '';
    return `${entry.source} cannot be bundled: ${first?.text ?? error.message}${place}`;
  }
}

/** @throws TypeError when JSON would lose something of the configuration: a bug of its parser. */
function asJson(configuration: unknown): string {
  const json = JSON.stringify(configuration);
  const back: unknown = JSON.parse(json);
  if (!isDeepStrictEqual(back, configuration)) {
    throw new TypeError('the validated configuration is not plain data: JSON changes it');
  }
  return json;
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && 'errors' in error && Array.isArray(error.errors);
}
