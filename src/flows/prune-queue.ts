import type { PlannedDeletion } from '../decide/plan-prune-order.ts';
import { functionKey } from '../model/prune-version.ts';

/** Versions of one function whose policies are read and which are then deleted together. */
export interface Chunk {
  readonly functionName: string;
  readonly deletions: readonly PlannedDeletion[];
}

/** The pace at which versions go when AWS does not ask for a slower one. */
export const DELETIONS_A_SECOND = 8;
/** Small enough for the first deletion to come at once, since the policy of each is read before. */
const FIRST_CHUNK = 8;
/** Policies are read a quarter as fast again as versions are deleted: what is read meanwhile may grow so much. */
const GROWTH = 1.25;
/** A journal's segment holds no more; and what was read of a function is at most some seconds old. */
const MOST_IN_CHUNK = 50;

/**
 * What remains of a plan in one Region, function by function, the one with the largest package first;
 * handed out in chunks, each read while the one before is deleted.
 */
export class DeletionQueue {
  readonly #functions: { readonly name: string; readonly deletions: PlannedDeletion[] }[];
  #before = 0;

  /** `remaining` is in the plan's order. */
  constructor(remaining: readonly PlannedDeletion[]) {
    const byName = new Map<string, PlannedDeletion[]>();
    for (const deletion of remaining) {
      const key = functionKey(deletion.region, deletion.functionName);
      const those = byName.get(key);
      if (those === undefined) byName.set(key, [deletion]);
      else those.push(deletion);
    }
    this.#functions = [...byName.values()].flatMap((deletions) => {
      const [first] = deletions;
      return first === undefined ? [] : [{ name: first.functionName, deletions }];
    });
  }

  /** The next chunk, of at most `most` versions; undefined when nothing is left. */
  take(most: number): Chunk | undefined {
    const [first] = this.#functions;
    if (first === undefined || most < 1) return undefined;
    const size = Math.max(FIRST_CHUNK, Math.ceil(this.#before * GROWTH));
    const deletions = first.deletions.splice(0, Math.min(most, size, MOST_IN_CHUNK));
    if (first.deletions.length === 0) this.#functions.shift();
    this.#before = deletions.length;
    return { functionName: first.name, deletions };
  }
}
