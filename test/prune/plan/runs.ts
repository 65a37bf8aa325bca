import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** The number of random worlds for each property of pruning. */
    readonly pruneWorlds: number;
    /** The number of random worlds for each property over the wire. */
    readonly wireWorlds: number;
    /** The seed, which generates the same worlds again. */
    readonly lawsSeed: number;
  }
}

/** The number of worlds for each property: few, or `LAWS_WORLDS` in `npm run laws`. */
export const WORLDS = inject('pruneWorlds');

/** The time limit for all properties of one kind, in milliseconds. */
export const TIME_MS = 30_000 + 100 * WORLDS;

/** The number of worlds for each property over the wire. */
export const WIRE_WORLDS = inject('wireWorlds');

/** The value of `LAWS_SEED`, or a random seed. */
export const SEED = inject('lawsSeed');
