import { describe, expect, it } from 'vitest';

import { devAccount } from '../e2e/prune/run-prune.ts';
import { deployment, oldFunctions, run } from './run-command.ts';

/** The configuration's default keeps the newest 3 versions. */
const dev = () => devAccount({ functions: oldFunctions(2) });
const FEWER = { keepFewer: true };
const asks = { isTerminal: true, types: 'dev' } as const;
const BOTH_NUMBERS = /newest 1 of each function.*configuration says 3/i;

describe('--keep with less than versions.keepNewest', () => {
  it('keeps the 3 of the configuration, says how to keep fewer, and asks the usual question', async () => {
    const world = deployment([dev()]);
    const ran = await run(['dev', '--keep', '1'], world, asks);
    const said = ran.out.join('\n');
    expect(said).toContain('Keeps the newest 3 of each function, as the configuration says');
    expect(said).toContain('to keep only 1 needs prune.keepFewer');
    expect(ran.questions).toEqual(['Deleted versions cannot be restored. Type dev to continue: ']);
    expect(world.versions()).toBe(2 * 3);
  });

  it('keeps fewer where the configuration allows it, with both numbers in the question', async () => {
    const world = deployment([dev()], undefined, FEWER);
    const ran = await run(['dev', '--keep', '1'], world, asks);
    expect(ran.questions).toEqual([expect.stringMatching(BOTH_NUMBERS)]);
    // The rollback target of the alias at the newest stays too.
    expect(world.versions()).toBe(2 * 2);
  });

  it.each([
    ['in its question', [], asks, 1],
    ['where there is no question', ['--confirm', 'dev'], {}, 0],
  ])('says both numbers of a stored plan, %s', async (_, confirm, person, questions) => {
    const world = deployment([dev()], undefined, FEWER);
    const planned = await run(['plan', 'dev', '--keep', '1'], world);
    expect(planned.out.join('\n')).toMatch(BOTH_NUMBERS);
    const id = /Plan (\S+Z-[0-9a-f]{16})/.exec(planned.out.join('\n'))?.[1] ?? '';
    const ran = await run(['apply', id, ...confirm], world, person);
    expect(ran.out.join('\n')).toMatch(BOTH_NUMBERS);
    expect(ran.questions.filter((one) => BOTH_NUMBERS.test(one))).toHaveLength(questions);
    expect(ran.exitCode).toBe(0);
  });

  it.each([['3'], ['5']])('says nothing of it with --keep %s', async (keep) => {
    const ran = await run(['plan', 'dev', '--keep', keep], deployment([dev()], undefined, FEWER));
    expect([...ran.out, ...ran.err].join('\n')).not.toMatch(/keepNewest|configuration says/);
  });
});
