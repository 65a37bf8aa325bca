import { readdirSync, readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

import { suite } from './suite.ts';

/**
 * `npm run laws`: the property tests of pruning, on `LAWS_WORLDS` worlds in process and a twentieth as many over
 * the wire.
 */
const { LAWS_WORLDS: given = '10000' } = process.env;
if (!/^[1-9]\d*$/.test(given)) throw new Error(`LAWS_WORLDS is a number of worlds, not ${given}`);
const pruneWorlds = Number(given);

/** The test files that use the number of worlds. */
const include = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.test.ts'))
  .map((path) => `test/${path}`)
  .filter((path) => /\bfrom '[./\w-]*\/runs\.ts'/.test(readFileSync(path, 'utf8')));

export default defineConfig(
  suite({
    size: 'full',
    include,
    worlds: { pruneWorlds, wireWorlds: Math.ceil(pruneWorlds / 20) },
  }),
);
