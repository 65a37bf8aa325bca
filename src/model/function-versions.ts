import type { Instant } from './time.ts';
import { SECOND_MS } from './time.ts';
import type { Bytes } from './units.ts';
import { addBytes, bytes } from './units.ts';

/** The form of the number of a published version: a whole number from 1. `$LATEST` does not match. */
export const PUBLISHED_VERSION = /^[1-9][0-9]*$/;

/**
 * Whether a function is a Lambda@Edge replica in another Region, named such as `us-east-1.NAME`. No other function
 * has a dot in its name. AWS does not document whether listings show replicas and give their `MasterArn`.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-edge-testing-debugging.html (log groups)
 * https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html (FunctionName)
 */
export function isReplicaName(functionName: string): boolean {
  return functionName.includes('.');
}

export interface PublishedVersion {
  readonly number: number;
  readonly packageBytes: Bytes;
  /** The date in the listing; `undefined` when it is missing or unreadable. */
  readonly modifiedAt: Instant | undefined;
  /** Whether Lambda itself needs the version: it is a Lambda@Edge replica or has a capacity provider. */
  readonly heldByLambda: boolean;
}

/** How many numbers a row has: the version number, the size, and the date combined with the flag `heldByLambda`. */
const COLUMNS = 3;
const UNDATED = 0;
/** The last date in seconds that fits into 32 bits: in the year 2106. */
const LATEST_DATE = 2 ** 32 - 1;
const FIRST_CAPACITY = 4;
const GROWTH = 1.5;

/**
 * The published versions of one function, as rows of numbers in one array: at most 36 bytes a version, where an
 * object takes several hundred. When a version number is added twice, the later row counts.
 */
export class VersionTable {
  #rows = new Float64Array(FIRST_CAPACITY * COLUMNS);
  #length = 0;
  #sorted = true;

  add(version: PublishedVersion): void {
    if (this.#length * COLUMNS === this.#rows.length) this.#grow();
    const last = this.#length === 0 ? 0 : this.#number(this.#length - 1);
    if (version.number <= last) this.#sorted = false;
    const at = this.#length++ * COLUMNS;
    this.#rows[at] = version.number;
    this.#rows[at + 1] = version.packageBytes;
    this.#rows[at + 2] = 2 * storedDate(version.modifiedAt) + (version.heldByLambda ? 1 : 0);
  }

  /** The versions in ascending order of their numbers: 9 comes before 10. */
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

  /**
   * A text that is equal for the same versions with the same sizes, dates and flags, in any order: the count of
   * versions, the newest version number and a 64-bit hash. `undefined` when a version has no date, since a
   * replaced version could then look the same.
   */
  fingerprint(): string | undefined {
    this.#sort();
    const hash = new Hash64();
    for (let at = 0; at < this.#length; at += 1) {
      const { number, packageBytes, modifiedAt, heldByLambda } = this.#row(at);
      if (modifiedAt === undefined) return undefined;
      for (const value of [number, packageBytes, modifiedAt, heldByLambda ? 1 : 0]) hash.add(value);
    }
    const newest = this.#length === 0 ? 0 : this.#number(this.#length - 1);
    return `${this.#length}:${newest}:${hash.text()}`;
  }

  #number(at: number): number {
    return this.#rows[at * COLUMNS] ?? 0;
  }

  #row(at: number): PublishedVersion {
    const dateAndFlag = this.#rows[at * COLUMNS + 2] ?? UNDATED;
    const modified = Math.floor(dateAndFlag / 2);
    return {
      number: this.#number(at),
      packageBytes: bytes(this.#rows[at * COLUMNS + 1] ?? 0),
      modifiedAt: modified === UNDATED ? undefined : (((modified - 1) * SECOND_MS) as Instant),
      heldByLambda: dateAndFlag % 2 === 1,
    };
  }

  #grow(): void {
    const grown = new Float64Array(Math.ceil(this.#length * GROWTH) * COLUMNS);
    grown.set(this.#rows);
    this.#rows = grown;
  }

  /** Sorts the rows by version number. Of several rows with the same number, the last is kept. */
  #sort(): void {
    if (this.#sorted) return;
    const order = Uint32Array.from({ length: this.#length }, (_, at) => at).sort(
      (a, b) => this.#number(a) - this.#number(b) || a - b,
    );
    const lastRows = order.filter((at, index) => {
      const next = order[index + 1];
      return next === undefined || this.#number(at) !== this.#number(next);
    });
    const rows = new Float64Array(lastRows.length * COLUMNS);
    lastRows.forEach((at, index) => {
      rows.set(this.#rows.subarray(at * COLUMNS, (at + 1) * COLUMNS), index * COLUMNS);
    });
    this.#rows = rows;
    this.#length = lastRows.length;
    this.#sorted = true;
  }
}

/**
 * The hash FNV-1a in two lanes of 32 bits. It is not cryptographic, so no guard may rely on it.
 * http://www.isthe.com/chongo/tech/comp/fnv/
 */
class Hash64 {
  #low = 0x81_1c_9d_c5;
  #high = 0xcb_f2_9c_e4;

  add(value: number): void {
    for (const part of [value % 2 ** 32, Math.floor(value / 2 ** 32)]) {
      for (let shift = 0; shift < 32; shift += 8) {
        const octet = (part >>> shift) & 0xff;
        this.#low = Math.imul(this.#low ^ octet, 0x01_00_01_93);
        this.#high = Math.imul(this.#high ^ octet ^ (this.#low >>> 13), 0x01_00_01_b3);
      }
    }
  }

  text(): string {
    return [this.#high, this.#low].map((lane) => (lane >>> 0).toString(36)).join('.');
  }
}

/** The date in seconds, rounded up so that no version looks older, plus 1. `UNDATED` (0) when it does not fit. */
function storedDate(at: Instant | undefined): number {
  if (at === undefined || at < 0) return UNDATED;
  const stored = Math.ceil(at / SECOND_MS) + 1;
  return stored <= LATEST_DATE ? stored : UNDATED;
}
