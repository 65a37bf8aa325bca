import { defineConfig } from 'vitest/config';

import { suite } from './suite.ts';

/** `npm run test:full`: what `npm test` runs, all of it at full size, and the files that are full only. */
export default defineConfig(suite({ size: 'full', worlds: { pruneWorlds: 200, wireWorlds: 25 } }));
