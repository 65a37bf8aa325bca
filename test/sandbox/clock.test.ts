import { describe, expect, it } from 'vitest';
import { realClock, virtualClock } from './clock.ts';

const START = '2026-11-22T08:00:00.000Z';
const startMs = Date.parse(START);

describe('virtual clock', () => {
  it('wakes sleepers in order of time, then of registration', async () => {
    const clock = virtualClock(START);
    const woken: string[] = [];
    const sleep = async (name: string, ms: number): Promise<void> => {
      await clock.sleep(ms);
      woken.push(`${name}@${clock.now() - startMs}`);
    };
    await Promise.all([sleep('c', 300), sleep('a', 100), sleep('b1', 200), sleep('b2', 200)]);
    expect(woken).toEqual(['a@100', 'b1@200', 'b2@200', 'c@300']);
  });

  it('takes 12,000 pauses of 125 ms in a few seconds of real time', async () => {
    const clock = virtualClock(START);
    const before = performance.now();
    for (let i = 0; i < 12_000; i += 1) await clock.sleep(125);
    expect(clock.now() - startMs).toBe(1_500_000);
    expect(performance.now() - before).toBeLessThan(5000);
  });

  it('does not move while it is held', async () => {
    const clock = virtualClock(START);
    const release = clock.hold();
    let isAwake = false;
    const sleeper = clock.sleep(1000).then(() => {
      isAwake = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(isAwake).toBe(false);
    expect(clock.now()).toBe(startMs);
    release();
    await sleeper;
    expect(clock.now()).toBe(startMs + 1000);
  });

  it('lets a chain of promises finish before it moves', async () => {
    const clock = virtualClock(START);
    const seen: number[] = [];
    const busy = async (): Promise<void> => {
      for (let i = 0; i < 50; i += 1) await Promise.resolve();
      seen.push(clock.now() - startMs);
    };
    await Promise.all([clock.sleep(1000), busy()]);
    expect(seen).toEqual([0]);
  });

  it('wakes every sleeper that is due during an advance, each at its own time', async () => {
    const clock = virtualClock(START);
    const woken: number[] = [];
    const loop = (async () => {
      for (let i = 0; i < 3; i += 1) {
        await clock.sleep(100);
        woken.push(clock.now() - startMs);
      }
    })();
    await clock.advance(1000);
    await loop;
    expect(woken).toEqual([100, 200, 300]);
    expect(clock.now() - startMs).toBe(1000);
  });

  it('refuses a start that is not a date', () => {
    expect(() => virtualClock('yesterday')).toThrow('not a point in time: yesterday');
  });
});

describe.each([
  ['real', realClock],
  ['virtual', virtualClock(START)],
])('%s clock', (_, clock) => {
  it("rejects an aborted sleep with the signal's reason, and never wakes it", async () => {
    const controller = new AbortController();
    const reason = new Error('out of time');
    const sleeping = clock.sleep(60_000, controller.signal);
    controller.abort(reason);
    await expect(sleeping).rejects.toBe(reason);
  });

  it('rejects at once when the signal is already aborted', async () => {
    const reason = new Error('too late');
    await expect(clock.sleep(60_000, AbortSignal.abort(reason))).rejects.toBe(reason);
  });

  it('does not wait for zero or less', async () => {
    const before = clock.now();
    await clock.sleep(0);
    await clock.sleep(-5);
    expect(clock.now() - before).toBeLessThan(50);
  });
});
