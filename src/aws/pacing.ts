import type { Clock } from '../model/clock.ts';
import { OutOfTime } from './failures.ts';

/** The requests per second that a watch run sends to one account and Region. AWS allows 15. */
export const WATCH_REQUESTS_PER_SECOND = 5;

/** The lowest rate in requests per second: one every two seconds. */
const SLOWEST = 0.5;
/** The part of the full rate that a reduced rate regains in each second. */
const RECOVERY_PER_SECOND = 0.05;

/**
 * A token bucket for all requests to one account and Region, in the order of their arrival. When AWS throttles, the
 * bucket halves its rate and recovers slowly, so that deployments in the account have priority. Lambda allows its
 * control plane 15 requests a second for all callers together.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export class Pacer {
  readonly #clock: Clock;
  readonly #signal: AbortSignal | undefined;
  readonly #fullRate: number;
  readonly #atOnce: number;
  #rate: number;
  #tokens: number;
  #refilledAt: number;
  #queue: Promise<void> = Promise.resolve();

  /** @param atOnce the most requests without a pause; default: those of one second, at least one */
  constructor(
    clock: Clock,
    requestsPerSecond: number,
    signal?: AbortSignal,
    atOnce = Math.max(1, requestsPerSecond),
  ) {
    this.#clock = clock;
    this.#signal = signal;
    this.#fullRate = requestsPerSecond;
    this.#rate = requestsPerSecond;
    this.#atOnce = atOnce;
    this.#tokens = atOnce;
    this.#refilledAt = clock.now();
  }

  /**
   * Resolves when the next request may be sent; rejects with the reason of the signal when it is aborted.
   * @param gate a further condition, awaited before the request counts
   */
  turn(gate?: () => Promise<void>): Promise<void> {
    const turn = this.#queue.then(() => this.#take(gate));
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  /** Halves the rate. To be called for each request that AWS throttled. */
  throttled(): void {
    this.#refill();
    this.#rate = Math.max(SLOWEST, this.#rate / 2);
    this.#tokens = Math.min(this.#tokens, 0);
  }

  async #take(gate: (() => Promise<void>) | undefined): Promise<void> {
    this.#signal?.throwIfAborted();
    this.#refill();
    while (this.#tokens < 1) {
      // At least one millisecond: a shorter sleep would spin.
      await this.#clock.sleep(
        Math.max(1, Math.ceil(((1 - this.#tokens) / this.#rate) * 1000)),
        this.#signal,
      );
      this.#refill();
    }
    if (gate !== undefined) {
      await gate();
      this.#refill();
    }
    this.#tokens -= 1;
  }

  #refill(): void {
    const now = this.#clock.now();
    const seconds = Math.max(0, now - this.#refilledAt) / 1000;
    this.#refilledAt = now;
    this.#tokens = Math.min(this.#atOnce, this.#tokens + seconds * this.#rate);
    this.#rate = Math.min(
      this.#fullRate,
      this.#rate + seconds * this.#fullRate * RECOVERY_PER_SECOND,
    );
  }
}

/** The requests per second that a review sends to one production account, over all Regions and services. */
const REVIEW_REQUESTS_PER_SECOND = 5;

/**
 * Protects a production account during one invocation of a review: it permits at most 5 requests a second, and none
 * after AWS has throttled once. Requests that are not permitted fail as out of time, so that a later invocation
 * repeats them.
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

  /** Resolves when the next request may be sent. @throws OutOfTime once AWS has throttled a request. */
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
