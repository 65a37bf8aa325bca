import type { Clock } from '../../model/clock.ts';
import type { Deadline } from '../deadline.ts';
import { deadline } from '../deadline.ts';

/** Reserved for the report of an incomplete run, and for ending. */
export const END_MS = 2_000;

/**
 * Time left when each part of a run must stop, so that a part without an answer leaves time to the next ones;
 * in a short run, the share of its time.
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

/** Deadline of each part. */
export type RunSignals = Readonly<Record<keyof typeof PARTS, AbortSignal>>;

export type RunDeadlines = ReturnType<typeof runDeadlines>;

/** The deadlines of a run with `remainingMs` until Lambda's timeout. */
export function runDeadlines(clock: Clock, remainingMs: number) {
  const opened: Deadline[] = [];
  const signalOf = (part: keyof typeof PARTS): AbortSignal => {
    const { reserveMs, share } = PARTS[part];
    const one = deadline(clock, Math.max(remainingMs * share, remainingMs - reserveMs));
    opened.push(one);
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
  /** Ends the timers. */
  const cancel = (): void => opened.forEach((one) => one.cancel());
  return { signals, cancel };
}
