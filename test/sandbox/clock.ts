/**
 * Time, as the sandbox and the code under test see it.
 *
 * A real clock, and a virtual one that costs no real time: it does not move while anything happens in
 * the process and jumps to the earliest sleeper when nothing does.
 */

export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Resolves after `ms`; rejects with the signal's reason when it is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface VirtualClock extends Clock {
  /** Moves time on by `ms`; each sleeper that is due on the way wakes at its own moment. */
  advance(ms: number): Promise<void>;
  /** Time does not pass until the returned function is called. */
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

/** Consecutive turns of the event loop in which nothing happened, before time moves. */
const QUIET_TURNS = 8;

/** Work that Node has handed to the operating system and that will come back by itself. */
const IO_UNDER_WAY = /^(FSReq|GetAddrInfoReq|TCPConnectWrap|WriteWrap|ShutdownWrap|Zlib)/;

interface Sleeper {
  readonly due: number;
  wake(): void;
}

/**
 * A clock that starts at `startIso` and moves by itself: when the event loop has been quiet for
 * several turns, time jumps to the earliest sleeper. Sleepers wake in order of time, then of
 * registration, so a run is the same every time.
 *
 * Timers of the process (`setTimeout`, so also the SDK's own retry delays) run in real time and do
 * not stop this clock.
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

/** Position behind every sleeper that is due at `due` or earlier. */
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
