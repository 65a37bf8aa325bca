import { OPEN } from '../../limits/quota-increase.ts';
import type { Instant } from '../../model/time.ts';
import { DAY_MS, HOUR_MS, instant, MINUTE_MS } from '../../model/time.ts';
import type { PastRequest, QuotaMemory } from './model.ts';
import type { ReadFailure } from '../../model/failure.ts';

/** How far AWS's clock may be behind the clock of the function. */
const CLOCK_TOLERANCE_MS = 5 * MINUTE_MS;
/** A request that AWS's history does not show this long after it was sent was never accepted. */
const UNCONFIRMED_MS = DAY_MS;
/** How long a request is remembered: longer than any wait that it can cause. */
const REMEMBERED_MS = 500 * DAY_MS;
const MOST_REMEMBERED = 20;

/** Returns the memory with ids and statuses from AWS's history, without requests that AWS never accepted. */
export function correctedMemory(
  { requests, ...rest }: QuotaMemory,
  history: readonly PastRequest[],
  now: Instant,
): QuotaMemory {
  const matchedIds = new Set(requests.flatMap(({ id }) => id ?? []));
  const kept = requests.flatMap((own): readonly PastRequest[] => {
    if (own.id !== undefined) {
      const known = history.find(({ id }) => id === own.id);
      return [known === undefined ? withoutHistory(own, now) : { ...known, ...fromOf(own) }];
    }
    const found = history.find(
      ({ id, desired, at }) =>
        id !== undefined &&
        !matchedIds.has(id) &&
        desired === own.desired &&
        at >= own.at - CLOCK_TOLERANCE_MS,
    );
    if (found?.id !== undefined) matchedIds.add(found.id);
    if (found !== undefined) return [{ ...found, ...fromOf(own) }];
    return now - own.at < UNCONFIRMED_MS ? [own] : [];
  });
  return {
    ...rest,
    requests: kept.filter(({ at }) => now - at < REMEMBERED_MS).slice(0, MOST_REMEMBERED),
  };
}

function fromOf({ from }: PastRequest): Pick<PastRequest, 'from'> {
  return from === undefined ? {} : { from };
}

/** Returns a request that the history lacks: as `VANISHED` if it is open and at least a day old, or else unchanged. */
function withoutHistory(own: PastRequest, now: Instant): PastRequest {
  return isOpen(own) && now - own.at >= UNCONFIRMED_MS ? { ...own, status: 'VANISHED' } : own;
}

/** Whether AWS has not decided on a request, or has not confirmed that it received the request. */
export function isOpen({ status }: PastRequest): boolean {
  return status === 'UNCONFIRMED' || OPEN.some((one) => one === status);
}

/** Returns all known requests, each once: AWS's history, then those that only the memory contains. */
export function knownRequests(
  history: readonly PastRequest[],
  memory: QuotaMemory,
  now: Instant,
): readonly PastRequest[] {
  const inHistory = new Set(history.map(({ id }) => id));
  const own = correctedMemory(memory, history, now).requests;
  return [...history, ...own.filter(({ id }) => id === undefined || !inHistory.has(id))];
}

/**
 * The errors with which AWS rejects a request, and for how many milliseconds no other request is sent. After any
 * other error the request is unconfirmed, until the history contains it or a day has passed.
 * https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_RequestServiceQuotaIncrease.html (Errors)
 */
const REJECTED_WAIT_MS: Readonly<Record<string, number>> = {
  TooManyRequestsException: HOUR_MS,
  AccessDeniedException: DAY_MS,
  DependencyAccessDeniedException: DAY_MS,
  // Too many requests of the account are open.
  QuotaExceededException: DAY_MS,
  IllegalArgumentException: 30 * DAY_MS,
  InvalidResourceStateException: 30 * DAY_MS,
  NoSuchResourceException: 30 * DAY_MS,
};

/** Returns the memory with a new request that AWS has not confirmed. */
export function withSent(
  { requests }: QuotaMemory,
  { desired, from }: { readonly desired: number; readonly from: number },
  at: Instant,
): QuotaMemory & { readonly requests: readonly [PastRequest, ...PastRequest[]] } {
  return { requests: [{ desired, status: 'UNCONFIRMED', at, from }, ...requests] };
}

/** Returns the memory after AWS has accepted the request that was sent last. */
export function withAccepted(
  { requests: [sent, ...earlier] }: QuotaMemory,
  request: PastRequest,
): QuotaMemory {
  return { requests: [{ ...request, ...(sent && fromOf(sent)) }, ...earlier] };
}

/** Returns the memory with the error of the last request, and without that request if AWS rejected it. */
export function withFailure(sent: QuotaMemory, failure: ReadFailure, now: Instant): QuotaMemory {
  const error = failure.errorName;
  const waits = REJECTED_WAIT_MS[error];
  if (waits === undefined) return { ...sent, error };
  const [, ...requests] = sent.requests;
  return { requests, notBefore: instant(now + waits), error };
}
