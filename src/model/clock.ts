import type { Instant } from './time.ts';

export interface Clock {
  now(): Instant;
  /** Resolves after `ms` milliseconds; rejects with the reason of `signal` as soon as `signal` aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
