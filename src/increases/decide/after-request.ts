import type { ReadFailure } from '../../model/failure.ts';
import type { Instant } from '../../model/time.ts';
import { DAY_MS, HOUR_MS, instant } from '../../model/time.ts';
import type { PastRequest, QuotaMemory } from './model.ts';

/**
 * Answers that say that AWS has taken no request, and how long no other is sent. Of all other failures,
 * nobody can tell: the request stays unconfirmed until the history shows it or a day has passed.
 * https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_RequestServiceQuotaIncrease.html (Errors)
 */
const NOT_TAKEN: Readonly<Record<string, number>> = {
  TooManyRequestsException: HOUR_MS,
  AccessDeniedException: DAY_MS,
  DependencyAccessDeniedException: DAY_MS,
  // Too many requests of the account are open.
  QuotaExceededException: DAY_MS,
  IllegalArgumentException: 30 * DAY_MS,
  InvalidResourceStateException: 30 * DAY_MS,
  NoSuchResourceException: 30 * DAY_MS,
};

/** The memory with a request that is about to be sent. */
export function withSent(
  { requests }: QuotaMemory,
  { desired, from }: { readonly desired: number; readonly from: number },
  at: Instant,
): QuotaMemory & { readonly requests: readonly [PastRequest, ...PastRequest[]] } {
  return { requests: [{ desired, status: 'UNCONFIRMED', at, from }, ...requests] };
}

/** The memory once AWS has taken the request that was sent last. */
export function withTaken(
  { requests: [sent, ...earlier] }: QuotaMemory,
  request: PastRequest,
): QuotaMemory {
  const { from } = sent ?? {};
  return { requests: [{ ...request, ...(from !== undefined && { from }) }, ...earlier] };
}

/** The memory once AWS has answered the request that was sent last with an error, or not at all. */
export function withFailure(sent: QuotaMemory, failure: ReadFailure, now: Instant): QuotaMemory {
  const error = failure.errorName;
  const waits = NOT_TAKEN[error];
  if (waits === undefined) return { ...sent, error };
  const [, ...requests] = sent.requests;
  return { requests, notBefore: instant(now + waits), error };
}
