import type { Instant } from '../../src/model/time.ts';
import { instant } from '../../src/model/time.ts';
import type { Clock } from '../../src/model/clock.ts';

export const START = Date.parse('2026-11-22T06:00:00Z');

/** A clock on which each sleep advances by exactly its duration, without real time. */
export class JumpingClock implements Clock {
  at = START;
  readonly slept: number[] = [];

  now(): Instant {
    return instant(this.at);
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.slept.push(ms);
    this.at += ms;
    await Promise.resolve();
    signal?.throwIfAborted();
  }

  /** The seconds since the start. */
  get seconds(): number {
    return (this.at - START) / 1000;
  }
}

/** A clock that never advances: a sleep ends only when it is aborted. */
export class StoppedClock implements Clock {
  sleeping = 0;

  now(): Instant {
    return instant(START);
  }

  sleep(_ms: number, signal?: AbortSignal): Promise<void> {
    this.sleeping += 1;
    return new Promise((_resolve, reject) => {
      signal?.addEventListener('abort', () => {
        this.sleeping -= 1;
        reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
      });
    });
  }
}
