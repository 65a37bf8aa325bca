import type { RetryErrorInfo, RetryStrategyV2, RetryToken } from '@smithy/types';
import type { Clock } from './clock.ts';

/** Delays in milliseconds. Basis: the constants of the SDK's standard retry strategy. */
const BASE_MS = 100;
const THROTTLED_BASE_MS = 500;
const MOST_MS = 20_000;

/**
 * Returns a retry strategy with the SDK's standard delays, at full length without jitter, on the given clock. The
 * SDK's own strategy waits in real time: a virtual clock does not move in it, so a rate limit would never recover.
 */
export function retryOnClock(clock: Clock, maxAttempts = 3): RetryStrategyV2 {
  return {
    acquireInitialRetryToken: () => Promise.resolve(tokenAfter(0)),
    async refreshRetryTokenForRetry(token: RetryToken, { errorType, error }: RetryErrorInfo) {
      const retries = token.getRetryCount() + 1;
      if (errorType === 'CLIENT_ERROR' || retries >= maxAttempts) {
        throw error ?? new Error('no further attempt');
      }
      const base = errorType === 'THROTTLING' ? THROTTLED_BASE_MS : BASE_MS;
      await clock.sleep(Math.min(base * 2 ** (retries - 1), MOST_MS));
      return tokenAfter(retries);
    },
    recordSuccess: () => {},
  };
}

function tokenAfter(retries: number): RetryToken {
  return { getRetryCount: () => retries, getRetryDelay: () => 0 };
}
