import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

const SCHEMAS = /\/@aws-sdk\/client-[^/]+\/dist-es\/schemas\/schemas_\d+\.js$/;
const CONSTANT = /^const (\w+) = ("(?:[^"\\]|\\.)*");$/gm;
const COMPUTED_KEY = /(?<=[{,]\s*)\[(\w+)\](?=:)/g;

/**
 * Lets the bundler drop the schemas of operations that nothing calls. The SDK computes the keys in them
 * from constants (`{ [_xN]: _A }`), and a bundler must suppose that computing a key runs code: of EC2's
 * client 550 KB stay for five operations, without computed keys 22 KB.
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

/** The same module, with the text of a constant in the place of each key that is computed from it. */
export function withLiteralKeys(module: string): string {
  const texts = new Map<string, string>();
  for (const [, name = '', text = ''] of module.matchAll(CONSTANT)) {
    // As a literal key it would set the prototype.
    if (text !== '"__proto__"') texts.set(name, text);
  }
  return module.replace(COMPUTED_KEY, (key, name: string) => texts.get(name) ?? key);
}
