/**
 * Request rates, one token bucket for each account, Region and kind of request. A service file says
 * which requests share a bucket and how large it is.
 */

export interface RateLimit {
  /** Requests of one name share one bucket. */
  readonly name: string;
  readonly perSecond: number;
  /** How many may come at once after a pause. */
  readonly burst: number;
}

/** Says whether a request may come now. */
export type Throttle = Pick<Rates, 'take'>;

/** Lets everything through. */
export const NO_RATES: Throttle = { take: () => true };

interface Bucket {
  tokens: number;
  readAt: number;
}

export class Rates {
  readonly #buckets = new Map<string, Bucket>();

  /** Takes one token, or several, at `now` (epoch milliseconds); false when there are too few. */
  take(limit: RateLimit, account: string, region: string, now: number, amount = 1): boolean {
    const key = `${limit.name}/${account}/${region}`;
    const bucket = this.#buckets.get(key) ?? { tokens: limit.burst, readAt: now };
    const gained = ((now - bucket.readAt) / 1000) * limit.perSecond;
    // Rounded, since 15 times a fifteenth of a second must be a whole token.
    bucket.tokens = Math.min(limit.burst, Math.round((bucket.tokens + gained) * 1e6) / 1e6);
    bucket.readAt = now;
    this.#buckets.set(key, bucket);
    if (bucket.tokens < amount) return false;
    bucket.tokens -= amount;
    return true;
  }
}
