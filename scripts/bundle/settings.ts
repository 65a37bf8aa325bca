import { fileURLToPath } from 'node:url';
import type { BuildFailure, BuildOptions } from 'esbuild';

const yaml = fileURLToPath(new URL('../../node_modules/yaml/browser/index.js', import.meta.url));

/** Returns the esbuild options of all bundles: one ES module with the same bytes on every machine. */
export function bundleSettings(root: string) {
  return {
    // Names relative to a fixed root keep the absolute path of the sources out of the output.
    absWorkingDir: root,
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    // By default esbuild takes the SDK's CommonJS (`main`), and the bundle fails when it is loaded.
    mainFields: ['module', 'main'],
    minify: true,
    legalComments: 'none',
    charset: 'utf8',
    logLevel: 'silent',
    tsconfigRaw: { compilerOptions: { target: 'es2023' } },
    // The CommonJS of yaml fails when it is loaded from an ES module, as the SDK's does.
    alias: { yaml },
  } as const satisfies BuildOptions;
}

/** Returns why esbuild could not bundle a source. @throws the error when it is not a build failure */
export function buildFault(source: string, error: unknown): string {
  if (!isBuildFailure(error)) throw error;
  const [first] = error.errors;
  const place = first?.location ? ` (${first.location.file}:${first.location.line})` : '';
  return `${source} cannot be bundled: ${first?.text ?? error.message}${place}`;
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && 'errors' in error && Array.isArray(error.errors);
}
