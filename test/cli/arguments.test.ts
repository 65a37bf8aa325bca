import { describe, expect, it } from 'vitest';

import { answered, PLAN_ID, planned, run, scripted } from './run-command.ts';

const untouched = () => scripted(() => answered(planned()));

describe('the arguments of prune', () => {
  it.each([
    [[], 'Say what to prune: limits-watchdog prune plan dev shows'],
    [['apply'], 'limits-watchdog prune status says how far'],
    [['plan'], "missing required argument 'account'"],
    [['dev', '5'], 'One account at a time; '],
    [['dev', '--kep', '3'], '(Did you mean --keep?)'],
    [['dev', '--confrim=dev'], '(Did you mean --confirm?)'],
    [['dev', '--force'], "unknown option '--force'\n(--help shows what there is)"],
    [['dev', '--yes'], "There is no --yes: type the account's name"],
    [['dev', '-y'], 'There is no --yes'],
    [['dev', '--keep'], '--keep needs a value.'],
    [['dev', '--confirm', '--json'], '--confirm needs a value.'],
    [['dev', '--confirm='], '--confirm needs a value.'],
    [['dev', '--keep', '3', '--keep', '4'], '--keep was given more than once.'],
    [['dev', '--json=yes'], '--json takes no value.'],
    [
      ['dev', '--plan', PLAN_ID],
      'There is no --plan: go on with limits-watchdog prune apply PLANID.',
    ],
    [['apply', PLAN_ID, '--keep', '3', '--cap'], 'its id does not go with --keep, --cap.'],
    [['plann', 'dev'], 'There is no command prune "plann" (did you mean prune plan?).'],
    [['statsu'], 'did you mean the command prune status?'],
    [['plan', 'dev', 'qa'], 'Expected 1 argument but got 2'],
    [['plan', 'dev', '--confirm', 'dev'], "unknown option '--confirm'"],
    [['plan', 'dve', '--yes'], 'There is no --yes'],
    [['status', 'dev'], '"dev" is no id of a plan'],
    [['status', PLAN_ID, '--keep', '3'], "unknown option '--keep'"],
    [['dev', '--keep', 'NaN'], 'keep: must be a whole number from 1 to 1000'],
    [['dev', '--keep', '0'], 'keep: must be a whole number'],
    [['dev', '--keep', '-1'], 'keep: must be a whole number'],
    [['dev', '--keep', '2.5'], 'keep: must be a whole number'],
    [['dev', '--keep', '0x10'], 'keep: must be a whole number'],
    [['dev', '--older-than', '1w'], '--older-than: must be a whole number'],
    [['dev', '--until', '100%'], 'until: must be a percentage below 100'],
    [['dev', '--function', 'a/b'], '--function: must be a list of functions'],
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

  it('explains itself', async () => {
    const world = untouched();
    const ran = await run(['--help'], world);
    expect(ran.exitCode).toBe(0);
    expect(ran.out.join('\n')).toContain('limits-watchdog prune dev is short for');
    expect(world.calls).toEqual([]);
  });

  it('shows names from other accounts as plain text', async () => {
    const ran = await run(['d\u001b[2Jev'], untouched());
    expect(ran.err.join('\n')).not.toContain('\u001b');
  });
});
