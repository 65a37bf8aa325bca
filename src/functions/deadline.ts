import { setMaxListeners } from 'node:events';

import { OutOfTime } from '../aws/failures.ts';
import type { Clock } from '../model/clock.ts';

/** Aborted with `OutOfTime`. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Ends the timers; to be called when everything is done. */
  readonly cancel: () => void;
}

/** A signal that is aborted after `afterMs`. */
export function deadline(clock: Clock, afterMs: number): Deadline {
  const end = new AbortController();
  const over = new AbortController();
  // Every request and wait of a run listens to it.
  setMaxListeners(0, end.signal);
  clock.sleep(Math.max(0, afterMs), over.signal).then(
    () => end.abort(new OutOfTime()),
    () => undefined,
  );
  return { signal: end.signal, cancel: () => over.abort() };
}
