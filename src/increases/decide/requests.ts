import { OPEN } from '../../limits/quota-increase.ts';
import type { Instant } from '../../model/time.ts';
import { DAY_MS, HOUR_MS, instant, MINUTE_MS } from '../../model/time.ts';
import type { PastRequest, QuotaMemory } from './model.ts';
import type { ReadFailure } from '../../model/failure.ts';

/** How far AWS's clock may be behind the function's. */
const CLOCK_TOLERANCE_MS = 5 * MINUTE_MS;
/** What was sent and is not in AWS's history after so long was never taken. */
const UNCONFIRMED_MS = DAY_MS;
/** Longer than any wait that a request can cause. */
const REMEMBERED_MS = 500 * DAY_MS;
const MOST_REMEMBERED = 20;

/**
 * The memory as AWS's history corrects it: each request of the watchdog with the status that AWS has for it
 * now, one that was sent under its id where the history shows it, and none that AWS never took.
 */
export function confirmed(
  { requests, ...rest }: QuotaMemory,
  history: readonly PastRequest[],
  now: Instant,
): QuotaMemory {
  const taken = new Set(requests.flatMap(({ id }) => id ?? []));
  const kept = requests.flatMap((own): readonly PastRequest[] => {
    if (own.id !== undefined) {
      const known = history.find(({ id }) => id === own.id);
      return [known === undefined ? withoutHistory(own, now) : { ...known, ...fromOf(own) }];
    }
    const found = history.find(
      ({ id, desired, at }) =>
        id !== undefined &&
        !taken.has(id) &&
        desired === own.desired &&
        at >= own.at - CLOCK_TOLERANCE_MS,
    );
    if (found?.id !== undefined) taken.add(found.id);
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

/** AWS names every open request, if not at once: one that it does not name is open no more. */
function withoutHistory(own: PastRequest, now: Instant): PastRequest {
  return isOpen(own) && now - own.at >= UNCONFIRMED_MS ? { ...own, status: 'VANISHED' } : own;
}

/** Whether AWS, or the watchdog's memory of what it sent, says that a request is not decided. */
export function isOpen({ status }: PastRequest): boolean {
  return status === 'UNCONFIRMED' || OPEN.some((one) => one === status);
}

/**
 * Every request that is known, each once: AWS's history, which forgets, and the watchdog's memory. A
 * remembered one that the history does not name any more, or not yet, has the status that it had last.
 */
export function knownRequests(
  history: readonly PastRequest[],
  memory: QuotaMemory,
  now: Instant,
): readonly PastRequest[] {
  const inHistory = new Set(history.map(({ id }) => id));
  const own = confirmed(memory, history, now).requests;
  return [...history, ...own.filter(({ id }) => id === undefined || !inHistory.has(id))];
}

/**
 * Answers that say that AWS has taken no request, and how long no other is sent. Of all other failures,
 * it is unknown: the request stays unconfirmed until the history shows it or a day has passed.
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
