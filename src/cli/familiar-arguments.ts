import type { Command } from 'commander';

/** What every command has; before the command they mean the same. */
const EVERYWHERE = ['--no-color', '--json', '--debug', '--config'];

/**
 * The arguments as commander needs them, where people are used to write them otherwise: `help check` for
 * `check --help`, and flags that every command has before the command.
 */
export function familiarArguments(args: readonly string[], program: Command): readonly string[] {
  const first = args.findIndex((arg, at) => !isAhead(arg) && args[at - 1] !== '--config');
  if (first === -1) return args;
  const words = args.slice(first);
  const command = commandAt(words, program);
  if (command !== program && first > 0) {
    const end = words.indexOf('--');
    return end === -1
      ? [...words, ...args.slice(0, first)]
      : [...words.slice(0, end), ...args.slice(0, first), ...words.slice(end)];
  }
  if (words[0] !== 'help') return args;
  const named = words.slice(1);
  // Of a command that is not there the name is the fault, not the help.
  const isKnown = named.length === 0 || commandAt(named, program) !== program;
  return isKnown ? [...pathOf(named, program), '--help'] : named;
}

function isAhead(arg: string): boolean {
  return EVERYWHERE.some((flag) => arg === flag || arg.startsWith(`${flag}=`));
}

/** The command that the first words name; the program itself where they name none. */
export function commandAt(words: readonly string[], program: Command): Command {
  const [word, ...others] = words;
  const inner = program.commands.find((one) => one.name() === word);
  return inner === undefined ? program : commandAt(others, inner);
}

function pathOf(words: readonly string[], program: Command): readonly string[] {
  const [word, ...others] = words;
  const inner = program.commands.find((one) => one.name() === word);
  return inner === undefined ? [] : [inner.name(), ...pathOf(others, inner)];
}
