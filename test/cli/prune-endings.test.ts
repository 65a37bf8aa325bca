import { describe, expect, it } from 'vitest';

import { commands } from '../../src/cli/commands/index.ts';
import { runProgram } from '../../src/cli/program.ts';
import { cliWorld } from './cli-world.ts';
import { overview } from './run-command.ts';

const PLAN = '20261122T060000Z-0123456789abcdef';
const EMPTY = { delete: { versions: 0, packageBytes: 0 }, keptFor: [] };
const UNCHECKED = { ...EMPTY, keptFor: [{ code: 'not-checked', versions: 2 }] };
const NOTHING = { planned: 0, deleted: 0, skipped: 0, failed: 0, notAttempted: 0 };
const COUNTS = { planned: 9, deleted: 9, skipped: 0, failed: 0, notAttempted: 0 };

const RENEWED = { state: 'renewed', planId: PLAN, sources: [], kept: 0 };

function progress(state: string, more: object = {}): object {
  return {
    state,
    planId: PLAN,
    account: { id: '222222222222', name: 'dev', stage: 'nonprod' },
    counts: COUNTS,
    packageBytesDeleted: 0,
    regions: [{ region: 'eu-west-1' }],
    skipped: [],
    failed: [],
    plan: overview(),
    remaining: 0,
    ...more,
  };
}

/** Runs `prune …` with a function that answers the progress with `status` and an invocation with `slice`. */
async function ended(args: readonly string[], status: object, slice: object = {}) {
  const slices: object[] = [];
  const { world, out, err } = cliWorld({
    world: {
      invoker: () => async (event) => {
        if ('status' in event) return { kind: 'answered', payload: status };
        slices.push(event);
        if ('renew' in event) return { kind: 'answered', payload: RENEWED };
        return { kind: 'answered', payload: slice };
      },
      // The command does not ask for progress while a slice runs.
      clock: { ...cliWorld().world.clock, sleep: () => Promise.reject(new Error('over')) },
    },
  });
  const exitCode = await runProgram(['prune', ...args], commands, world);
  const document: unknown = args.includes('--json') ? JSON.parse(out.join('\n')) : undefined;
  return { exitCode, slices, document, said: [...out, ...err].join('\n') };
}

describe('prune status', () => {
  it.each<[string, object, number, string]>([
    ['has finished', progress('finished'), 0, 'Finished.'],
    [
      'has finished with failures',
      progress('finished', { counts: { ...COUNTS, deleted: 8, failed: 1 } }),
      3,
      'Failed: 1',
    ],
    [
      'has finished without a Region that could not be listed',
      progress('finished', { plan: overview({ unlisted: ['eu-west-2: access denied'] }) }),
      3,
      'Not listed: eu-west-2: access denied',
    ],
    [
      'has finished without what could not be checked',
      progress('finished', { plan: overview({ totals: UNCHECKED }) }),
      3,
      'could not be checked: 2',
    ],
    [
      'deletes nothing and could not list a Region',
      progress('finished', {
        counts: NOTHING,
        plan: overview({ totals: EMPTY, unlisted: ['eu-west-2: access denied'] }),
      }),
      3,
      'This plan deletes nothing',
    ],
    [
      'an older function answers, without the plan',
      progress('finished', { plan: undefined }),
      3,
      'The prune function does not report what could not be listed',
    ],
    [
      'has finished, and of one version it is unknown whether it was deleted',
      progress('finished', {
        counts: { ...COUNTS, deleted: 8, unknown: 1 },
        unknown: [{ code: 'denied', why: '', versions: 1 }],
      }),
      3,
      'Deletion not confirmed: 1',
    ],
    [
      'has not begun',
      progress('not-begun', { remaining: 9 }),
      3,
      'Not begun: nothing was deleted.',
    ],
    ['is under way', progress('goes-on', { remaining: 1 }), 3, 'Go on with:'],
    ['is under way to its very end', progress('busy'), 3, 'Go on with:'],
    ['stopped for no reason', progress('stopped'), 3, 'Go on with:'],
    [
      'is none',
      { state: 'no-plan', planId: PLAN, message: 'There is no such plan.' },
      1,
      'no such',
    ],
    ['has another form', { state: 'done' }, 1, 'is not that of a prune function'],
    ['has no counts', progress('finished', { counts: {} }), 1, 'is not that of a prune'],
  ])('of a plan that %s', async (_, answer, expected, sentence) => {
    const { exitCode, said, slices } = await ended(['status', PLAN], answer);
    expect([exitCode, slices]).toEqual([expected, []]);
    expect(said).toContain(sentence);
  });
});

describe('an application of a plan without progress', () => {
  const old = [{ check: 'pipes', region: 'eu-west-1', readAt: '2026-11-22T06:00:00Z' }];
  const counts = { ...COUNTS, deleted: 0, notAttempted: 9 };
  const slice = progress('needs-evidence', { counts, remaining: 9, renewEvidence: old });

  it('ends after as many invocations as in the state machine, is incomplete, and names the evidence', async () => {
    const run = await ended(['apply', PLAN, '--confirm', 'dev'], progress('not-begun'), slice);
    expect(run.slices.filter((event) => 'confirm' in event)).toHaveLength(6);
    expect(run.exitCode).toBe(3);
    expect(run.said).toContain('Not deleted on evidence that is too old: pipes (eu-west-1)');
  });
});

describe('a document of prune', () => {
  it('has the codes of refusals by the configuration, though no function was invoked', async () => {
    const run = await ended(['plan', 'prod', '--json'], progress('not-begun'));
    expect(run.exitCode).toBe(4);
    expect(run.document).toMatchObject({
      outcome: 'refused',
      refusals: [{ code: 'stage-not-nonprod' }, { code: 'name-says-production' }],
      plan: null,
      result: null,
    });
  });
});

/** A reason's text that looks like another reason. */
const MISLEADING = 'AWS refused: could not check anything';

describe('the versions that a run skipped', () => {
  it.each<[string, object, number, string]>([
    ['kept by a use', { code: 'kept-now', keptFor: 'in-use', why: MISLEADING }, 0, ''],
    ['gone', { code: 'function-gone', why: MISLEADING }, 0, ''],
    [
      'not checked',
      { code: 'kept-now', keptFor: 'not-checked', why: '' },
      3,
      'skipped-for-failures',
    ],
    ['refused', { code: 'refused', why: '' }, 3, 'skipped-for-failures'],
    ['skipped by a newer version', { code: 'other', why: '' }, 3, 'skipped-for-unknown-reasons'],
    [
      'skipped by a former version, which gave no code',
      { why: 'could not check aliases (access denied)' },
      3,
      'skipped-for-unknown-reasons',
    ],
  ])(
    'and were %s decide the outcome by their code, never by their text',
    async (_, group, exitCode, code) => {
      const counts = { ...COUNTS, deleted: 7, skipped: 2 };
      const answer = progress('finished', { counts, skipped: [{ ...group, versions: 2 }] });
      const run = await ended(['status', PLAN, '--json'], answer);
      expect(run.exitCode).toBe(exitCode);
      const gaps = code === '' ? [] : [{ code, versions: 2 }];
      expect(run.document).toMatchObject({ exitCode, gaps });
    },
  );
});

describe('prune apply', () => {
  it.each([
    ['dev ', 'a space at its end'],
    [' dev', 'a space before it'],
    ['Dev', 'another case'],
    ['d\u0435v', 'a Cyrillic letter'],
    ['dev\u200b', 'a character of no width'],
    ['222222222222', 'the id of the account'],
    ['*', 'a pattern'],
  ])('with --confirm %j, which is the name with %s, deletes nothing', async (confirm) => {
    const run = await ended(['apply', PLAN, '--confirm', confirm], progress('not-begun'));
    expect([run.exitCode, run.slices]).toEqual([4, []]);
  });

  it('of a plan of another account deletes nothing', async () => {
    const other = { account: { id: '333333333333', name: 'other', stage: 'nonprod' } };
    const run = await ended(['apply', PLAN, '--confirm', 'dev'], progress('not-begun', other));
    expect([run.exitCode, run.slices]).toEqual([4, []]);
  });

  it('of a plan that an older function does not show invokes nothing', async () => {
    const answer = progress('not-begun', { plan: undefined });
    const run = await ended(['apply', PLAN, '--confirm', 'dev'], answer);
    expect([run.exitCode, run.slices]).toEqual([1, []]);
    expect(run.said).toContain('deploy the version that matches this command');
  });

  it('of a plan that could not list a Region is incomplete, though all of it is deleted', async () => {
    const plan = overview({ unlisted: ['eu-west-2: access denied'] });
    const args = ['apply', PLAN, '--confirm', 'dev', '--json'];
    const run = await ended(args, progress('not-begun', { plan }), progress('finished'));
    expect(run.exitCode).toBe(3);
    expect(run.document).toMatchObject({ gaps: [{ code: 'not-listed' }] });
  });

  it('of a plan that has finished invokes nothing, and is done', async () => {
    const run = await ended(['apply', PLAN], progress('finished'));
    expect([run.exitCode, run.slices]).toEqual([0, []]);
  });

  it.each<[string, object, number]>([
    ['finished', progress('finished'), 0],
    ['stopped, whatever the reason', progress('stopped'), 3],
    [
      'stopped for a reason',
      progress('stopped', { regions: [{ region: 'eu-west-1', stopped: { sentence: 'No.' } }] }),
      3,
    ],
    ['refused', { state: 'refused', refusals: [{ code: 'production', sentence: 'No.' }] }, 4],
    ['gone', { state: 'no-plan', message: 'There is no such plan.' }, 1],
    ['of another form', { state: 'fine' }, 1],
  ])('ends as the function says when it is %s', async (_, answer, expected) => {
    const run = await ended(['apply', PLAN, '--confirm', 'dev'], progress('not-begun'), answer);
    expect([run.exitCode, run.slices]).toEqual([expected, [{ planId: PLAN, confirm: 'dev' }]]);
  });
});
