import type { Instant } from './time.ts';

export interface Clock {
  now(): Instant;
  /** Resolves after `ms`; rejects with the signal's reason as soon as it aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
