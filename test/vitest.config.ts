import { defineConfig } from 'vitest/config';

import { suite } from './suite.ts';

/** `npm test`: every rule, each property on a few random worlds, and each kind of fault once. */
export default defineConfig(suite({ size: 'quick', worlds: { pruneWorlds: 100, wireWorlds: 6 } }));
