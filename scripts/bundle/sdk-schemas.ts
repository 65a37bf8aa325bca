import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

const SCHEMAS = /\/@aws-sdk\/client-[^/]+\/dist-es\/schemas\/schemas_\d+\.js$/;
const CONSTANT = /^const (\w+) = ("(?:[^"\\]|\\.)*");$/gm;
const COMPUTED_KEY = /(?<=[{,]\s*)\[(\w+)\](?=:)/g;

/**
 * Lets the bundler drop the schemas of operations that the bundle does not call. The SDK writes their keys as
 * computed keys (`{ [_xN]: _A }`), which a bundler must keep. For five operations of EC2 this leaves 22 KB
 * instead of 550 KB.
 */
export const schemasPlugin: Plugin = {
  name: 'schemas',
  setup(build) {
    build.onLoad({ filter: SCHEMAS }, async ({ path }) => ({
      contents: withLiteralKeys(await readFile(path, 'utf8')),
      loader: 'js',
    }));
  },
};

/** Returns the module with each computed key replaced by its constant's text. */
export function withLiteralKeys(module: string): string {
  const texts = new Map<string, string>();
  for (const [, name = '', text = ''] of module.matchAll(CONSTANT)) {
    // As a literal key, `__proto__` would set the prototype.
    if (text !== '"__proto__"') texts.set(name, text);
  }
  return module.replace(COMPUTED_KEY, (key, name: string) => texts.get(name) ?? key);
}
