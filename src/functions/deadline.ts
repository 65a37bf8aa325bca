import { setMaxListeners } from 'node:events';

import { OutOfTime } from '../aws/failures.ts';
import type { Clock } from '../model/clock.ts';

export interface Deadline {
  readonly signal: AbortSignal;
  /** To be called when the work is finished, so that the timer ends. */
  readonly cancel: () => void;
}

/** A signal that aborts with `OutOfTime` after `afterMs`. */
export function deadline(clock: Clock, afterMs: number): Deadline {
  const end = new AbortController();
  const over = new AbortController();
  // All requests of a run listen to it, which is no leak.
  setMaxListeners(0, end.signal);
  clock.sleep(Math.max(0, afterMs), over.signal).then(
    () => end.abort(new OutOfTime()),
    () => undefined,
  );
  return { signal: end.signal, cancel: () => over.abort() };
}
