import type { Traffic } from '../model/report.ts';

/** Counts what went over the wire, attempt by attempt. One for a run. */
export class TrafficMeter {
  #calls = 0;
  #retries = 0;
  #throttles = 0;

  attempt(repeated: boolean): void {
    this.#calls += 1;
    if (repeated) this.#retries += 1;
  }

  throttled(): void {
    this.#throttles += 1;
  }

  total(): Traffic {
    return { calls: this.#calls, retries: this.#retries, throttles: this.#throttles };
  }
}
