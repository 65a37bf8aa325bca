import type { PlannedDeletion } from '../plan/order.ts';
import type { DeletableRef } from '../model/version.ts';
import { functionKey, versionKey } from '../model/version.ts';
import { SECOND_MS } from '../../model/time.ts';

/** Versions of one function that are checked and deleted together. */
export interface Chunk {
  readonly functionName: string;
  readonly deletions: readonly PlannedDeletion[];
}

/** Pace of deletions without throttling. */
const DELETIONS_A_SECOND = 8;
/** Aliases, provisioned concurrency and tags, at the pace of deletions. */
const READS_BEFORE_A_CHUNK = 3;
/** Plus, once a slice, event invoke configs and a listing of versions. */
const READS_OF_A_FUNCTION = READS_BEFORE_A_CHUNK + 2;
/** Small, so that the first deletion is not delayed by policy reads. */
const FIRST_CHUNK = 8;
/** Pace and burst of GetPolicy. */
const POLICIES_A_SECOND = 10;
/** The policy of the function itself. */
const POLICIES_OF_A_FUNCTION = 1;
/** Smaller rests join the chunk before: reading the function again costs more than waiting for a few policies. */
const SMALLEST_REST = 6;
/** One segment of the journal, and few enough that the reads stay seconds old. */
const MOST_IN_CHUNK = 50;

/** Time of that many requests at the pace of deletions. */
export function deletingMs(requests: number): number {
  return (requests * SECOND_MS) / DELETIONS_A_SECOND;
}

/**
 * The remaining deletions of a Region by function, largest packages first, as chunks. Each chunk is read while the one
 * before is deleted.
 */
export class DeletionQueue {
  readonly #functions: { readonly name: string; readonly deletions: PlannedDeletion[] }[];
  /** Policies that can be read until the chunk before is deleted. */
  #readable = FIRST_CHUNK + POLICIES_OF_A_FUNCTION;
  #last: string | undefined;

  /** In the plan's order. */
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
   * Time to check and delete the next function as a whole. 0 for the first, for one that has begun, and for one so
   * large that checking it twice costs little: these may be split between slices.
   */
  nextWholeMs(): number {
    const [first] = this.#functions;
    if (first === undefined || this.#last === undefined || first.name === this.#last) return 0;
    const { length } = first.deletions;
    return length > MOST_IN_CHUNK ? 0 : deletingMs(READS_OF_A_FUNCTION + length);
  }

  /** At most `most` versions; undefined when nothing remains. */
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

  putBack(chunk: Chunk | undefined): void {
    if (chunk === undefined || chunk.deletions.length === 0) return;
    const { functionName: name, deletions } = chunk;
    const [first] = this.#functions;
    if (first?.name === name) first.deletions.unshift(...deletions);
    else this.#functions.unshift({ name, deletions: [...deletions] });
    this.#last = name;
  }
}

/** The versions of a chunk in `unasked`. */
export function restOf(
  { functionName, deletions }: Chunk,
  unasked: readonly DeletableRef[],
): Chunk {
  const left = new Set(unasked.map(versionKey));
  return { functionName, deletions: deletions.filter((one) => left.has(versionKey(one))) };
}
