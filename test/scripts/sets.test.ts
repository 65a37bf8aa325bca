import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';

import { setsPlugin } from '../../scripts/bundle/plugins.ts';
import { METRICS } from '../../scripts/bundle/read-configuration.ts';
import { bundleSettings } from '../../scripts/bundle/settings.ts';
import { LIMIT_SETS } from '../../src/model/limit-choice/sets.ts';

/** How `operations.ts` imports the file of each set, when these sets are watched. */
async function importsOfSets(
  watched: readonly string[],
): Promise<Readonly<Record<string, string>>> {
  const { metafile } = await build({
    ...bundleSettings(process.cwd()),
    entryPoints: ['src/aws/operations.ts'],
    outfile: 'operations.mjs',
    metafile: true,
    packages: 'external',
    plugins: [setsPlugin(new Set(watched))],
  });
  const { imports = [] } = metafile.inputs['src/aws/operations.ts'] ?? {};
  return Object.fromEntries(
    imports.flatMap(({ path, kind }) => {
      const [, set] = /^src\/aws\/sets\/(.+)\.ts$/.exec(path) ?? [];
      return set === undefined ? [] : [[set, kind]];
    }),
  );
}

describe('the sets of limits in a bundle', () => {
  it('are static imports when watched, and left out otherwise', async () => {
    const none = await importsOfSets([]);
    const named = [...Object.keys(LIMIT_SETS), METRICS];
    expect(named).toEqual(expect.arrayContaining(Object.keys(none)));
    expect(new Set(Object.values(none))).toEqual(new Set(['dynamic-import']));
    const all = await importsOfSets(Object.keys(none));
    expect(all).toEqual(
      Object.fromEntries(Object.keys(none).map((set) => [set, 'import-statement'])),
    );
    expect(await importsOfSets(['ec2'])).toEqual({ ...none, ec2: 'import-statement' });
  });
});
