import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { ViteUserConfig } from 'vitest/config';

import { LongestFirst } from './longest-first.ts';
import { reportingTo } from './reporting.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The size that `sized` uses. */
    readonly size: 'quick' | 'full';
  }
}

const EVERY_TEST = 'test/**/*.test.ts';
/** Test files that only `npm run test:full` runs. */
const FULL_ONLY = 'test/**/*.full.test.ts';
/** Tests that measure their process, and so run in a process of their own. */
const ALONE = 'test/**/*.alone{,.full}.test.ts';
/** Tests that use the real catalogue; all others use `fixed-catalogue.ts`. */
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
  /** The test files; default: all of this size. */
  readonly include?: readonly string[];
  /** The test files that a quick run leaves out; default: the `.full.test.ts` files. */
  readonly exclude?: readonly string[];
  readonly worlds: { readonly pruneWorlds: number; readonly wireWorlds: number };
}

/**
 * Returns the Vitest configuration of `npm test` and of the larger runs, which differ only in the tests that they
 * include and their size.
 */
export function suite({ size, include, exclude = [FULL_ONLY], worlds }: Suite): ViteUserConfig {
  const fullOnly = size === 'full' ? [] : exclude;
  // Transformed modules are cached, so an unchanged file is not transformed again in the next run.
  const transforms = { experimental: { fsModuleCache: size === 'quick' } };
  const shared = {
    // Turns off the notice that the SDK prints on Node 20, on which tests run on purpose.
    env: {
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      POWERTOOLS_LOG_LEVEL: 'SILENT',
    },
    setupFiles: [
      'test/restore-process.setup.ts',
      'test/unexpected.setup.ts',
      'test/metrics-worlds.setup.ts',
    ],
    testTimeout: size === 'full' ? 240_000 : 30_000,
    // Files of one worker share imported modules: importing the SDK for each file took half of the time.
    isolate: false,
    // By default one core stays free, which is half of two.
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

/** Returns `LAWS_SEED`, or a random seed. Property tests print the seed, so a failure can be repeated. */
function lawsSeed(given: string | undefined): number {
  if (given === undefined) return Math.floor(Math.random() * 2 ** 31);
  if (!/^\d+$/.test(given)) throw new Error(`LAWS_SEED is a whole number, not ${given}`);
  return Number(given);
}
