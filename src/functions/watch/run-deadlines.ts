import type { Clock } from '../../model/clock.ts';
import type { Deadline } from '../deadline.ts';
import { deadline } from '../deadline.ts';

/** For writing that a run could not do everything, and for ending. */
export const END_MS = 2_000;

/**
 * What is kept back when each part of a run has to stop, so that one part that gets no answer leaves the
 * next ones their time: reading, who subscribes, the state of earlier runs, the claim to publish, publishing,
 * remembering. Of a short run, the share of its time after which the part stops.
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

/** Until when requests for each part of a run may be under way. */
export type RunSignals = Readonly<Record<keyof typeof PARTS, AbortSignal>>;

export interface RunDeadlines {
  readonly signals: RunSignals;
  /** To be called when all is done before: the clock is not slept on any longer. */
  readonly cancel: () => void;
}

/** The deadlines of a run that has `remainingMs` until the function is ended from outside. */
export function runDeadlines(clock: Clock, remainingMs: number): RunDeadlines {
  const opened: Deadline[] = [];
  const signalOf = ({ reserveMs, share }: (typeof PARTS)[keyof typeof PARTS]): AbortSignal => {
    const one = deadline(clock, Math.max(remainingMs * share, remainingMs - reserveMs));
    opened.push(one);
    return one.signal;
  };
  return {
    signals: {
      reading: signalOf(PARTS.reading),
      subscriptions: signalOf(PARTS.subscriptions),
      memory: signalOf(PARTS.memory),
      claim: signalOf(PARTS.claim),
      publishing: signalOf(PARTS.publishing),
      remembering: signalOf(PARTS.remembering),
      reporting: signalOf(PARTS.reporting),
    },
    cancel: () => {
      for (const one of opened) one.cancel();
    },
  };
}
