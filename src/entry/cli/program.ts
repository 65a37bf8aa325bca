import { Command, CommanderError } from 'commander';

import { plain } from '../../render/plain.ts';
import type { Act, CliOutcome, CliWorld, DefineCommand, SharedOptions } from './cli-command.ts';
import { EXIT_CODE } from './outcome.ts';

const EXIT_CODES = `
Exit codes:
  0    done
  1    failed, or asked for what there is not
  2    needs attention (only with --detailed-exitcode)
  3    incomplete: something failed, could not be checked, or remains
  4    refused or declined
  130  interrupted`;

/**
 * Runs the command that the arguments name.
 * @returns the exit code. Results go to standard output and all the rest to standard error; what was
 * not foreseen is said in a sentence, with the stack only where `--debug` asks for it.
 */
export async function runProgram(
  args: readonly string[],
  commands: readonly DefineCommand[],
  world: CliWorld,
): Promise<number> {
  let exitCode: number = EXIT_CODE.done;
  const act: Act = async (shared, work) => {
    const outcome = await work(world);
    show(outcome, shared, world);
    exitCode = EXIT_CODE[outcome.outcome];
  };
  try {
    await programOf(commands, world, act).parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    if (args.includes('--debug') && error instanceof Error) world.terminal.err(error.stack ?? '');
    world.terminal.err(unforeseen(error));
    return EXIT_CODE.failed;
  }
  return exitCode;
}

function programOf(commands: readonly DefineCommand[], world: CliWorld, act: Act): Command {
  const { out, err } = world.terminal;
  const program = new Command('limits-watchdog')
    .description('Watches AWS limits across accounts, and prunes old Lambda versions safely.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => out(text.trimEnd()),
      writeErr: (text) => err(text.trimEnd()),
      outputError: (text, write) => write(plainLines(text)),
      getOutHelpWidth: () => world.terminal.columns,
      getErrHelpWidth: () => world.terminal.columns,
    })
    .showHelpAfterError('(--help shows what there is)')
    .helpCommand(false)
    .addHelpText('after', EXIT_CODES);
  for (const define of commands) define(program, act);
  for (const command of program.commands) share(command);
  return program;
}

/** The flags that mean the same everywhere. */
function share(command: Command): void {
  if (command.commands.length > 0) {
    for (const inner of command.commands) share(inner);
    return;
  }
  command
    .option('--config <file>', 'the configuration', 'watchdog.yml')
    .option('--json', 'one JSON document on standard output', false)
    .option('--debug', 'show stack traces');
}

function show(outcome: CliOutcome, { json }: SharedOptions, { terminal }: CliWorld): void {
  for (const message of outcome.messages) terminal.err(message);
  if (!json) {
    for (const line of outcome.lines) terminal.out(line);
    return;
  }
  const { document, messages } = outcome;
  const { version, kind, ...facts } = document;
  const exitCode = EXIT_CODE[outcome.outcome];
  const whole = { version, kind, outcome: outcome.outcome, exitCode, messages, ...facts };
  terminal.out(JSON.stringify(whole, undefined, 2));
}

/** What a caller typed stands in it, so it may hold anything. */
function plainLines(text: string): string {
  return text.split('\n').map(plain).join('\n');
}

function unforeseen(error: unknown): string {
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return `${plain(what)} This was not foreseen; --debug shows where it came from.`;
}
