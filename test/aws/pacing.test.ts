import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { OutOfTime } from '../../src/aws/failures.ts';
import { Pacer } from '../../src/aws/pacing.ts';
import { JumpingClock, START, StoppedClock } from './clocks.ts';

const RATE = 5;

async function take(pacer: Pacer, turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await pacer.turn();
}

/** Returns the seconds that `turns` consecutive turns take. */
async function secondsFor(turns: number, pacer: Pacer, clock: JumpingClock): Promise<number> {
  const before = clock.seconds;
  await take(pacer, turns);
  return clock.seconds - before;
}

describe('the pace of requests', () => {
  it.each([
    [1, 0],
    [5, 0],
    [6, 0.2],
    [15, 2],
    [105, 20],
    [1_005, 200],
  ])(
    'permits %d requests within %d seconds: those of one second at once, then five a second',
    async (turns, seconds) => {
      const clock = new JumpingClock();
      expect(await secondsFor(turns, new Pacer(clock, RATE), clock)).toBeCloseTo(seconds, 3);
    },
  );

  it('permits the configured burst without a pause, even at less than one request a second', async () => {
    const clock = new JumpingClock();
    expect(await secondsFor(60, new Pacer(clock, 0.5, undefined, 50), clock)).toBeCloseTo(20, 3);
    const slow = new Pacer(clock, 0.5);
    expect(await secondsFor(3, slow, clock)).toBeCloseTo(4, 3);
  });

  it('counts a request when it has passed the gate, not when it began to wait', async () => {
    const clock = new JumpingClock();
    const pacer = new Pacer(clock, 1, undefined, 1);
    let isOpen = false;
    const sentAt: number[] = [];
    // The first waits ten seconds at the gate; those behind it follow at the pace, not all at once.
    for (let turn = 0; turn < 4; turn += 1) {
      await pacer.turn(async () => {
        if (!isOpen) await clock.sleep(10_000);
        isOpen = true;
      });
      sentAt.push(clock.seconds);
    }
    const pauses = sentAt.slice(1).map((at, index) => at - (sentAt[index] ?? 0));
    expect(Math.min(...pauses)).toBeGreaterThan(0.99);
  });

  it('never exceeds rate and burst in any period, whatever the pauses between requests', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ pause: fc.nat(3_000), turns: fc.nat(12) }), { maxLength: 20 }),
        async (visits) => {
          const clock = new JumpingClock();
          const pacer = new Pacer(clock, RATE);
          const went: number[] = [];
          for (const { pause, turns } of visits) {
            clock.at += pause;
            for (let turn = 0; turn < turns; turn += 1) {
              await pacer.turn();
              went.push(clock.at);
            }
          }
          const tooMany = went.some((from, first) =>
            went
              .slice(first)
              .some((to, more) => more + 1 > RATE + ((to - from) / 1000) * RATE + 1e-6),
          );
          expect(tooMany).toBe(false);
        },
      ),
    );
  });

  it('serves in order of arrival', async () => {
    const pacer = new Pacer(new JumpingClock(), RATE);
    const served: number[] = [];
    await Promise.all(
      Array.from({ length: 30 }, async (_, at) => {
        await pacer.turn();
        served.push(at);
      }),
    );
    expect(served).toEqual(Array.from({ length: 30 }, (_, at) => at));
  });

  it("permits at most one second's requests at once after any pause", async () => {
    const clock = new JumpingClock();
    const pacer = new Pacer(clock, RATE);
    clock.at += 3_600_000;
    expect(await secondsFor(10, pacer, clock)).toBeCloseTo(1, 3);
  });
});

describe('the pace after throttling', () => {
  it('permits no burst and half the rate, then recovers slowly', async () => {
    const clock = new JumpingClock();
    const pacer = new Pacer(clock, RATE);
    pacer.throttled();
    expect(await secondsFor(1, pacer, clock)).toBeGreaterThanOrEqual(0.4);
    const seconds = await secondsFor(10, pacer, clock);
    expect(seconds).toBeGreaterThan(2.5);
    expect(seconds).toBeLessThan(4);
    // 5 % of the full rate a second: back after ten seconds, and not before.
    await take(pacer, 60);
    expect(await secondsFor(25, pacer, clock)).toBeCloseTo(5, 1);
  });

  it('never falls below one request every two seconds', async () => {
    const clock = new JumpingClock();
    const pacer = new Pacer(clock, RATE);
    for (let time = 0; time < 100; time += 1) pacer.throttled();
    const first = await secondsFor(1, pacer, clock);
    expect(first).toBeGreaterThan(1);
    expect(first).toBeLessThanOrEqual(2);
  });

  it('exceeds no rate, even when every request is throttled', async () => {
    const clock = new JumpingClock();
    const pacer = new Pacer(clock, RATE);
    const before = clock.seconds;
    for (let time = 0; time < 20; time += 1) {
      await pacer.turn();
      pacer.throttled();
    }
    expect(clock.seconds - before).toBeGreaterThan(20);
  });
});

describe('when the run has ended', () => {
  it('every waiting caller fails at once with the reason, and later callers do not wait', async () => {
    const end = new AbortController();
    const pacer = new Pacer(new StoppedClock(), RATE, end.signal);
    await take(pacer, RATE);
    const waiting = Array.from({ length: 5 }, () => pacer.turn());
    const told = Promise.allSettled(waiting);
    end.abort(new OutOfTime());
    expect((await told).map((each) => each.status === 'rejected' && String(each.reason))).toEqual(
      Array.from({ length: 5 }, () => 'OutOfTime: the run had to end before this was read'),
    );
    await expect(pacer.turn()).rejects.toBeInstanceOf(OutOfTime);
  });

  it('no request is permitted, even if the rate would permit it', async () => {
    const pacer = new Pacer(new JumpingClock(), RATE, AbortSignal.abort(new OutOfTime()));
    await expect(pacer.turn()).rejects.toBeInstanceOf(OutOfTime);
  });
});

describe('a failed wait', () => {
  it('does not block the requests behind it', async () => {
    const clock = new JumpingClock();
    const pacer = new Pacer(clock, RATE);
    await take(pacer, RATE);
    const sleep = clock.sleep.bind(clock);
    clock.sleep = () => Promise.reject(new Error('interrupted'));
    await expect(pacer.turn()).rejects.toThrow('interrupted');
    clock.sleep = sleep;
    await expect(pacer.turn()).resolves.toBeUndefined();
  });
});

describe('a clock that is set back', () => {
  it('neither permits extra requests nor delays requests until it has caught up', async () => {
    const clock = new JumpingClock();
    const pacer = new Pacer(clock, RATE);
    await take(pacer, RATE);
    clock.at = START - 3_600_000;
    const before = clock.at;
    await take(pacer, RATE);
    expect((clock.at - before) / 1000).toBeCloseTo(1, 3);
  });
});
