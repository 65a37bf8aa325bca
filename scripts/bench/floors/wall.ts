/** Calls that share one pace. */
export interface Bucket {
  readonly calls: number;
  readonly perSecond: number;
  /** How many may go out at once before the pace begins. */
  readonly burst: number;
}

export interface WallFloor {
  readonly ms: number;
  /** What no program could be faster than: the way there and back, or the pace. */
  readonly because: 'latency' | 'pace';
}

/**
 * The least time that a run takes: the larger of the latency times the longest chain of calls that wait
 * for one another, and, in the bucket that takes longest, the calls beyond the burst divided by the rate.
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
