import type { Instant } from './time.ts';
import { SECOND_MS } from './time.ts';
import type { Bytes } from './units.ts';
import { addBytes, bytes } from './units.ts';

/** A published version: a whole number from 1. `$LATEST` and its kin are none. */
export const PUBLISHED_VERSION = /^[1-9][0-9]*$/;

/** One published version as a listing shows it. */
export interface PublishedVersion {
  readonly number: number;
  readonly packageBytes: Bytes;
  /** `undefined` when the listing's date is missing or unreadable. */
  readonly modifiedAt: Instant | undefined;
  /** Lambda itself holds on to it: an edge replica, or one with a capacity provider. */
  readonly heldByLambda: boolean;
}

const HELD = 1;
const UNDATED = 0;
/** The last second that 32 bits hold: in the year 2106. */
const LATEST_DATE = 2 ** 32 - 1;
const FIRST_CAPACITY = 4;
const GROWTH = 1.5;

/**
 * The published versions of one function in any order, in columns: at most 32 bytes each, where an
 * object apiece takes several hundred. The same number added twice counts once, as the later one.
 */
export class VersionTable {
  #numbers = new Float64Array(FIRST_CAPACITY);
  #bytes = new Float64Array(FIRST_CAPACITY);
  /** Seconds since 1970, rounded up, plus one; 0 for no date. */
  #modified = new Uint32Array(FIRST_CAPACITY);
  #flags = new Uint8Array(FIRST_CAPACITY);
  #length = 0;
  #sorted = true;

  add(version: PublishedVersion): void {
    if (this.#length === this.#numbers.length) this.#grow();
    const last = this.#length === 0 ? 0 : (this.#numbers[this.#length - 1] ?? 0);
    if (version.number <= last) this.#sorted = false;
    const at = this.#length++;
    this.#numbers[at] = version.number;
    this.#bytes[at] = version.packageBytes;
    this.#modified[at] = storedDate(version.modifiedAt);
    this.#flags[at] = version.heldByLambda ? HELD : 0;
  }

  /** Lowest number first, compared as numbers: 9 comes before 10. */
  *ascending(): Generator<Readonly<PublishedVersion>> {
    this.#sort();
    for (let at = 0; at < this.#length; at += 1) yield this.#row(at);
  }

  get length(): number {
    this.#sort();
    return this.#length;
  }

  packageBytes(): Bytes {
    let total = bytes(0);
    for (const version of this.ascending()) total = addBytes(total, version.packageBytes);
    return total;
  }

  #row(at: number): PublishedVersion {
    const modified = this.#modified[at] ?? UNDATED;
    return {
      number: this.#numbers[at] ?? 0,
      packageBytes: bytes(this.#bytes[at] ?? 0),
      modifiedAt: modified === UNDATED ? undefined : (((modified - 1) * SECOND_MS) as Instant),
      heldByLambda: this.#flags[at] === HELD,
    };
  }

  #grow(): void {
    const capacity = Math.ceil(this.#numbers.length * GROWTH);
    this.#numbers = enlarged(this.#numbers, new Float64Array(capacity));
    this.#bytes = enlarged(this.#bytes, new Float64Array(capacity));
    this.#modified = enlarged(this.#modified, new Uint32Array(capacity));
    this.#flags = enlarged(this.#flags, new Uint8Array(capacity));
  }

  /** Sorts all columns by number and drops repetitions, in place. */
  #sort(): void {
    if (this.#sorted) return;
    const numbers = this.#numbers;
    const order = Uint32Array.from({ length: this.#length }, (_, at) => at).sort(
      (a, b) => (numbers[a] ?? 0) - (numbers[b] ?? 0) || a - b,
    );
    const kept = order.filter((at, place) => numbers[at] !== numbers[order[place + 1] ?? -1]);
    this.#numbers = picked(this.#numbers, new Float64Array(kept.length), kept);
    this.#bytes = picked(this.#bytes, new Float64Array(kept.length), kept);
    this.#modified = picked(this.#modified, new Uint32Array(kept.length), kept);
    this.#flags = picked(this.#flags, new Uint8Array(kept.length), kept);
    this.#length = kept.length;
    this.#sorted = true;
  }
}

/**
 * Rounded up, so that no version looks older than it is; and what does not fit into the column is no
 * date, where it would come back as another one.
 */
function storedDate(at: Instant | undefined): number {
  if (at === undefined || at < 0) return UNDATED;
  const stored = Math.ceil(at / SECOND_MS) + 1;
  return stored <= LATEST_DATE ? stored : UNDATED;
}

type Column = Float64Array | Uint32Array | Uint8Array;

function enlarged<Kind extends Column>(from: Kind, to: Kind): Kind {
  to.set(from);
  return to;
}

function picked<Kind extends Column>(from: Kind, to: Kind, order: Uint32Array): Kind {
  order.forEach((at, place) => {
    to[place] = from[at] ?? 0;
  });
  return to;
}
