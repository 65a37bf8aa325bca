import { Command } from 'commander';
import { beforeAll, describe, expect, it, vi } from 'vitest';

import { commands } from '../../src/cli/commands/index.ts';
import { sized } from '../size.ts';
import type { CommandResult } from './every-command.ts';
import { CASES } from './every-command.ts';
import { fileOf, silenced, silencedModules } from './silence.ts';

type Cases = Readonly<Record<string, () => Promise<CommandResult>>>;

/** For each command, the last case with each exit code. */
const LAST_OF_EACH = Object.values(
  Object.fromEntries(
    Object.keys(CASES).map((name) => [`${name.split(':')[0]} ${name.split(', ').at(-1)}`, name]),
  ),
);

const MODULES = silencedModules();

/** Returns the same cases, run by modules whose sentences are empty. */
async function silentCases(): Promise<Cases> {
  vi.resetModules();
  for (const { path, makes } of MODULES) {
    vi.doMock(fileOf(path), async (importOriginal) =>
      silenced(await importOriginal<Readonly<Record<string, unknown>>>(), makes),
    );
  }
  return (await import('./every-command.ts')).CASES;
}

const NAMES = sized(LAST_OF_EACH, Object.keys(CASES));
const spoken = new Map<string, CommandResult>();
let silent: Cases = {};

// Commands import modules when they run, so all cases with texts must run before the texts are removed.
beforeAll(async () => {
  for (const name of NAMES) {
    const run = CASES[name];
    if (run !== undefined) spoken.set(name, await run());
  }
  silent = await silentCases();
}, 300_000);

describe('the makers of sentences', () => {
  it('are found in the text modules and outside of them', () => {
    const paths = MODULES.map(({ path }) => path);
    expect(paths).toContain('prune/plan/text/reason-text.ts');
    expect(paths).toContain('prune/plan/guard-plan.ts');
    expect(paths).toContain('cli/prune/text.ts');
    expect(paths.length).toBeGreaterThan(60);
  });

  it('are silent where the commands run', async () => {
    const { skipText } = await import('../../src/prune/plan/text/reason-text.ts');
    const { gapText } = await import('../../src/cli/prune/text.ts');
    expect([skipText({ code: 'function-gone' }), gapText({ code: 'layers-left-out' })]).toEqual([
      '',
      '',
    ]);
  });
});

describe('the cases', () => {
  it('cover every command', async () => {
    const program = new Command();
    for (const { load } of commands) (await load())(program, () => Promise.resolve());
    const covered = new Set(Object.keys(CASES).map((name) => name.split(':')[0]));
    expect(program.commands.map((one) => one.name()).filter((name) => !covered.has(name))).toEqual(
      [],
    );
  });
});

describe('with every text empty, exit code, codes, counts and calls stay', () => {
  it.each(NAMES)('%s', async (name) => {
    const ended = spoken.get(name);
    expect(ended?.exitCode).toBe(Number(name.split(', ').at(-1)));
    expect(await silent[name]?.()).toEqual(ended);
  });
});
