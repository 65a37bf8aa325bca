import type { Clock } from '../model/clock.ts';
import { OutOfTime } from './failures.ts';
import { Pacer } from './pacing.ts';

/** Requests per second that a review allows itself in one production account, over all of its Regions and services. */
const REVIEW_REQUESTS_PER_SECOND = 5;

/**
 * What all requests of one slice in a production account pass: at most 5 a second, and none after AWS has
 * answered "too many requests" once. What is refused then counts as out of time, so a later slice asks it again.
 * The account's own deployments share Lambda's 15 requests a second.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export class ThrottleGate {
  readonly #pacer: Pacer;
  #isClosed = false;

  constructor(clock: Clock) {
    this.#pacer = new Pacer(clock, REVIEW_REQUESTS_PER_SECOND, undefined, 1);
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Resolves when the next request may go out. @throws OutOfTime once a request was throttled. */
  async turn(): Promise<void> {
    this.#assertOpen();
    await this.#pacer.turn();
    this.#assertOpen();
  }

  throttled(): void {
    this.#isClosed = true;
  }

  #assertOpen(): void {
    if (this.#isClosed) throw new OutOfTime();
  }
}
