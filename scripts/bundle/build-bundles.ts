import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { build, type Plugin } from 'esbuild';
import { entries as allEntries, type BundleEntry } from './entries.ts';
import { configurationPlugin, environmentCredentialsPlugin, setsPlugin } from './plugins.ts';
import { readConfiguration, type ReadConfiguration } from './read-configuration.ts';
import { schemasPlugin } from './sdk-schemas.ts';
import { buildFault, bundleSettings } from './settings.ts';

export interface BuildOptions {
  /** The content of `watchdog.yml`. */
  readonly configurationText: string;
  /** The name of the configuration file in messages. */
  readonly configurationName: string;
  /** The folder that gets one folder for each bundle. Existing folders of these names are replaced. */
  readonly outDir: string;
  readonly entries?: readonly BundleEntry[];
  readonly read?: ReadConfiguration;
  /** The root of the sources. Default: this repository. */
  readonly root?: string;
}

export interface Bundle {
  readonly name: string;
  /** The absolute path of the function's package. Its handler is `index.handler`. */
  readonly directory: string;
  readonly file: string;
  readonly bytes: number;
}

export type BuildResult =
  | { readonly ok: true; readonly bundles: readonly Bundle[] }
  | { readonly ok: false; readonly message: string };

const repository = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Validates the configuration, and bundles every Lambda function with the configuration inside. The same
 * sources and configuration give the same bytes on every machine. On a fault it writes nothing and returns a
 * message.
 */
export async function buildBundles(options: BuildOptions): Promise<BuildResult> {
  const read = options.read ?? readConfiguration;
  const parsed = await read(options.configurationText, options.configurationName);
  if (!parsed.ok) return { ok: false, message: parsed.message };
  const configurationJson = asJson(parsed.configuration);
  const discovers = parsed.configuration.discovery !== undefined;
  const plugins = [
    configurationPlugin(configurationJson, discovers, parsed.sendsEvents),
    setsPlugin(parsed.sets ?? new Set()),
    environmentCredentialsPlugin,
    schemasPlugin,
  ];

  const root = options.root ?? repository;
  const made: { readonly bundle: Bundle; readonly contents: Uint8Array }[] = [];
  for (const entry of options.entries ?? allEntries) {
    const contents = await bundleOf(entry, root, plugins);
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

/** Returns the bundle's bytes, or a message when it cannot be built. */
async function bundleOf(
  entry: BundleEntry,
  root: string,
  plugins: Plugin[],
): Promise<Uint8Array | string> {
  try {
    const result = await build({
      ...bundleSettings(root),
      entryPoints: [entry.source],
      outfile: 'index.mjs',
      target: 'node22',
      plugins,
    });
    return result.outputFiles[0]?.contents ?? `${entry.source} gave no output.`;
  } catch (error) {
    return buildFault(entry.source, error);
  }
}

/** @throws TypeError when JSON would change the configuration, which is a bug of its parser */
function asJson(configuration: unknown): string {
  const json = JSON.stringify(configuration);
  const back: unknown = JSON.parse(json);
  if (!isDeepStrictEqual(back, configuration)) {
    throw new TypeError('the validated configuration is not plain data: JSON changes it');
  }
  return json;
}
