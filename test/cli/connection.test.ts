import { describe, expect, it } from 'vitest';

import type { CliWorld } from '../../src/cli/cli-command.ts';
import { devAccount } from '../e2e/prune/run-prune.ts';
import {
  answered,
  deployment,
  isApply,
  LOST,
  oldFunctions,
  planned,
  progress,
  run,
  scripted,
  SLOW_RECHECKS,
} from './run-command.ts';
import { expectDenied } from '../sandbox/expected.ts';

const CONFIRMED = ['dev', '--confirm', 'dev'];
const text = (lines: readonly string[]) => lines.join('\n');

describe('a connection that is lost while versions are deleted', () => {
  it('never causes two runs: the status is polled until the first run has ended', async () => {
    const world = deployment([devAccount({ functions: oldFunctions(9) })]);
    world.sandbox.faults.add(SLOW_RECHECKS);
    let lost = 0;
    const running: Promise<unknown>[] = [];
    // The first slice continues in the function; its caller gets a connection error at once.
    const invoker: CliWorld['invoker'] = (settings) => {
      const invoke = world.invoker(settings);
      return async (event, signal) => {
        if (!('confirm' in event) || lost > 0) return invoke(event, signal);
        lost += 1;
        running.push(invoke(event, signal));
        return LOST;
      };
    };
    const ran = await run(CONFIRMED, { ...world, invoker });
    await Promise.all(running);
    expect(ran.exitCode).toBe(0);
    const [first, second, ...more] = world.events.filter(isApply);
    expect(more).toEqual([]);
    expect(second!.at - first!.at).toBeGreaterThanOrEqual(75_000);
    const between = world.events.slice(2, world.events.indexOf(second!));
    expect(between.length).toBeGreaterThan(5);
    expect(between.every(({ event }) => event['status'] === true)).toBe(true);
    expect(text(ran.out)).toContain('81 planned: 81 deleted, 0 skipped, 0 failed');
  });

  it('needs no second run when the first run has finished', async () => {
    const world = deployment([devAccount({ functions: oldFunctions(4) })]);
    world.sandbox.faults.add({
      match: { operation: 'Invoke', resource: '*-prune', nth: 1 },
      times: 1,
      effect: { kind: 'reset', isCarriedOut: true },
    });
    const ran = await run(CONFIRMED, world);
    expect(ran.exitCode).toBe(0);
    expect(world.events.filter(isApply)).toHaveLength(1);
    expect(ran.err).toContain('The connection was lost; asking how far the deletion is');
    expect(text(ran.out)).toContain('36 planned: 36 deleted');
  });

  it('ends with an error when the status is unknown, and says how to continue', async () => {
    const world = scripted(({ kind }) => (kind === 'plan' ? answered(planned()) : LOST));
    const ran = await run(CONFIRMED, world);
    expect(ran.exitCode).toBe(1);
    expect(world.calls.filter(isApply)).toHaveLength(1);
    expect(ran.err.at(-1)).toMatch(/^Go on with: limits-watchdog prune apply \S+ --confirm dev$/);
  });
});

describe('an answer of the prune function', () => {
  it('makes the command wait for another run as long as it says', async () => {
    let applied = 0;
    const world = scripted(({ kind, event }) => {
      if (kind === 'plan') return answered(planned());
      if (event['status'] === true) return answered(progress('not-begun', 0));
      applied += 1;
      if (applied === 1) return answered(progress('busy', 0, { retryAfterSeconds: 40 }));
      return answered(progress('finished', 10));
    });
    expect((await run(CONFIRMED, world)).exitCode).toBe(0);
    const [first, second] = world.calls.filter(isApply);
    expect(second!.at - first!.at).toBeGreaterThanOrEqual(40_000);
  });

  it('is not followed by another invocation after too many without progress', async () => {
    const world = scripted(({ kind }) =>
      answered(kind === 'plan' ? planned() : progress('goes-on', 3)),
    );
    const ran = await run(CONFIRMED, world);
    expect(ran.exitCode).toBe(1);
    expect(text(ran.err)).toContain('makes no progress');
    expect(world.calls.filter(isApply).length).toBeLessThan(10);
  });

  it.each([
    [
      'an error',
      {
        kind: 'function-error',
        errorType: 'Sandbox.Timedout',
        errorMessage: 'Task timed out',
        requestId: 'r-1',
      } as const,
      'Sandbox.Timedout: Task timed out; see its log, request r-1',
    ],
    ['something else', answered({ hello: 'world' }), 'is not that of a prune function'],
    [
      'that there is no plan',
      answered({ state: 'no-plan', planId: '', message: 'There is no such plan.' }),
      'There is no such plan. Make a new one.',
    ],
  ])('fails with %s, and says so', async (_, answer, sentence) => {
    const world = scripted(({ kind, event }) => {
      if (kind === 'plan') return answered(planned());
      return event['status'] === true ? answered(progress('goes-on', 4)) : answer;
    });
    const ran = await run(CONFIRMED, world);
    expect(ran.exitCode).toBe(1);
    expect(text(ran.err)).toContain(sentence);
    expect(text(ran.err)).not.toContain('    at ');
    expect(world.calls.filter(isApply)).toHaveLength(1);
  });

  it('is refused with every reason', async () => {
    const refusals = [
      { code: 'plan-too-old-to-begin', sentence: 'The plan is too old.' },
      {
        code: 'identity-not-read',
        sentence: 'It is not known\u001b[2J whose credentials these are.',
      },
    ];
    const world = scripted(({ kind }) =>
      answered(kind === 'plan' ? planned() : { state: 'refused', refusals }),
    );
    const ran = await run([...CONFIRMED, '--json'], world);
    expect(ran.exitCode).toBe(4);
    expect(ran.err.slice(-2)).toEqual([
      'The plan is too old.',
      'It is not known [2J whose credentials these are.',
    ]);
    expect(JSON.parse(text(ran.out))).toMatchObject({ outcome: 'refused', result: { refusals } });
  });

  it('is incomplete when AWS refused a deletion or a check failed again', async () => {
    for (const why of ['AWS refused: conflict', 'could not check its policy: access denied']) {
      const skipped = [{ why, versions: 2 }];
      const world = scripted(({ kind }) =>
        answered(kind === 'plan' ? planned() : progress('finished', 8, { skipped })),
      );
      expect((await run(CONFIRMED, world)).exitCode).toBe(3);
    }
  });
});

describe('an answer of the plan function', () => {
  it('is continued until there is a plan', async () => {
    const world = scripted(({ kind, event }) => {
      if (kind === 'prune') return answered(progress('finished', 10));
      if ('continue' in event) return answered(planned());
      return answered({ state: 'unfinished', continueWith: 'run-1', progress: '3 of 9 functions' });
    });
    const ran = await run(CONFIRMED, world);
    expect(ran.exitCode).toBe(0);
    expect(world.calls[1]?.event).toEqual({ continue: 'run-1' });
    expect(ran.err).toContain('Planning: 3 of 9 functions');
  });

  it('is incomplete when a Region could not be listed', async () => {
    const world = scripted(({ kind }) =>
      answered(
        kind === 'plan'
          ? planned({ unlisted: ['eu-west-1: access denied'] })
          : progress('finished', 10),
      ),
    );
    expect((await run(CONFIRMED, world)).exitCode).toBe(3);
  });

  it('says that the cap applies when only the request lifts it', async () => {
    const totals = {
      delete: { versions: 10, packageBytes: 1 },
      keptFor: [{ code: 'cap', versions: 7 }],
    };
    const world = scripted(({ kind }) =>
      answered(kind === 'plan' ? planned({ totals }) : progress('finished', 10)),
    );
    const ran = await run([...CONFIRMED, '--cap'], world);
    expect(text(ran.err)).toContain('only where the configuration lifts it too, so it keeps 7');
  });

  it('is incomplete when layers were asked for and left out', async () => {
    const text = ['No layer versions are planned: the configuration must allow it too.'];
    const layers = { state: 'left-out', because: ['not-allowed'] };
    const world = scripted(({ kind }) =>
      answered(kind === 'plan' ? planned({ layers, text }) : progress('finished', 10)),
    );
    const ran = await run([...CONFIRMED, '--layers'], world);
    expect(ran.exitCode).toBe(3);
    expect(ran.out.join('\n')).toContain('the configuration must allow it too');
    expect(ran.err.join('\n')).toContain('No layer versions were planned');
  });

  it('applies a plan that deletes layer versions alone, and tells them apart', async () => {
    const none = { versions: 0, packageBytes: 0 };
    const layers = {
      state: 'planned',
      totals: { delete: { versions: 10, layers: 2 }, keptFor: [] },
      unlisted: [],
      failedChecks: 0,
    };
    const counts = { planned: 10, deleted: 10, skipped: 0, failed: 0, notAttempted: 0 };
    const world = scripted(({ kind }) =>
      answered(
        kind === 'plan'
          ? planned({ layers, totals: { delete: none, keptFor: [] } })
          : { ...progress('finished', 10), layers: { counts } },
      ),
    );
    const ran = await run([...CONFIRMED, '--layers'], world);
    expect(ran.exitCode).toBe(0);
    expect(ran.out.join('\n')).toContain('of these, layer versions: 10 planned: 10 deleted');
  });

  it('names the missing function and the request id', async () => {
    expectDenied({ action: 'lambda:InvokeFunction', because: 'a function that is not there' });
    const world = deployment([devAccount({})]);
    const ran = await run([...CONFIRMED, '--plan-function', 'nope'], world);
    expect(ran.exitCode).toBe(1);
    expect(text(ran.err)).toMatch(
      /nope \(111111111111, eu-west-1\).*request .*Nothing was deleted\.$/,
    );
  });

  it('is waited for again after a throttled invocation, which did not run', async () => {
    const world = deployment([devAccount({ functions: oldFunctions(1) })]);
    world.sandbox.faults.add({
      match: { operation: 'Invoke', resource: '*-prune' },
      times: 2,
      effect: { kind: 'throttle' },
    });
    expect((await run(CONFIRMED, world)).exitCode).toBe(0);
    expect(world.events.filter(isApply)).toHaveLength(1);
  });
});
