import type { Clock } from '../../model/clock.ts';
import { deadline } from '../deadline.ts';

/** Kept back from the function's timeout for judging and telling; half of a shorter run. */
const RESERVE_MS = 20_000;
/** For writing that a run could not do everything, and for ending. */
export const END_MS = 2_000;

/**
 * What is kept back when each part of telling has to stop, so that one part that gets no answer leaves the
 * next ones their time: who subscribes, the memory of earlier runs, the claim to publish, publishing, remembering. Of a short run
 * the share of its time after which the part stops, at the latest.
 */
const PARTS = {
  subscriptions: { reserveMs: 15_000, share: 0.55 },
  memory: { reserveMs: 12_000, share: 0.58 },
  claim: { reserveMs: 9_000, share: 0.62 },
  publishing: { reserveMs: 6_000, share: 0.66 },
  remembering: { reserveMs: 4_000, share: 0.7 },
} as const;

/** Until when requests for one part of telling may be under way. */
export type TellingSignals = Readonly<Record<keyof typeof PARTS, AbortSignal>>;

/** The ends of the parts of a run. */
export interface RunDeadlines {
  readonly reading: AbortSignal;
  readonly telling: TellingSignals;
  readonly reporting: AbortSignal;
  /** To be called when all is done before: the clock is not slept on any longer. */
  readonly cancel: () => void;
}

/** The deadlines of a run that has `remainingMs` until the function is ended from outside. */
export function runDeadlines(clock: Clock, remainingMs: number): RunDeadlines {
  const until = (reserveMs: number, share: number) =>
    deadline(clock, Math.max(remainingMs * share, remainingMs - reserveMs));
  const reading = until(RESERVE_MS, 0.5);
  const parts = {
    subscriptions: until(PARTS.subscriptions.reserveMs, PARTS.subscriptions.share),
    memory: until(PARTS.memory.reserveMs, PARTS.memory.share),
    claim: until(PARTS.claim.reserveMs, PARTS.claim.share),
    publishing: until(PARTS.publishing.reserveMs, PARTS.publishing.share),
    remembering: until(PARTS.remembering.reserveMs, PARTS.remembering.share),
  };
  const reporting = deadline(clock, remainingMs - END_MS);
  const all = [reading, ...Object.values(parts), reporting];
  return {
    reading: reading.signal,
    telling: {
      subscriptions: parts.subscriptions.signal,
      memory: parts.memory.signal,
      claim: parts.claim.signal,
      publishing: parts.publishing.signal,
      remembering: parts.remembering.signal,
    },
    reporting: reporting.signal,
    cancel: () => {
      for (const one of all) one.cancel();
    },
  };
}
