import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { ViteUserConfig } from 'vitest/config';

import { LongestFirst } from './longest-first.ts';
import { reportingTo } from './reporting.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Of tests that have two sizes, which one is run. */
    readonly size: 'quick' | 'full';
  }
}

const EVERY_TEST = 'test/**/*.test.ts';
/** Test files that `npm test` leaves to `npm run test:full`. */
const FULL_ONLY = 'test/**/*.full.test.ts';
/** Tests that measure their process, and so have one of their own. */
const ALONE = 'test/**/*.alone{,.full}.test.ts';
/** Tests that see every limit that is watched; all others see those of `fixed-catalogue.ts`. */
const OF_CATALOGUE = [
  'test/catalogue/**/*.test.ts',
  'test/scripts/{demo.test,picture.full.test}.ts',
];

const fixedCatalogue = {
  find: /^(?:.*\/limits|\.)\/catalogue\.ts$/,
  replacement: fileURLToPath(new URL('fixed-catalogue.ts', import.meta.url)),
};

export interface Suite {
  readonly size: 'quick' | 'full';
  /** Default: every test file of that size. */
  readonly include?: readonly string[];
  /** Of `quick`. Default: the files that are full only. */
  readonly exclude?: readonly string[];
  readonly worlds: { readonly pruneWorlds: number; readonly wireWorlds: number };
}

/** The configuration of `npm test` and of the larger runs, which differ in what they cover only. */
export function suite({ size, include, exclude = [FULL_ONLY], worlds }: Suite): ViteUserConfig {
  const fullOnly = size === 'full' ? [] : exclude;
  // A file that has not changed since the last run is not transformed once more.
  const transforms = { experimental: { fsModuleCache: size === 'quick' } };
  const shared = {
    // The SDK prints a notice on Node 20; tests run there on purpose.
    env: {
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      POWERTOOLS_LOG_LEVEL: 'SILENT',
    },
    setupFiles: [
      'test/left-behind.setup.ts',
      'test/unexpected.setup.ts',
      'test/metrics-worlds.setup.ts',
    ],
    testTimeout: size === 'full' ? 240_000 : 30_000,
    // Files of one worker share what they import: loading the SDK anew for each took half of the time.
    isolate: false,
    // The default leaves one core free, which on two cores is half of them.
    maxWorkers: availableParallelism(),
    provide: { size, ...worlds, lawsSeed: lawsSeed(process.env['LAWS_SEED']) },
    ...transforms,
  };
  const resolve = { alias: [fixedCatalogue] };
  const tests = {
    resolve,
    test: {
      ...shared,
      name: 'tests',
      include: [...(include ?? [EVERY_TEST])],
      exclude: [...OF_CATALOGUE, ALONE, ...fullOnly],
    },
  };
  const alone = {
    resolve,
    test: { ...shared, name: 'alone', include: [ALONE], exclude: [...fullOnly], isolate: true },
  };
  const ofCatalogue = {
    test: { ...shared, name: 'catalogue', include: OF_CATALOGUE, exclude: [...fullOnly] },
  };
  return {
    test: {
      ...reportingTo(process.env['TEST_RESULTS']),
      globalSetup: ['test/browser-skipped.ts'],
      sequence: { sequencer: LongestFirst },
      maxWorkers: shared.maxWorkers,
      ...transforms,
      projects: include === undefined ? [tests, alone, ofCatalogue] : [tests],
    },
  };
}

/** `LAWS_SEED`, or one that has not been tried. The laws print it, so that it can be tried again. */
function lawsSeed(given: string | undefined): number {
  if (given === undefined) return Math.floor(Math.random() * 2 ** 31);
  if (!/^\d+$/.test(given)) throw new Error(`LAWS_SEED is a whole number, not ${given}`);
  return Number(given);
}
