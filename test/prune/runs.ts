import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** How many worlds each law of pruning is tried on. */
    readonly pruneWorlds: number;
    /** How many over the wire. */
    readonly wireWorlds: number;
    /** Draws the same worlds again; new ones without it. */
    readonly lawsSeed: number | undefined;
  }
}

/** Worlds per law: few, or all of them with `LAWS=full`. */
export const WORLDS = inject('pruneWorlds');

/** Time for all laws of one kind, generously. */
export const TIME_MS = 30_000 + 100 * WORLDS;

/** Worlds per law over the wire. */
export const WIRE_WORLDS = inject('wireWorlds');

/** `LAWS_SEED`, or one that has not been tried. */
export const SEED = inject('lawsSeed') ?? Math.floor(Math.random() * 2 ** 31);
