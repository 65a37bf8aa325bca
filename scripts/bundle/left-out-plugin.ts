import { readFile } from 'node:fs/promises';
import { sep } from 'node:path';

import type { Plugin } from 'esbuild';

import type { LeftOut, Substitute } from './left-out.ts';

const MODULES = `${sep}node_modules${sep}`;

/** Puts substitutes in the place of modules, once they are seen to export what is known of them. */
export function leftOutPlugin(all: readonly LeftOut[]): Plugin {
  const byModule = new Map(all.map((each) => [each.module, each]));
  const names = [...new Set(all.map(({ module }) => module.slice(module.lastIndexOf('/') + 1)))];
  const filter = new RegExp(
    `[/\\\\](?:${names.map((name) => name.replaceAll('.', '\\.')).join('|')})$`,
  );
  return {
    name: 'left-out',
    setup(build) {
      build.onLoad({ filter }, async ({ path }) => {
        const module = path.slice(path.lastIndexOf(MODULES) + MODULES.length).replaceAll(sep, '/');
        const leftOut = byModule.get(module);
        if (leftOut === undefined) return undefined;
        const contents = substituteFor(leftOut, await readFile(path, 'utf8'));
        return contents === undefined
          ? { errors: [{ text: `The exports of ${module} are not those that are left out` }] }
          : { contents, loader: 'js' };
      });
    },
  };
}

/** The module that stands in for `source`; `undefined` when that exports anything else. */
export function substituteFor({ exports, because }: LeftOut, source: string): string | undefined {
  const expected = Object.keys(exports).toSorted();
  if (expected.join() !== exportsOf(source).toSorted().join()) return undefined;
  const refusal = `const refuse = (name) => { throw new Error(name + ${JSON.stringify(` is left out of this bundle: ${because}`)}); };`;
  return [refusal, ...Object.entries(exports).map(substitute)].join('\n');
}

function substitute([name, kind]: readonly [string, Substitute]): string {
  const refuse = `refuse("${name}");`;
  switch (kind) {
    case 'fails':
      return `export function ${name}() { ${refuse} }`;
    case 'does nothing':
      return `export function ${name}() {}`;
    case 'gives its argument':
      return `export function ${name}(given) { return given; }`;
    case 'adds nothing':
      return `export function ${name}() { return { applyToStack() {} }; }`;
    case 'writes nothing':
      return `export class ${name} { setSerdeContext() {} write() { ${refuse} } flush() { ${refuse} } }`;
    case 'is empty':
      return `export const ${name} = {};`;
    case 'is Crc32Js':
      return `export { Crc32Js as ${name} } from './Crc32Js';`;
    case 'signs for one Region':
      return `import { SignatureV4SignWithCredentials as Signer } from './SignatureV4SignWithCredentials';
        export class ${name} extends Signer {
          static sigv4aDependency() { return 'none'; }
          async sign(request, options = {}) {
            if (options.signingRegion === '*') ${refuse}
            return super.sign(request, options);
          }
        }`;
  }
}

/** The names that a module of the SDK exports, in the forms in which its compiler writes them. */
function exportsOf(source: string): readonly string[] {
  const declared = [...source.matchAll(/^export (?:const|class|(?:async )?function\*?) (\w+)/gm)];
  const listed = [...source.matchAll(/^export \{([^}]*)\}/gm)].flatMap(([, list = '']) =>
    list
      .split(',')
      .map((each) => each.trim().split(' as ').at(-1) ?? '')
      .filter((each) => each !== ''),
  );
  return [...declared.map(([, name = '']) => name), ...listed];
}
