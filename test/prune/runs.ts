import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** How many worlds each law of pruning is tried on: `provide: { pruneWorlds: 10_000 }`. */
    readonly pruneWorlds?: number;
  }
}

const DEFAULT_WORLDS = 200;

/** Worlds per law: quick unless the configuration of the run asks for more. */
export const WORLDS = inject('pruneWorlds') ?? DEFAULT_WORLDS;

/** Time for one law, generously. */
export const TIME_MS = 30_000 + 100 * WORLDS;
