import { describe, expect, it } from 'vitest';

import { answered, planned, run, scripted } from './run-command.ts';

const untouched = () => scripted(() => answered(planned()));

describe('the command line', () => {
  it.each([
    [[], 'Which account?'],
    [['dev', '5'], 'One account at a time; '],
    [['dev', '--kep', '3'], 'did you mean --keep?'],
    [['dev', '--confrim=dev'], 'did you mean --confirm?'],
    [['dev', '--force'], 'is not a known flag (see --help)'],
    [['dev', '--yes'], "There is no --yes: type the account's name"],
    [['dev', '-y'], 'There is no --yes'],
    [['dev', '--keep'], '--keep needs a value.'],
    [['dev', '--confirm', '--json'], '--confirm needs a value.'],
    [['dev', '--confirm='], '--confirm needs a value.'],
    [['dev', '--keep', '3', '--keep', '4'], '--keep was given more than once.'],
    [['dev', '--json=yes'], '--json takes no value.'],
    [['dev', '--plan', 'x', '--keep', '3'], 'does not go with --keep'],
    [['dev', '--keep', 'NaN'], 'keep: must be a whole number from 1 to 1000'],
    [['dev', '--keep', '0'], 'keep: must be a whole number'],
    [['dev', '--keep', '-1'], 'keep: must be a whole number'],
    [['dev', '--keep', '2.5'], 'keep: must be a whole number'],
    [['dev', '--keep', '0x10'], 'keep: must be a whole number'],
    [['dev', '--older-than', '1w'], 'olderThanDays: must be a whole number'],
    [['dev', '--until', '100%'], 'until: must be a percentage below 100'],
    [['dev', '--function', 'a/b'], 'functions: must be a list of functions'],
    [['dev', '--region', 'eu-west-2'], 'is none of dev'],
    [['dve'], 'did you mean dev?'],
    [['dev', '--config', 'nope.yml'], 'The configuration nope.yml cannot be read (ENOENT)'],
  ])('%j is not understood, and nothing is invoked', async (args, sentence) => {
    const world = untouched();
    const ran = await run(args, world, { isTerminal: true, types: 'dev' });
    expect(ran.exitCode).toBe(1);
    expect(ran.err.join('\n')).toContain(sentence);
    expect(ran.err.join('\n')).not.toContain('    at ');
    expect(world.calls).toEqual([]);
    expect(ran.questions).toEqual([]);
  });

  it('tells every fault at once', async () => {
    const ran = await run(['--kep', '3', '--json=1'], untouched());
    expect(ran.err.length).toBeGreaterThanOrEqual(2);
  });

  it('explains itself', async () => {
    const world = untouched();
    const ran = await run(['--help'], world);
    expect(ran.exitCode).toBe(0);
    expect(ran.out[0]).toBe('npm run prune -- ACCOUNT [flags]');
    expect(world.calls).toEqual([]);
  });

  it('shows names from elsewhere as text', async () => {
    const ran = await run(['d\u001b[2Jev'], untouched());
    expect(ran.err.join('\n')).not.toContain('\u001b');
  });
});
