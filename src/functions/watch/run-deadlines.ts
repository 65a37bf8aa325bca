import type { Clock } from '../../model/clock.ts';
import type { Deadline } from '../deadline.ts';
import { deadline } from '../deadline.ts';

/** Time reserved before Lambda's timeout for the report of an incomplete run and for ending. */
export const END_MS = 2_000;

/**
 * When each part of a run must stop, so that a part without an answer leaves time for the next parts:
 * `reserveMs` before Lambda's timeout, or, if later, after the fraction `share` of the run's whole time.
 */
const PARTS = {
  reading: { reserveMs: 20_000, share: 0.5 },
  subscriptions: { reserveMs: 15_000, share: 0.55 },
  memory: { reserveMs: 12_000, share: 0.58 },
  claim: { reserveMs: 9_000, share: 0.62 },
  publishing: { reserveMs: 6_000, share: 0.66 },
  remembering: { reserveMs: 4_000, share: 0.7 },
  reporting: { reserveMs: END_MS, share: 0 },
} as const;

/** The signals that are aborted at the deadlines of the parts of a run. */
export type RunSignals = Readonly<Record<keyof typeof PARTS, AbortSignal>>;

export type RunDeadlines = ReturnType<typeof runDeadlines>;

/** Returns the deadlines of a run with `remainingMs` until Lambda's timeout. */
export function runDeadlines(clock: Clock, remainingMs: number) {
  const deadlines: Deadline[] = [];
  const signalOf = (part: keyof typeof PARTS): AbortSignal => {
    const { reserveMs, share } = PARTS[part];
    const one = deadline(clock, Math.max(remainingMs * share, remainingMs - reserveMs));
    deadlines.push(one);
    return one.signal;
  };
  const signals: RunSignals = {
    reading: signalOf('reading'),
    subscriptions: signalOf('subscriptions'),
    memory: signalOf('memory'),
    claim: signalOf('claim'),
    publishing: signalOf('publishing'),
    remembering: signalOf('remembering'),
    reporting: signalOf('reporting'),
  };
  /** Stops the timers. */
  const cancel = (): void => deadlines.forEach((one) => one.cancel());
  return { signals, cancel };
}
