import type { Command } from 'commander';

import { shellWord } from '../text/shell-words.ts';

/** Flags that every command has. They may also be written before the command. */
const SHARED_FLAGS = ['--no-color', '--json', '--debug', '--config'];

/** Returns the arguments as commander expects them: `check --help` for `help check`, shared flags after the command. */
export function normalizedArguments(args: readonly string[], program: Command): readonly string[] {
  const first = args.findIndex((arg, at) => !isSharedFlag(arg) && args[at - 1] !== '--config');
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
  const isKnown = named.length === 0 || commandAt(named, program) !== program;
  return isKnown ? [...pathOf(commandAt(named, program), program), '--help'] : named;
}

function isSharedFlag(arg: string): boolean {
  return SHARED_FLAGS.some((flag) => arg === flag || arg.startsWith(`${flag}=`));
}

/** Returns the command that the first words name; the program itself when they name none. */
function commandAt(words: readonly string[], program: Command): Command {
  const [word, ...others] = words;
  const inner = program.commands.find((one) => one.name() === word);
  return inner === undefined ? program : commandAt(others, inner);
}

/** Returns an error text of commander in the style of this program, with a suggestion where commander has none. */
export function argumentFault(text: string, args: readonly string[], program: Command): string {
  const [, unknownCommand] = /unknown command '(.*?)'/s.exec(text) ?? [];
  const [, unknownFlag] = /unknown option '(.*?)'/s.exec(text) ?? [];
  if (unknownCommand !== undefined) return withHint(text, commandHint(unknownCommand, program));
  if (unknownFlag !== undefined) return withHint(text, flagHint(unknownFlag, args, program));
  if (/too many arguments .*Expected 0 arguments/.test(text))
    return surplusFault(commandAt(args, program), program);
  return text.replace(
    /option '(?:-\w, )?(--[\w-]+) <[^']*>' argument missing/,
    '$1 needs a value.',
  );
}

function withHint(text: string, meant: string | undefined): string {
  if (meant === undefined) return text;
  return `${text.trimEnd().replace(/\n\(Did you mean [^\n]*\)$/, '')}\n(${meant})\n`;
}

/** Commands of former versions, and how they are run now. */
const FORMER_COMMANDS: Readonly<Record<string, string>> = {
  prove: 'It is run in a checkout of the project: npm run prove -- --help',
};

function commandHint(name: string, program: Command): string | undefined {
  if (Object.hasOwn(FORMER_COMMANDS, name)) return FORMER_COMMANDS[name];
  const group = program.commands.find((one) => one.commands.some((inner) => inner.name() === name));
  if (group !== undefined) return `Did you mean ${program.name()} ${group.name()} ${name}?`;
  const flag = program.options.find(({ long }) => long === `--${name}`);
  return flag === undefined ? undefined : `Did you mean ${program.name()} --${name}?`;
}

function flagHint(flag: string, args: readonly string[], program: Command): string | undefined {
  const command = commandAt(args, program);
  if (/^-v$/i.test(flag)) return `Did you mean ${program.name()} --version?`;
  if (command === program) {
    const owners = program.commands.filter(({ options }) =>
      options.some(({ long }) => long === flag),
    );
    const named = owners.find((one) => args.includes(one.name()))?.name() ?? 'COMMAND';
    return owners.length === 0
      ? undefined
      : `It goes after the command: ${program.name()} ${named} ${flag}`;
  }
  if (!/^--\w{3}/.test(flag)) return undefined;
  // `prune dev` means `prune apply dev`, so only flags of subcommands that take arguments are suggested.
  const inner = command.commands.filter((one) => one.args.length > 0);
  const options = [command, ...(inner.length > 0 ? inner : command.commands)].flatMap(
    (one) => one.options,
  );
  const candidates = new Set(
    options.flatMap(({ long, hidden }) =>
      long?.startsWith(flag) === true && !hidden ? [long] : [],
    ),
  );
  if (candidates.size === 0) return undefined;
  return `Did you mean ${candidates.size > 1 ? 'one of ' : ''}${[...candidates].join(', ')}?`;
}

function surplusFault(command: Command, program: Command): string {
  const name = pathOf(command, program).join(' ');
  const surplus = command.args;
  if (command.options.some(({ long }) => long === '--account')) {
    const flags = surplus.map((word) => `--account ${shellWord(word)}`).join(' ');
    return `error: ${name} takes no names; did you mean ${flags}?\n`;
  }
  const [first = ''] = surplus;
  const meant = /\.ya?ml$/.test(first) ? `; did you mean --config ${shellWord(first)}?` : '.';
  return `error: ${name} takes flags alone, and was given ${surplus.map(shellWord).join(' ')}${meant}\n`;
}

function pathOf(command: Command, program: Command): readonly string[] {
  const { parent } = command;
  return parent === null || command === program ? [] : [...pathOf(parent, program), command.name()];
}
