import { describe, expect, it } from 'vitest';

import type {
  CliOutcome,
  CliWorld,
  CommandEntry,
  DefineCommand,
} from '../../src/cli/cli-command.ts';
import { commands } from '../../src/cli/commands/index.ts';
import { runProgram } from '../../src/cli/program.ts';
import { cliWorld } from './cli-world.ts';
import { CONFIGURATION } from './configuration.ts';

const outcome: CliOutcome = {
  outcome: 'done',
  lines: ['a result'],
  messages: ['a remark'],
  document: { version: 1, kind: 'limits-watchdog.example', figure: 7 },
};

function example(work: (world: CliWorld) => Promise<CliOutcome>): readonly CommandEntry[] {
  const define: DefineCommand = (program, act) =>
    program.command('example').action((options) => act(options, work));
  return [{ name: 'example', description: 'an example', load: async () => define }];
}

describe('limits-watchdog', () => {
  it('writes results to standard output and remarks to standard error', async () => {
    const { world, out, err } = cliWorld();
    expect(
      await runProgram(
        ['example'],
        example(async () => outcome),
        world,
      ),
    ).toBe(0);
    expect({ out, err }).toEqual({ out: ['a result'], err: ['a remark'] });
  });

  it('writes one JSON document and nothing else to standard output with --json', async () => {
    const { world, out } = cliWorld();
    await runProgram(
      ['example', '--json'],
      example(async () => outcome),
      world,
    );
    expect(JSON.parse(out.join('\n'))).toEqual({
      version: 1,
      kind: 'limits-watchdog.example',
      outcome: 'done',
      exitCode: 0,
      messages: ['a remark'],
      figure: 7,
    });
  });

  it.each([
    ['done', 0],
    ['failed', 1],
    ['attention', 2],
    ['incomplete', 3],
    ['refused', 4],
    ['declined', 4],
    ['interrupted', 130],
  ] as const)('exits after %s with %i', async (name, exitCode) => {
    const { world } = cliWorld();
    const work = async () => ({ ...outcome, outcome: name });
    expect(await runProgram(['example'], example(work), world)).toBe(exitCode);
  });

  it('suggests the command or flag that was probably meant, and never runs it', async () => {
    const { world, out, err } = cliWorld();
    const never = example(() => Promise.reject(new Error('it ran')));
    expect(await runProgram(['exampel'], never, world)).toBe(1);
    expect(await runProgram(['example', '--jsn'], never, world)).toBe(1);
    expect(await runProgram(['example', 'surplus\u001b[2J'], never, world)).toBe(1);
    expect(out).toEqual([]);
    const said = err.join('\n');
    expect(said).toContain("unknown command 'exampel'\n(Did you mean example?)");
    expect(said).toContain("unknown option '--jsn'\n(Did you mean --json?)");
    expect(said).toContain("example takes flags alone, and was given 'surplus [2J'.");
  });

  it('reports an unforeseen error in a sentence, and shows the stack only with --debug', async () => {
    const failing = example(() => Promise.reject(new TypeError('odd\u001b[31m')));
    const { world, err } = cliWorld();
    expect(await runProgram(['example'], failing, world)).toBe(1);
    expect(err).toEqual([
      'TypeError: odd [31m. This error is unexpected. Try again with --debug, which shows the stack trace; if it stays, report that with the version, 1.2.3.',
    ]);
    expect(await runProgram(['example', '--debug'], failing, world)).toBe(1);
    expect(err.join('\n')).toContain('program.test.ts');
  });

  it('shows help with examples and exit codes, and without a command what there is', async () => {
    const { world, out, err } = cliWorld();
    expect(await runProgram(['--help'], commands, world)).toBe(0);
    expect(out.join('\n')).toContain('Exit codes:');
    expect(await runProgram([], commands, world)).toBe(1);
    expect(err.join('\n')).toContain('validate');
  });
});

describe('limits-watchdog validate', () => {
  it('says that a configuration is fine, and what it covers', async () => {
    const { world, out } = cliWorld();
    expect(await runProgram(['validate'], commands, world)).toBe(0);
    expect(out).toEqual(['watchdog.yml is fine: limits-watchdog, 2 accounts, 1 Region']);
  });

  it('says of each nonprod account whose name says production that it cannot be pruned', async () => {
    const accounts = [
      { id: '222222222222', name: 'AcmeProd', stage: 'nonprod' },
      { id: '333333333333', name: 'live2', stage: 'nonprod' },
      { id: '444444444444', name: 'pre-prod', stage: 'nonprod' },
      { id: '555555555555', name: 'EU-PROD', stage: 'prod' },
      { id: '666666666666', name: 'LiveDemo', stage: 'nonprod', prune: { nameMisleads: true } },
    ];
    const text = JSON.stringify({ ...JSON.parse(CONFIGURATION), accounts });
    const { world, out, err } = cliWorld({ files: { 'watchdog.yml': text } });
    expect(await runProgram(['validate'], commands, world)).toBe(0);
    expect(out[0]).toContain('watchdog.yml is fine');
    expect(err).toEqual([
      'AcmeProd cannot be pruned: The name "AcmeProd" contains the word prod. If the account carries no production, set prune.nameMisleads of this account in watchdog.yml.',
      'live2 cannot be pruned: The name "live2" contains the word live. If the account carries no production, set prune.nameMisleads of this account in watchdog.yml.',
    ]);
    const asJson = cliWorld({ files: { 'watchdog.yml': text } });
    expect(await runProgram(['validate', '--json'], commands, asJson.world)).toBe(0);
    expect(JSON.parse(asJson.out.join('\n')).remarks).toMatchObject([
      { account: { id: '222222222222', stage: 'nonprod' }, code: 'name-says-production' },
      { account: { id: '333333333333' }, code: 'name-says-production' },
    ]);
  });

  it('shows every fault with its place', async () => {
    const files = { 'watchdog.yml': 'deployment: 7\naccounts: []\n' };
    const { world, out, err } = cliWorld({ files });
    expect(await runProgram(['validate'], commands, world)).toBe(1);
    expect(out).toEqual([]);
    expect(err.join('\n')).toContain('watchdog.yml:1');
    expect(err.join('\n')).toContain('watchdog.yml:2');
  });

  it('says what to do when there is no such file', async () => {
    const { world, err } = cliWorld({ files: {} });
    expect(await runProgram(['validate'], commands, world)).toBe(1);
    expect(err).toEqual([
      'The configuration watchdog.yml cannot be read (ENOENT); run this in its directory, or name it with --config.',
    ]);
  });
});
