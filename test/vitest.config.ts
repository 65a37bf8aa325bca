import { availableParallelism } from 'node:os';

import { defineConfig } from 'vitest/config';

import { LongestFirst } from './longest-first.ts';
import { reportingTo } from './reporting.ts';

const QUICK = { pruneWorlds: 200, wireWorlds: 25 };
const FULL = { pruneWorlds: 10_000, wireWorlds: 500 };

/** `LAWS=full` tries the laws of pruning on all their worlds; `LAWS_SEED` draws the same ones again. */
function lawsOf({ LAWS: laws = 'quick', LAWS_SEED: seed }: NodeJS.ProcessEnv) {
  if (laws !== 'quick' && laws !== 'full') throw new Error(`LAWS is quick or full, not ${laws}`);
  const lawsSeed = seed === undefined ? undefined : Number(seed);
  if (lawsSeed !== undefined && !Number.isInteger(lawsSeed)) {
    throw new Error(`LAWS_SEED is a whole number, not ${seed}`);
  }
  return { ...(laws === 'full' ? FULL : QUICK), lawsSeed };
}

export default defineConfig({
  test: {
    ...reportingTo(process.env['TEST_RESULTS']),
    include: ['test/**/*.test.ts'],
    // The SDK prints a notice on Node 20; tests run there on purpose.
    env: {
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      POWERTOOLS_LOG_LEVEL: 'SILENT',
    },
    globalSetup: ['test/browser-skipped.ts'],
    setupFiles: ['test/unexpected.setup.ts'],
    testTimeout: 30_000,
    // The default leaves one core free, which on two cores is half of them.
    maxWorkers: availableParallelism(),
    sequence: { sequencer: LongestFirst },
    provide: lawsOf(process.env),
  },
});
