import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';

import { LEFT_OUT, type LeftOut } from '../../scripts/bundle/left-out.ts';
import { substituteFor } from '../../scripts/bundle/left-out-plugin.ts';
import { bundleContents } from './bundle-contents.ts';

const repository = fileURLToPath(new URL('../../', import.meta.url));
const fileOf = ({ module }: LeftOut) => join(repository, 'node_modules', module);

/** Whether its substitute can be loaded without the modules beside it. */
function standsAlone({ exports }: LeftOut): boolean {
  const kinds = Object.values(exports);
  return !kinds.includes('signs for one Region') && !kinds.includes('is Crc32Js');
}

async function substitutes(leftOut: LeftOut): Promise<Readonly<Record<string, unknown>>> {
  const contents = substituteFor(leftOut, readFileSync(fileOf(leftOut), 'utf8'));
  if (contents === undefined) throw new Error(`${leftOut.module} exports something else`);
  return (await import(`data:text/javascript,${encodeURIComponent(contents)}`)) as Record<
    string,
    unknown
  >;
}

describe('what the bundles leave out of the SDK', () => {
  let modules: readonly string[];
  let loadedAtOnce: readonly string[];

  beforeAll(async () => {
    ({ modules, loadedAtOnce } = await bundleContents('src/entry/watch.ts'));
  }, 30_000);

  it.each(LEFT_OUT)('is there, and would be in the watch bundle: $module', (leftOut) => {
    expect(existsSync(fileOf(leftOut))).toBe(true);
    expect(modules).toContain(`node_modules/${leftOut.module}`);
  });

  it('is node:zlib at each cold start: who asks for a check waits for it', () => {
    expect(loadedAtOnce).toContain('node:crypto');
    expect(loadedAtOnce).not.toContain('node:zlib');
  });

  it.each(LEFT_OUT.filter(standsAlone))(
    'has every export of $module, and says why none of them works',
    async (leftOut) => {
      const module = await substitutes(leftOut);
      expect(Object.keys(module).toSorted()).toEqual(Object.keys(leftOut.exports).toSorted());
      for (const [name, kind] of Object.entries(leftOut.exports)) {
        if (kind !== 'fails') continue;
        const failing = module[name] as new () => unknown;
        expect(() => new failing()).toThrow(
          `${name} is left out of this bundle: ${leftOut.because}`,
        );
      }
    },
  );

  it('is nothing whose exports are others than those known', () => {
    const leftOut: LeftOut = { module: 'a', exports: { one: 'fails' }, because: 'of a test' };
    expect(substituteFor(leftOut, 'export const one = 1;')).toContain('function one()');
    for (const source of [
      '',
      'export const two = 2;',
      'export const one = 1;\nexport class Two {}',
      'export { one } from "./one";\nexport { three as two } from "./three";',
      'export async function one() {}\nexport function* two() {}',
    ]) {
      expect(substituteFor(leftOut, source)).toBeUndefined();
    }
  });
});
