/** Calls that share one rate limit. */
export interface Bucket {
  readonly calls: number;
  readonly perSecond: number;
  /** How many calls may be sent at once before the rate applies. */
  readonly burst: number;
}

export interface WallFloor {
  readonly ms: number;
  /** Which of the two bounds is larger: the network latency or the rate limit. */
  readonly because: 'latency' | 'pace';
}

/**
 * Returns the least time that a run takes. It is the larger of two bounds: the latency times the longest
 * chain of calls that wait for one another, and the time that the slowest rate limit needs for its calls
 * beyond the burst.
 */
export function wallFloor(latencyMs: number, chain: number, buckets: readonly Bucket[]): WallFloor {
  const paceMs = Math.max(
    0,
    ...buckets.map(
      ({ calls, perSecond, burst }) => (Math.max(0, calls - burst) / perSecond) * 1_000,
    ),
  );
  const latency = latencyMs * chain;
  return latency > paceMs ? { ms: latency, because: 'latency' } : { ms: paceMs, because: 'pace' };
}
