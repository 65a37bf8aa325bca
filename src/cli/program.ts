import { Command, CommanderError } from 'commander';

import { plain } from '../text/plain.ts';
import { argumentFault, normalizedArguments } from './arguments.ts';
import type {
  Act,
  CliOutcome,
  CliWorld,
  CommandEntry,
  DefineCommand,
  SharedOptions,
} from './cli-command.ts';
import { givenColumns, paintFor } from './terminal-settings.ts';
import { deploymentFlags, splitInlineValues, refuseWrongValues } from './flag-kinds.ts';
import { arrangeHelp, optionDescription } from './help.ts';
import { EXIT_CODE } from './exit-code.ts';
import type { Redactor } from './redact.ts';
import { redactor } from './redact.ts';
import { unforeseenText } from './unforeseen.ts';
import { typedName } from './start/typed-name.ts';

/** Runs a command and returns its exit code. @param typed what people type to run it; default: the setting `command` */
export async function runProgram(
  args: readonly string[],
  commands: readonly CommandEntry[],
  outerWorld: Omit<CliWorld, 'command'>,
  typed?: string,
): Promise<number> {
  const secrets = redactor(outerWorld.environment);
  const command = typed ?? (await typedName(args, outerWorld.readFile, outerWorld.environment));
  const world = withRedaction({ ...outerWorld, command }, secrets);
  let exitCode: number = EXIT_CODE.done;
  const actOf =
    (name: string): Act =>
    async (shared, work) => {
      const paint = paintOf(shared, world);
      const outcome = await work({ ...world, paint, terminal: withGivenWidth(world) });
      if (shared.json) showDocument(name, outcome, secrets, outerWorld.terminal);
      else show(outcome, world);
      exitCode = EXIT_CODE[outcome.outcome];
    };
  try {
    const program = programOf(await loadCommands(args, commands), world, actOf, args);
    const arranged = splitInlineValues(normalizedArguments(args, program), program);
    await program.parseAsync([...arranged], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    const { err } = world.terminal;
    if (args.includes('--debug') && error instanceof Error) err(plainLines(error.stack ?? ''));
    err(unforeseenText(error, world.version));
    return EXIT_CODE.failed;
  }
  return exitCode;
}

/** Returns `world` with a terminal that redacts secrets in everything it writes. */
function withRedaction(world: CliWorld, { clean, learnFrom }: Redactor): CliWorld {
  const { terminal, readFile } = world;
  const { out, err, rewrite, ask } = terminal;
  // The terminal is inherited, not copied, because `columns` changes while a command runs.
  const redacting: CliWorld['terminal'] = Object.create(terminal, {
    out: { value: (line: string) => out(clean(line)) },
    err: { value: (line: string) => err(clean(line)) },
    ...(rewrite !== undefined && { rewrite: { value: (line: string) => rewrite(clean(line)) } }),
    ...(ask !== undefined && { ask: { value: (question: string) => ask(clean(question)) } }),
  });
  return {
    ...world,
    terminal: redacting,
    readFile: async (path) => {
      const text = await readFile(path);
      await learnFrom(text);
      return text;
    },
  };
}

function paintOf({ color = true, json }: SharedOptions, { environment, terminal }: CliWorld) {
  const isTerminal = terminal.resultColumns !== undefined;
  return paintFor({ color: color && !json, environment, isTerminal });
}

/** Returns the terminal. If results do not go to a terminal, their width is the environment variable COLUMNS. */
function withGivenWidth({ environment, terminal }: CliWorld): CliWorld['terminal'] {
  const given = givenColumns(environment);
  if (terminal.resultColumns !== undefined || given === undefined) return terminal;
  const narrowed: CliWorld['terminal'] = Object.create(terminal, {
    resultColumns: { value: given },
  });
  return narrowed;
}

function programOf(
  commands: readonly LoadedCommand[],
  world: CliWorld,
  actOf: (name: string) => Act,
  args: readonly string[],
): Command {
  const { out, err } = world.terminal;
  const program: Command = new Command(world.command)
    .description('Watches AWS limits across accounts, and prunes old Lambda versions safely.')
    .version(world.version, '--version', 'show the version')
    // `prune show --version orders:7` is not the program's --version.
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => out(text.trimEnd()),
      writeErr: (text) => err(text.trimEnd()),
      outputError: (text, write) =>
        write(plainLines(argumentFault(text, normalizedArguments(args, program), program))),
      getOutHelpWidth: () => world.terminal.columns,
      getErrHelpWidth: () => world.terminal.columns,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .configureHelp({ optionDescription })
    .showHelpAfterError('(--help shows what there is)')
    .helpCommand(false);
  for (const { name, description, define } of commands) {
    if (define === undefined) program.command(name);
    else define(program, actOf(name));
    program.commands.find((command) => command.name() === name)?.description(description);
  }
  for (const command of program.commands) addSharedFlags(command);
  arrangeHelp(program);
  return program;
}

/** Adds the flags that all commands share to a command, or to its subcommands. */
function addSharedFlags(command: Command): void {
  if (command.commands.length > 0) {
    command.helpCommand(false);
    for (const inner of command.commands) addSharedFlags(inner);
    return;
  }
  command
    .option('--config <file>', 'the configuration', 'watchdog.yml')
    .option('--json', 'one JSON document on standard output', false)
    .option('--no-color', 'no colours, as with NO_COLOR=1')
    .option('--debug', 'show stack traces');
  deploymentFlags(command);
  refuseWrongValues(command);
}

function show({ lines, messages }: CliOutcome, { terminal }: CliWorld): void {
  for (const line of lines) terminal.out(line);
  for (const message of messages) terminal.err(message);
}

/** Writes the `--json` document. Values are redacted before serialization, so that the result is valid JSON. */
function showDocument(
  name: string,
  outcome: CliOutcome,
  secrets: Redactor,
  terminal: CliWorld['terminal'],
): void {
  const messages = outcome.messages.map(secrets.clean);
  for (const message of messages) terminal.err(message);
  const { version = 1, kind = `limits-watchdog.${name}`, ...facts } = outcome.document ?? {};
  const exitCode = EXIT_CODE[outcome.outcome];
  const clean = Object.entries(facts).map(([key, value]) => [key, secrets.cleanValue(value)]);
  const head = { version, kind, outcome: outcome.outcome, exitCode, messages };
  terminal.out(JSON.stringify({ ...head, ...Object.fromEntries(clean) }, undefined, 2));
}

function plainLines(text: string): string {
  return text.split('\n').map(plain).join('\n');
}

const OVERVIEW: readonly string[] = ['--help', '-h', '--version', 'help', '--no-color'];

interface LoadedCommand extends CommandEntry {
  readonly define?: DefineCommand;
}

/** Loads the commands that the arguments name: none for the overview, all of them if the arguments name none. */
function loadCommands(
  args: readonly string[],
  entries: readonly CommandEntry[],
): Promise<readonly LoadedCommand[]> {
  const isOverview = args.every((arg) => OVERVIEW.includes(arg));
  const isNamed = entries.some(({ name }) => args.includes(name));
  return Promise.all(
    entries.map(async (entry): Promise<LoadedCommand> => {
      if (isOverview || (isNamed && !args.includes(entry.name))) return entry;
      return { ...entry, define: await entry.load() };
    }),
  );
}
