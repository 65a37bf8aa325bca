import { reached } from '../../limits/evaluate.ts';
import type { Instant } from '../../model/time.ts';
import { DAY_MS, instant } from '../../model/time.ts';
import { compare } from '../../model/units.ts';
import type { IncreaseCase, IncreaseDecision, PastRequest, Pressure, QuotaNow } from './model.ts';
import { isOpen, knownRequests } from './requests.ts';
import type { IncreaseRule } from '../../model/increase/increase.ts';

/** After the first, second and third request in a row that AWS did not grant. */
const WAIT_DAYS = [30, 90, 365] as const;
/** So long a request that was not granted counts in that row: a little longer than the longest wait. */
const COUNTED_MS = 400 * DAY_MS;

/**
 * Whether to request an increase now, and to what. Pure, and made to be safe against every answer of AWS:
 * never while a request is open, never above the ceiling, never at or below the applied value, and not
 * again within 30 days after AWS decided without applying what was requested, by whomever. Each further
 * time in a row it waits longer: 90 days, then a year.
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
    const until = waitedUntil(last, refused, desired, now);
    if (now < until) return { kind: 'none', reason: 'asked-lately', request: last, until };
  }
  return { kind: 'request', desired };
}

/** A request that AWS did not grant keeps all others back for 30 days, and those for no less longer. */
function waitedUntil(
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

/** A history without the time of the decision: at the earliest when it was requested. */
function decidedAt({ at, changedAt }: PastRequest): number {
  return Math.max(at, changedAt ?? at);
}

/** By the value that is applied now. A forecast is about the value that it was made for. */
function isPressing({ used, quota, thresholds, isFullSoon }: Pressure, now: QuotaNow): boolean {
  if (reached(used, now.applied, thresholds.warn)) return true;
  return isFullSoon && compare(quota, now.applied) === 0;
}

/**
 * The value to request next: one step above the applied one, whole, and never above the ceiling.
 * `undefined` where that is not more than what is applied.
 */
export function nextValue(
  applied: number,
  { ceiling, step }: Pick<IncreaseRule, 'ceiling' | 'step'>,
): number | undefined {
  // To the nearest: 10 × 1.1 is a little more than 11. A small quota grows by at least one.
  const stepped = step.kind === 'by' ? applied + step.amount : Math.round(applied * step.factor);
  const next = Math.min(Math.max(stepped, applied + 1), Math.floor(ceiling));
  return Number.isSafeInteger(next) && next > applied ? next : undefined;
}
