import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** How many worlds each law of pruning is tried on. */
    readonly pruneWorlds: number;
    /** How many over the wire. */
    readonly wireWorlds: number;
    /** Draws the same worlds again. */
    readonly lawsSeed: number;
  }
}

/** Worlds per law: few, or all of them in `npm run laws`. */
export const WORLDS = inject('pruneWorlds');

/** Time for all laws of one kind, generously. */
export const TIME_MS = 30_000 + 100 * WORLDS;

/** Worlds per law over the wire. */
export const WIRE_WORLDS = inject('wireWorlds');

/** `LAWS_SEED`, or one that has not been tried. */
export const SEED = inject('lawsSeed');
