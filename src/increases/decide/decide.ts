import { reached } from '../../limits/evaluate.ts';
import type { Instant } from '../../model/time.ts';
import { DAY_MS, instant } from '../../model/time.ts';
import { compare } from '../../model/units.ts';
import type {
  IncreaseCase,
  IncreaseDecision,
  PastRequest,
  Pressure,
  AppliedQuota,
} from './model.ts';
import { isOpen, knownRequests } from './requests.ts';
import type { IncreaseRule } from '../../model/increase/increase.ts';

/** The waiting times after the first, the second, and each further request in a row that AWS did not grant. */
const WAIT_DAYS = [30, 90, 365] as const;
/** How long a request that was not granted counts: a little longer than the longest wait. */
const COUNTED_MS = 400 * DAY_MS;

/**
 * Decides whether to request an increase now, and to which value: above the applied value and at most the ceiling.
 * Requests nothing while any request is open. After a request that AWS did not grant, made by the watchdog or by a
 * person, the next one waits 30 days, then 90 days, then a year.
 */
export function decideIncrease(subject: IncreaseCase): IncreaseDecision {
  const { rule, pressure, quota, history, memory, now } = subject;
  const requests = knownRequests(history, memory, now);
  const open = requests.find(isOpen);
  if (open !== undefined) return { kind: 'none', reason: 'open', request: open };
  if (!quota.adjustable) return { kind: 'none', reason: 'not-adjustable' };
  if (!isPressing(pressure, quota)) return { kind: 'none', reason: 'not-near' };
  const desired = nextValue(quota.applied.amount, rule);
  if (desired === undefined) return { kind: 'none', reason: 'at-ceiling' };
  const { notBefore, error = 'unknown' } = memory;
  if (notBefore !== undefined && now < notBefore) {
    return { kind: 'none', reason: 'failed-lately', error, until: notBefore };
  }
  const refused = requests.filter((one) => one.desired > quota.applied.amount);
  const [last] = refused.toSorted((a, b) => decidedAt(b) - decidedAt(a));
  if (last !== undefined) {
    const until = waitEnd(last, refused, desired, now);
    if (now < until) return { kind: 'none', reason: 'asked-lately', request: last, until };
  }
  return { kind: 'request', desired };
}

/** Returns when the wait after the last refusal ends. Repeated refusals of `desired` or less make it longer. */
function waitEnd(
  last: PastRequest,
  refused: readonly PastRequest[],
  desired: number,
  now: Instant,
): Instant {
  const inRow = refused.filter(
    (one) => one.desired <= desired && decidedAt(one) + COUNTED_MS > now,
  ).length;
  const days = WAIT_DAYS[Math.min(Math.max(inRow, 1), WAIT_DAYS.length) - 1] ?? 365;
  return instant(decidedAt(last) + days * DAY_MS);
}

/** Returns when AWS decided on a request. If AWS does not say: the earliest possible time, that of the request. */
function decidedAt({ at, changedAt }: PastRequest): number {
  return Math.max(at, changedAt ?? at);
}

/** Whether usage is near the value that is applied now. A forecast counts only if it was made for this value. */
function isPressing({ used, quota, thresholds, isFullSoon }: Pressure, now: AppliedQuota): boolean {
  if (reached(used, now.applied, thresholds.warn)) return true;
  return isFullSoon && compare(quota, now.applied) === 0;
}

/** Returns one step above the applied value, whole and at most the ceiling; undefined if that is not an increase. */
export function nextValue(
  applied: number,
  { ceiling, step }: Pick<IncreaseRule, 'ceiling' | 'step'>,
): number | undefined {
  // Rounded to the nearest: 10 × 1.1 is a little more than 11. A small quota grows by at least one.
  const stepped = step.kind === 'by' ? applied + step.amount : Math.round(applied * step.factor);
  const next = Math.min(Math.max(stepped, applied + 1), Math.floor(ceiling));
  return Number.isSafeInteger(next) && next > applied ? next : undefined;
}
