import type { PlannedDeletion } from '../plan/order.ts';
import type { DeletableRef } from '../model/version.ts';
import { functionKey, versionKey } from '../model/version.ts';
import { SECOND_MS } from '../../model/time.ts';

/** Versions of one function whose policies are read and which are then deleted together. */
export interface Chunk {
  readonly functionName: string;
  readonly deletions: readonly PlannedDeletion[];
}

/** The pace at which versions go when AWS does not ask for a slower one. */
const DELETIONS_A_SECOND = 8;
/** Before each chunk, at the pace of deletions: aliases, provisioned concurrency and tags. */
const READS_BEFORE_A_CHUNK = 3;
/** These, and once a slice its asynchronous settings, and its versions where they are not known. */
const READS_OF_A_FUNCTION = READS_BEFORE_A_CHUNK + 2;
/** Small enough for the first deletion to come at once, since the policy of each is read before. */
const FIRST_CHUNK = 8;
/** Of the policies, which have a pace of their own; as many may be read at once where none were for a second. */
const POLICIES_A_SECOND = 10;
/** Before each chunk, at the pace of policies: the one of the function itself. */
const POLICIES_OF_A_FUNCTION = 1;
/**
 * A rest of fewer goes with the chunk before. To read the function again for it, three requests at the pace of
 * deletions, and to write down its intents and outcomes would take longer than to wait for its policies.
 */
const SMALLEST_REST = 6;
/** As a segment of the journal; and what was read of a function is at most some seconds old. */
const MOST_IN_CHUNK = 50;

/** How long so many requests take at the pace of deletions. */
export function deletingMs(requests: number): number {
  return (requests * SECOND_MS) / DELETIONS_A_SECOND;
}

/**
 * What remains of a plan in one Region, function by function, the one with the largest package first;
 * handed out in chunks, each read while the one before is deleted.
 */
export class DeletionQueue {
  readonly #functions: { readonly name: string; readonly deletions: PlannedDeletion[] }[];
  /** So many policies can be read by the time that the chunk before is deleted. */
  #readable = FIRST_CHUNK + POLICIES_OF_A_FUNCTION;
  #last: string | undefined;

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

  /**
   * How long it takes to read again what must be read of the next function and to delete all of it. 0
   * when that has begun, for the very first, and for one so large that reading it twice is nothing
   * beside its deletions: those need not fit into what is left of a slice.
   */
  nextWholeMs(): number {
    const [first] = this.#functions;
    if (first === undefined || this.#last === undefined || first.name === this.#last) return 0;
    const { length } = first.deletions;
    return length > MOST_IN_CHUNK ? 0 : deletingMs(READS_OF_A_FUNCTION + length);
  }

  /** The next chunk, of at most `most` versions; undefined when nothing is left. */
  take(most: number): Chunk | undefined {
    const [first] = this.#functions;
    if (first === undefined || most < 1) return undefined;
    const readable = this.#readable - POLICIES_OF_A_FUNCTION;
    const size = Math.max(FIRST_CHUNK, Math.floor(readable));
    const { length } = first.deletions;
    const atMost = Math.min(most, MOST_IN_CHUNK);
    const isNearlyAll = length <= atMost && length < size + SMALLEST_REST;
    const deletions = first.deletions.splice(0, isNearlyAll ? length : Math.min(atMost, size));
    if (first.deletions.length === 0) this.#functions.shift();
    const unread = Math.min(POLICIES_A_SECOND, readable - deletions.length);
    const meanwhileMs = deletingMs(READS_BEFORE_A_CHUNK + deletions.length);
    this.#readable = unread + (meanwhileMs * POLICIES_A_SECOND) / SECOND_MS;
    this.#last = first.name;
    return { functionName: first.name, deletions };
  }

  /** A chunk that was taken comes next again. */
  putBack(chunk: Chunk | undefined): void {
    if (chunk === undefined || chunk.deletions.length === 0) return;
    const { functionName: name, deletions } = chunk;
    const [first] = this.#functions;
    if (first?.name === name) first.deletions.unshift(...deletions);
    else this.#functions.unshift({ name, deletions: [...deletions] });
    this.#last = name;
  }
}

/** The versions of a chunk that were not asked to be deleted, in its order. */
export function restOf(
  { functionName, deletions }: Chunk,
  unasked: readonly DeletableRef[],
): Chunk {
  const left = new Set(unasked.map(versionKey));
  return { functionName, deletions: deletions.filter((one) => left.has(versionKey(one))) };
}
