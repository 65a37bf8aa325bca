import { defineConfig } from 'vitest/config';

import { suite } from './suite.ts';

/** `npm test`: every rule, each law on few worlds and each kind of fault once. */
export default defineConfig(suite({ size: 'quick', worlds: { pruneWorlds: 100, wireWorlds: 6 } }));
