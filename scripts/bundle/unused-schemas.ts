import { readFile } from 'node:fs/promises';

import type { Plugin } from 'esbuild';

/** A schema of the SDK: one array, from its declaration to the line that ends it. */
const SCHEMA = /^(export )?var (\w+\$?) = (\[[\s\S]*?\]);$/gm;

/**
 * Lets esbuild drop the SDK's schemas of operations that are never called. Their arrays hold objects
 * with computed keys, which might have side effects for all that a bundler knows; wrapped in a call
 * that is marked pure, those that nothing refers to go.
 */
export const unusedSchemasPlugin: Plugin = {
  name: 'unused-schemas',
  setup(build) {
    build.onLoad(
      { filter: /@aws-sdk\/client-[^/]+\/dist-es\/schemas\/schemas_\d+\.js$/ },
      async ({ path }) => ({
        contents: withPureSchemas(await readFile(path, 'utf8')),
        loader: 'js',
      }),
    );
  },
};

/** The same module, with every schema as the result of a pure call. */
export function withPureSchemas(source: string): string {
  return source.replace(
    SCHEMA,
    (_, exported: string | undefined, name: string, schema: string) =>
      `${exported ?? ''}var ${name} = /* @__PURE__ */ (() => ${schema})();`,
  );
}
