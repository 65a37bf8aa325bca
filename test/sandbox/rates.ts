/**
 * Request rates: one token bucket for each account, Region and rate limit. The service files say which operations
 * share a rate limit.
 */

export interface RateLimit {
  /** The name of the token bucket; operations with one name share it. */
  readonly name: string;
  readonly perSecond: number;
  /** The size of the bucket: how many requests may arrive at once after a pause. */
  readonly burst: number;
}

/** Decides whether a request is throttled. */
export type Throttle = Pick<Rates, 'take'>;

/** Throttles nothing. */
export const NO_RATES: Throttle = { take: () => true };

interface Bucket {
  tokens: number;
  readAt: number;
}

export class Rates {
  readonly #buckets = new Map<string, Bucket>();

  /** Takes `amount` tokens at `now` (epoch milliseconds); returns false and takes none when there are too few. */
  take(limit: RateLimit, account: string, region: string, now: number, amount = 1): boolean {
    const key = `${limit.name}/${account}/${region}`;
    const bucket = this.#buckets.get(key) ?? { tokens: limit.burst, readAt: now };
    const gained = ((now - bucket.readAt) / 1000) * limit.perSecond;
    // Rounded, because 15 times a fifteenth of a second must be a whole token.
    bucket.tokens = Math.min(limit.burst, Math.round((bucket.tokens + gained) * 1e6) / 1e6);
    bucket.readAt = now;
    this.#buckets.set(key, bucket);
    if (bucket.tokens < amount) return false;
    bucket.tokens -= amount;
    return true;
  }
}
