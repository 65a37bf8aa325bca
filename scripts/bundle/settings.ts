import { fileURLToPath } from 'node:url';
import type { BuildFailure, BuildOptions } from 'esbuild';

const yaml = fileURLToPath(new URL('../../node_modules/yaml/browser/index.js', import.meta.url));

/** How everything is bundled: one ES module, the same bytes wherever it is built. */
export function bundleSettings(root: string) {
  return {
    // Relative names and a fixed root: the absolute path of the sources must not reach the output.
    absWorkingDir: root,
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    // With the default, `main` first, the SDK's CommonJS is taken, and the bundle fails at load.
    mainFields: ['module', 'main'],
    minify: true,
    legalComments: 'none',
    charset: 'utf8',
    logLevel: 'silent',
    tsconfigRaw: { compilerOptions: { target: 'es2023' } },
    // Its CommonJS for Node fails at load within a module, as the SDK's does.
    alias: { yaml },
  } as const satisfies BuildOptions;
}

/** Why esbuild made nothing of a source, in a sentence. @throws what is no failure of a build. */
export function buildFault(source: string, error: unknown): string {
  if (!isBuildFailure(error)) throw error;
  const [first] = error.errors;
  const place = first?.location ? ` (${first.location.file}:${first.location.line})` : '';
  return `${source} cannot be bundled: ${first?.text ?? error.message}${place}`;
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && 'errors' in error && Array.isArray(error.errors);
}
