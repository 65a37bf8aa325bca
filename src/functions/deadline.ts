import { setMaxListeners } from 'node:events';

import { OutOfTime } from '../aws/failures.ts';
import type { Clock } from '../model/clock.ts';

/** Aborted with `OutOfTime` when the time is up. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** To be called when all is done before: the clock is not slept on any longer. */
  readonly cancel: () => void;
}

/** A signal for everything that must not go on for longer than `afterMs`. */
export function deadline(clock: Clock, afterMs: number): Deadline {
  const end = new AbortController();
  const over = new AbortController();
  // Every request and every wait of a run listens to it, side by side: that is no leak.
  setMaxListeners(0, end.signal);
  clock.sleep(Math.max(0, afterMs), over.signal).then(
    () => end.abort(new OutOfTime()),
    () => undefined,
  );
  return { signal: end.signal, cancel: () => over.abort() };
}
