import type { PlannedDeletion } from '../plan/order.ts';
import type { DeletableRef } from '../model/version.ts';
import { functionKey, versionKey } from '../model/version.ts';
import { groupBy } from '../../model/group-by.ts';
import { SECOND_MS } from '../../model/time.ts';

/** A batch of up to 50 versions of one function, which are read again, checked and deleted together. */
export interface Chunk {
  readonly functionName: string;
  readonly deletions: readonly PlannedDeletion[];
}

/** Lambda requests a second for deletions, as long as AWS does not throttle. */
const DELETIONS_A_SECOND = 8;
/** Requests for aliases, provisioned concurrency and tags, which share the rate limit of deletions. */
const READS_BEFORE_A_CHUNK = 3;
/** In addition, once an invocation: event invoke configs and a listing of versions. */
const READS_OF_A_FUNCTION = READS_BEFORE_A_CHUNK + 2;
/** The size of the first chunk: small, so that policy reads delay the first deletion little. */
const FIRST_CHUNK = 8;
/** The number of GetPolicy requests that can be sent in a second, and also the most that can be sent at once. */
const POLICIES_A_SECOND = 10;
/** One request for the policy of the function itself. */
const POLICIES_OF_A_FUNCTION = 1;
/** Fewer remaining versions join the previous chunk: a few more policies take less time than reading the function again. */
const SMALLEST_REST = 6;
/** The largest chunk: it fits into one segment of the journal, and its last deletion follows seconds after its reads. */
const MOST_IN_CHUNK = 50;

/** Returns the milliseconds that `requests` take at the rate of deletions. */
export function deletingMs(requests: number): number {
  return (requests * SECOND_MS) / DELETIONS_A_SECOND;
}

/** The remaining deletions of a Region, function by function. The next chunk is read while the current one is deleted. */
export class DeletionQueue {
  readonly #functions: { readonly name: string; readonly deletions: PlannedDeletion[] }[];
  /** The number of policies that can be read until the current chunk is deleted. */
  #readable = FIRST_CHUNK + POLICIES_OF_A_FUNCTION;
  #last: string | undefined;

  /** @param remaining in the order of the plan, which is kept */
  constructor(remaining: readonly PlannedDeletion[]) {
    const byFunction = groupBy(remaining, ({ region, functionName }) =>
      functionKey(region, functionName),
    );
    this.#functions = [...byFunction.values()].map((deletions) => ({
      name: deletions[0].functionName,
      deletions,
    }));
  }

  /**
   * Returns the milliseconds to check and delete all versions of the next function, which an invocation should begin only
   * if it can also end it. Returns 0 for a function that may be split between invocations: the first one, one that has
   * begun, and one with more than 50 versions, where checking the function twice costs little.
   */
  nextFunctionMs(): number {
    const [first] = this.#functions;
    if (first === undefined || this.#last === undefined || first.name === this.#last) return 0;
    const { length } = first.deletions;
    return length > MOST_IN_CHUNK ? 0 : deletingMs(READS_OF_A_FUNCTION + length);
  }

  /** Removes and returns the next chunk, of at most `most` versions; undefined when no versions remain. */
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

  /** Puts a chunk back to the front of the queue. */
  putBack(chunk: Chunk | undefined): void {
    if (chunk === undefined || chunk.deletions.length === 0) return;
    const { functionName: name, deletions } = chunk;
    const [first] = this.#functions;
    if (first?.name === name) first.deletions.unshift(...deletions);
    else this.#functions.unshift({ name, deletions: [...deletions] });
    this.#last = name;
  }
}

/** Returns the chunk with only the versions in `toRecheck`. */
export function restOf(
  { functionName, deletions }: Chunk,
  toRecheck: readonly DeletableRef[],
): Chunk {
  const left = new Set(toRecheck.map(versionKey));
  return { functionName, deletions: deletions.filter((one) => left.has(versionKey(one))) };
}
