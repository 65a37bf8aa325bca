import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { hasFailed } from '../../src/alerts/outcome.ts';
import type { Fate, Interrupt } from './send-world.ts';
import { World } from './send-world.ts';
import { sized } from '../size.ts';

const SUBJECTS = ['a/1', 'a/2', 'b/1', 'c/1'];
const anyFacts = fc.dictionary(
  fc.constantFrom(...SUBJECTS),
  fc.constantFrom('warn' as const, 'critical' as const),
  { noNullPrototype: true },
);
const anyHistory = fc.array(anyFacts, { minLength: 1, maxLength: 5 });
const anyFate = fc.constantFrom<Fate>('works', 'refuses', 'answer lost');

/** Runs without kills or refusals until nothing is left to send. */
async function settle(world: World): Promise<void> {
  world.fate = () => 'works';
  for (let run = 0; run < 2; run += 1) {
    world.later();
    const told = await world.run();
    if (hasFailed(told)) throw new Error(`a healthy run failed: ${JSON.stringify(told)}`);
  }
}

/** Returns the ids of every notice that was due, from the stored states at the end: `a/1#1`, `a/1#2`, … */
function due(world: World): readonly string[] {
  return Object.entries(world.state().memories).flatMap(([key, { sequence }]) =>
    Array.from({ length: sequence }, (_, index) => `${key}#${index + 1}`),
  );
}

/**
 * Returns the faults at the end: a notice that was not sent, sent too often or is still waiting, a claim that still
 * exists, or an open alert of a subject that is not bad.
 */
function faults(world: World, mostTimes: number): readonly string[] {
  const { claim, memories, pending } = world.state();
  const open = Object.keys(memories).filter((key) => 'open' in (memories[key] ?? {}));
  return [
    ...due(world).flatMap((id) => {
      const times = world.times(id);
      return times >= 1 && times <= mostTimes ? [] : [`${id} was sent ${times} times`];
    }),
    ...pending.map(({ digest }) => `${digest.group} waits`),
    ...(claim === undefined ? [] : [`${claim.runId} claims`]),
    ...SUBJECTS.filter((key) => open.includes(key) !== key in world.facts).map(
      (key) => `${key} is remembered wrongly`,
    ),
  ];
}

class Killed extends Error {}

/**
 * Returns an interruption that kills the run at its nth point: 0 is before its first call, 1 after it, 2 before the
 * second …
 */
function killedAt(moment: number): Interrupt {
  let passed = 0;
  return () => {
    if (passed++ >= moment) throw new Killed();
  };
}

async function runKilledAt(world: World, moment: number): Promise<boolean> {
  try {
    await world.run(killedAt(moment));
    return false;
  } catch (error) {
    if (error instanceof Killed) return true;
    throw error;
  }
}

describe('runs side by side', () => {
  it.each([2, 3])(
    '%i of them send each notice once, in whatever order their calls come',
    async (runs) => {
      await fc.assert(
        fc.asyncProperty(fc.scheduler(), anyHistory, async (scheduler, history) => {
          const world = new World();
          for (const facts of history) {
            world.facts = facts;
            const interrupt: Interrupt = (call, moment) =>
              scheduler.schedule(Promise.resolve(), `${call} ${moment}`);
            await scheduler.waitFor(
              Promise.all(Array.from({ length: runs }, () => world.run(interrupt))),
            );
            expect(faults(world, 1)).toEqual([]);
            world.later();
          }
        }),
        { numRuns: sized(75, 300) },
      );
    },
  );

  it('with different findings send each notice once, at the latest in the next run', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), anyFacts, anyFacts, async (scheduler, one, other) => {
        const world = new World();
        const interrupt: Interrupt = () => scheduler.schedule(Promise.resolve());
        world.facts = one;
        const first = world.run(interrupt);
        world.facts = other;
        await scheduler.waitFor(Promise.all([first, world.run(interrupt)]));
        await settle(world);
        expect(faults(world, 1)).toEqual([]);
      }),
      { numRuns: sized(125, 500) },
    );
  });
});

describe('a topic that fails at random', () => {
  it('loses no notice, and only a message whose answer was lost is repeated', async () => {
    await fc.assert(
      fc.asyncProperty(anyHistory, fc.infiniteStream(anyFate), async (history, fates) => {
        const world = new World();
        let lost = 0;
        world.fate = (call) => {
          const fate = call === 'publish' ? (fates.next().value ?? 'works') : 'works';
          if (fate === 'answer lost') lost += 1;
          return fate;
        };
        for (const facts of history) {
          world.facts = facts;
          const told = await world.run();
          expect(hasFailed(told)).toBe(told.waiting > 0);
          world.later();
        }
        await settle(world);
        expect(faults(world, 1 + lost)).toEqual([]);
      }),
      { numRuns: sized(125, 500) },
    );
  });
});

describe('a run that is killed', () => {
  const facts = { 'a/1': 'critical', 'a/2': 'warn', 'b/1': 'warn' } as const;

  it('at any moment loses no notice, and a repeated one is repeated once with the same id', async () => {
    const repeated: number[] = [];
    for (let moment = 0; ; moment += 1) {
      const world = new World();
      world.facts = facts;
      if (!(await runKilledAt(world, moment))) break;
      world.state();
      await settle(world);
      expect(faults(world, 2)).toEqual([]);
      repeated.push(world.delivered.length - new Set(world.delivered).size);
    }
    // load, claim, publish, commit, publish, commit; each before and after. Only between SNS taking a
    // digest (two notices in the first) and its commit is there anything to repeat.
    expect(repeated).toEqual([0, 0, 0, 0, 0, 2, 2, 0, 0, 1, 1, 0]);
  });

  it('blocks other runs until its claim ends, and no longer', async () => {
    const world = new World();
    world.facts = facts;
    await runKilledAt(world, 4);
    const told = await world.run();
    expect(told).toMatchObject({
      state: { kind: 'claimed', claim: { runId: 'run-1' } },
      publications: [],
    });
    expect(hasFailed(told)).toBe(false);
    expect(world.delivered).toEqual([]);
    world.later();
    await world.run();
    expect(world.delivered).toEqual(['a/1#1', 'a/2#1', 'b/1#1']);
  });

  it('repeatedly, while findings change, repeats a notice at most once for each kill', async () => {
    const anyRuns = fc.array(fc.tuple(anyFacts, fc.nat({ max: 16 })), {
      minLength: 1,
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(anyRuns, async (runs) => {
        const world = new World();
        let kills = 0;
        for (const [facts, moment] of runs) {
          world.facts = facts;
          if (await runKilledAt(world, moment)) kills += 1;
          world.state();
          world.later();
        }
        await settle(world);
        expect(faults(world, 1 + kills)).toEqual([]);
      }),
      { numRuns: sized(125, 500) },
    );
  });
});

describe('a store that fails', () => {
  it('at random loses no notice, and repeats none more often than it failed', async () => {
    await fc.assert(
      fc.asyncProperty(anyHistory, fc.infiniteStream(anyFate), async (history, fates) => {
        const world = new World();
        let failed = 0;
        world.fate = (call) => {
          const fate = call === 'publish' ? 'works' : (fates.next().value ?? 'works');
          if (fate !== 'works') failed += 1;
          return fate;
        };
        for (const facts of history) {
          world.facts = facts;
          await world.run();
          world.state();
          world.later();
        }
        await settle(world);
        expect(faults(world, 1 + failed)).toEqual([]);
      }),
      { numRuns: sized(125, 500) },
    );
  });

  it.each<Fate>(['refuses', 'answer lost'])(
    'at any one call (%s) does not silence what is critical',
    async (fate) => {
      for (let failing = 0; ; failing += 1) {
        const world = new World();
        world.facts = { 'a/1': 'critical', 'b/1': 'warn' };
        let calls = 0;
        let hasFallen = false;
        world.fate = (call) => {
          if (call === 'publish' || calls++ !== failing) return 'works';
          hasFallen = true;
          return fate;
        };
        await world.run();
        expect(world.delivered).toContain('a/1#1');
        if (!hasFallen) break;
        await settle(world);
        expect(faults(world, 2)).toEqual([]);
      }
    },
  );
});
