import { setMaxListeners } from 'node:events';

import { OutOfTime } from '../aws/failures.ts';
import type { Clock } from '../model/clock.ts';

/** A time limit for requests and waits. `signal` is aborted with `OutOfTime` when the time has passed. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Stops the timer. To be called when the work is done. */
  readonly cancel: () => void;
}

/** Returns a deadline that passes `afterMs` milliseconds from now. */
export function deadline(clock: Clock, afterMs: number): Deadline {
  const end = new AbortController();
  const cancelled = new AbortController();
  // Every request and wait adds a listener; Node warns about more than 10 unless the maximum is lifted.
  setMaxListeners(0, end.signal);
  clock.sleep(Math.max(0, afterMs), cancelled.signal).then(
    () => end.abort(new OutOfTime()),
    () => undefined,
  );
  return { signal: end.signal, cancel: () => cancelled.abort() };
}
