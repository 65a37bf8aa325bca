import { defineConfig } from 'vitest/config';

import { suite } from './suite.ts';

/** `npm run test:full`: all test files, in full size. */
export default defineConfig(suite({ size: 'full', worlds: { pruneWorlds: 200, wireWorlds: 25 } }));
