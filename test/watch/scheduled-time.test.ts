import * as fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';

import { parseState } from '../../src/alerts/state/format.ts';
import { isPublishedFor, withPublished } from '../../src/alerts/state/claim.ts';
import { emptyState } from '../../src/alerts/state/format.ts';
import { hasFailed, outcomeText } from '../../src/alerts/outcome.ts';
import { HOUR_MS, instant, MINUTE_MS } from '../../src/model/time.ts';
import type { Interrupt } from '../alerts/send-world.ts';
import { DEPLOYMENT, World } from '../alerts/send-world.ts';

const TIME = instant(Date.UTC(2026, 10, 1));
const never: Interrupt = () => undefined;
let world: World;
beforeEach(() => {
  world = new World();
  world.facts = { 'a/1': 'critical', 'a/2': 'warn', 'b/1': 'warn' };
});

class Killed extends Error {}

/** Returns a function that ends the run at its nth interruption point; see send-properties.test.ts. */
function killedAt(moment: number): Interrupt {
  let passed = 0;
  return () => {
    if (passed++ >= moment) throw new Killed();
  };
}

describe('a second run for the same scheduled time', () => {
  it('sends nothing, says so, and does not fail, even if it measures something new', async () => {
    await world.run(never, TIME);
    const sent = [...world.delivered];
    world.now = instant(TIME + 59 * MINUTE_MS);
    world.facts = { 'a/1': 'critical', 'c/1': 'critical' };
    const told = await world.run(never, TIME);
    expect(world.delivered).toEqual(sent);
    expect(told.state).toEqual({ kind: 'published', scheduledAt: TIME });
    expect(hasFailed(told)).toBe(false);
    expect(outcomeText(told)).toBe(
      "nothing sent: another run for the scheduled time 2026-11-01T00:00:00Z has published; this run's samples are not kept",
    );
  });

  it('also sends nothing when the first run had nothing to send', async () => {
    world.facts = {};
    await world.run(never, TIME);
    world.facts = { 'a/1': 'critical' };
    expect((await world.run(never, TIME)).state.kind).toBe('published');
    expect(world.delivered).toEqual([]);
  });

  it.each([
    ['an hour later', HOUR_MS],
    ['six hours later, as the schedule has it', 6 * HOUR_MS],
    ['a year later', 365 * 24 * HOUR_MS],
  ])('is no duplicate %s: its alerts are sent', async (_, later) => {
    await world.run(never, TIME);
    world.now = instant(TIME + later);
    world.facts = { ...world.facts, 'c/1': 'critical' };
    expect((await world.run(never, TIME)).state.kind).toBe('saved');
    expect(world.delivered).toContain('c/1#1');
    expect(world.state().publishedFor).toEqual([TIME]);
  });

  it('is no duplicate for a time in the future, whatever the state says about it', () => {
    const state = { ...emptyState(DEPLOYMENT, TIME), publishedFor: [TIME] };
    const minutes = [-10, -2, -1, 0, 59, 60];
    const duplicates = minutes.filter((after) =>
      isPublishedFor(state, TIME, instant(TIME + after * MINUTE_MS)),
    );
    expect(duplicates).toEqual([-1, 0, 59]);
  });

  it('does not prevent the run for the next time from sending alerts', async () => {
    await world.run(never, TIME);
    world.later();
    world.facts = { ...world.facts, 'c/1': 'critical' };
    const told = await world.run(never, instant(TIME + 6 * HOUR_MS));
    expect(told.state.kind).toBe('saved');
    expect(world.delivered).toContain('c/1#1');
  });

  it('sends only what the first run could not send, when it is started again after fixing a topic', async () => {
    world.fate = (call) => (call === 'publish' ? 'refuses' : 'works');
    expect(hasFailed(await world.run(never, TIME))).toBe(true);
    // While the topic refuses the message, no run of that scheduled time may report that every alert was sent.
    expect(hasFailed(await world.run(never, TIME))).toBe(true);
    world.fate = () => 'works';
    world.facts = { ...world.facts, 'c/1': 'critical' };
    const told = await world.run(never, TIME);
    expect(hasFailed(told)).toBe(false);
    expect(world.delivered.toSorted()).toEqual(['a/1#1', 'a/2#1', 'b/1#1']);
    expect((await world.run(never, TIME)).state.kind).toBe('published');
  });

  it('is not prevented by a run that a person started for a future time', async () => {
    const tomorrow = instant(TIME + 24 * HOUR_MS);
    await world.run(never, tomorrow);
    world.now = tomorrow;
    world.facts = { ...world.facts, 'c/1': 'critical' };
    expect((await world.run(never, tomorrow)).state.kind).toBe('saved');
    expect(world.delivered).toContain('c/1#1');
    expect((await world.run(never, tomorrow)).state.kind).toBe('published');
  });

  it('does not affect runs without a scheduled time, which always publish', async () => {
    await world.run(never, TIME);
    world.facts = { ...world.facts, 'c/1': 'critical' };
    expect((await world.run()).state.kind).toBe('saved');
    expect(world.delivered).toContain('c/1#1');
    expect(world.state().publishedFor).toEqual([TIME]);
  });

  it('at the same time as the first sends nothing, in whatever order their calls arrive', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const both = new World();
        both.facts = world.facts;
        const turns: Interrupt = (call, moment) =>
          scheduler.schedule(Promise.resolve(), `${call} ${moment}`);
        const runs = await scheduler.waitFor(
          Promise.all([both.run(turns, TIME), both.run(turns, TIME)]),
        );
        expect(runs.filter(({ publications }) => publications.length > 0)).toHaveLength(1);
        expect(both.delivered.toSorted()).toEqual(['a/1#1', 'a/2#1', 'b/1#1']);
        expect(runs.some(hasFailed)).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  it.each(Array.from({ length: 13 }, (_, moment) => moment))(
    'publishes the remaining alerts when the first was killed at moment %i and its lease has ended',
    async (moment) => {
      const isKilled = await world.run(killedAt(moment), TIME).then(
        () => false,
        (error: unknown) => error instanceof Killed,
      );
      // A run makes 6 calls, each with an interruption point before and after it.
      expect(isKilled).toBe(moment < 12);
      const soon = await world.run(never, TIME);
      const isMarked = world.state().publishedFor?.includes(TIME) ?? false;
      expect(isMarked || soon.state.kind === 'claimed').toBe(true);
      world.now = instant(TIME + 20 * MINUTE_MS);
      await world.run(never, TIME);
      expect([...new Set(world.delivered)].toSorted()).toEqual(['a/1#1', 'a/2#1', 'b/1#1']);
      expect(world.state().pending).toEqual([]);
      expect(world.state().publishedFor).toEqual([TIME]);
      // From then on nothing is sent for that scheduled time.
      const before = world.delivered.length;
      world.facts = { 'c/1': 'critical' };
      world.now = instant(TIME + 40 * MINUTE_MS);
      expect((await world.run(never, TIME)).state.kind).toBe('published');
      expect(world.delivered).toHaveLength(before);
    },
  );
});

describe('the scheduled times in the state', () => {
  it('are the most recent ones, each once', () => {
    const times = Array.from({ length: 20 }, (_, at) => instant(TIME + at * HOUR_MS));
    const now = instant(TIME + 20 * HOUR_MS);
    const state = [...times, times.at(-1)].reduce(
      (before, time) => withPublished(before, time, now),
      emptyState(DEPLOYMENT, times[0] ?? TIME),
    );
    expect(state.publishedFor).toEqual(times.slice(-8));
    expect(isPublishedFor(state, times[0] ?? TIME, times[0] ?? TIME)).toBe(false);
  });

  it('are empty for a state of an older version without them, which can be read', () => {
    const { publishedFor: _, ...older } = emptyState(DEPLOYMENT, TIME);
    const stored = JSON.stringify({ kind: 'limits-watchdog/state', savedBy: 'r', ...older });
    expect(parseState(stored, DEPLOYMENT)).toEqual({ kind: 'state', state: older, savedBy: 'r' });
  });
});
