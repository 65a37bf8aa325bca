import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const IMPORT = /import \{([^}]*)\} from "((?:@aws-sdk|@smithy)\/[^"]+)"/g;

/**
 * Writes a handler that imports the same names from the SDK as the sources of `entry`, and does nothing: the
 * least that any function with these clients must load.
 * @returns its path from the root of the repository
 */
export async function writeClientsOnly(entry: string, directory: string): Promise<string> {
  const names = new Map<string, Set<string>>();
  for (const [, list = '', from = ''] of (await codeOf(entry)).matchAll(IMPORT)) {
    const those = names.get(from) ?? new Set();
    names.set(from, those);
    for (const name of list.split(',').map((one) => one.trim())) {
      if (name !== '') those.add(name.replace(/ as .*$/, ''));
    }
  }
  const modules = [...names].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const imported = modules.map(
    ([from, those], at) =>
      `import { ${[...those].map((name) => `${name} as ${name}_${at}`).join(', ')} } from '${from}';`,
  );
  const all = modules.flatMap(([, those], at) => [...those].map((name) => `${name}_${at}`));
  const text = `${imported.join('\n')}\nexport const handler = async () => [${all.join(', ')}].length;\n`;
  return writeHandler('clients-only.mjs', text, directory);
}

/** Writes a handler that imports nothing and does nothing. @returns its path from the root of the repository */
export function writeEmpty(directory: string): Promise<string> {
  return writeHandler('empty.mjs', 'export const handler = async () => null;\n', directory);
}

async function writeHandler(name: string, text: string, directory: string): Promise<string> {
  await mkdir(directory, { recursive: true });
  const path = join(directory, name);
  await writeFile(path, text);
  return relative(ROOT, path);
}

/** Returns the project's own code of an entry, bundled without unused code; packages stay as imports. */
async function codeOf(entry: string): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    external: ['limits-watchdog:configuration'],
    treeShaking: true,
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}
