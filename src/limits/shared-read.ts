import type { Instant } from '../model/time.ts';
import type { Clock } from '../model/clock.ts';

export interface DatedRead<Value> {
  readonly readAt: Instant;
  readonly value: Promise<Value>;
}

/** Calls `read` once for all callers, and again when the last result is older than `ageMs` or has failed. */
export class SharedRead<Value> {
  readonly #clock: Clock;
  readonly #ageMs: () => number;
  readonly #read: () => Promise<Value>;
  readonly #hasFailed: (value: Value) => boolean;
  #last: DatedRead<Value> | undefined;

  constructor(
    clock: Clock,
    ageMs: () => number,
    read: () => Promise<Value>,
    hasFailed: (value: Value) => boolean,
  ) {
    this.#hasFailed = hasFailed;
    this.#clock = clock;
    this.#ageMs = ageMs;
    this.#read = read;
  }

  now(): DatedRead<Value> {
    const now = this.#clock.now();
    if (this.#last !== undefined && isRecent(this.#last.readAt, now, this.#ageMs())) {
      return this.#last;
    }
    const started = { readAt: now, value: this.#read() };
    this.#last = started;
    void started.value.then((value) => {
      if (this.#hasFailed(value) && this.#last === started) this.#last = undefined;
    });
    return started;
  }
}

/** Whether `readAt` is at most `ageMs` ago; false for a time after `now`. */
function isRecent(readAt: Instant, now: Instant, ageMs: number): boolean {
  return readAt <= now && now - readAt <= ageMs;
}
