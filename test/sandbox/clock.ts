/**
 * The clocks of the sandbox and of the code under test: a real clock, and a virtual clock whose waits take no real
 * time.
 */

export interface Clock {
  /** The current time, in epoch milliseconds. */
  now(): number;
  /** Resolves after `ms` milliseconds; rejects with the signal's reason when the signal is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface VirtualClock extends Clock {
  /** Moves the clock forward by `ms` milliseconds and wakes each sleeper at its own time on the way. */
  advance(ms: number): Promise<void>;
  /** Stops the clock until the returned function is called. */
  hold(): () => void;
}

export const realClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const onAbort = (): void => {
        clearTimeout(timer);
        reject(reasonOf(signal));
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      }, ms);
      signal?.addEventListener('abort', onAbort, { once: true });
    }),
};

/** How many turns of the event loop must pass without work before the virtual clock moves. */
const QUIET_TURNS = 8;

/**
 * Names of asynchronous resources whose work the operating system finishes without our clock: while one is active,
 * the virtual clock does not move.
 */
const IO_UNDER_WAY = /^(FSReq|GetAddrInfoReq|TCPConnectWrap|WriteWrap|ShutdownWrap|Zlib)/;

interface Sleeper {
  readonly due: number;
  wake(): void;
}

/**
 * Returns a clock that starts at `startIso`. When the event loop has had no work for several turns, the clock jumps
 * to the time of the earliest sleeper. Sleepers wake in order of time, then of registration, so every run is the
 * same.
 *
 * Timers of the process (`setTimeout`, and so the SDK's own retry delays) run in real time and do not stop this
 * clock.
 */
export function virtualClock(startIso: string): VirtualClock {
  let now = Date.parse(startIso);
  if (Number.isNaN(now)) throw new RangeError(`not a point in time: ${startIso}`);
  const sleepers: Sleeper[] = [];
  let holds = 0;
  let quietTurns = 0;
  let turning = false;

  const turn = (): void => {
    turning = false;
    const earliest = sleepers[0];
    if (earliest === undefined || holds > 0) return;
    quietTurns += 1;
    if (quietTurns >= QUIET_TURNS) {
      quietTurns = 0;
      if (!process.getActiveResourcesInfo().some((name) => IO_UNDER_WAY.test(name))) {
        now = Math.max(now, earliest.due);
        while (sleepers[0] !== undefined && sleepers[0].due <= now) sleepers.shift()?.wake();
      }
    }
    keepTurning();
  };
  const keepTurning = (): void => {
    if (turning || holds > 0 || sleepers.length === 0) return;
    turning = true;
    setImmediate(turn);
  };

  const sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const onAbort = (): void => {
        sleepers.splice(sleepers.indexOf(sleeper), 1);
        reject(reasonOf(signal));
      };
      const sleeper: Sleeper = {
        due: now + Math.max(0, ms),
        wake: () => {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        },
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      sleepers.splice(firstAfter(sleepers, sleeper.due), 0, sleeper);
      quietTurns = 0;
      keepTurning();
    });

  return {
    now: () => now,
    sleep,
    advance: (ms) => sleep(ms),
    hold: () => {
      holds += 1;
      let held = true;
      return () => {
        if (!held) return;
        held = false;
        holds -= 1;
        quietTurns = 0;
        keepTurning();
      };
    },
  };
}

/** Returns the index of the first sleeper that is due after `due`; the length of the sorted list if there is none. */
function firstAfter(sleepers: readonly Sleeper[], due: number): number {
  let low = 0;
  let high = sleepers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sleepers[middle]?.due ?? Infinity) <= due) low = middle + 1;
    else high = middle;
  }
  return low;
}

function reasonOf(signal: AbortSignal | undefined): Error {
  const reason: unknown = signal?.reason;
  return reason instanceof Error ? reason : new Error('aborted', { cause: reason });
}
