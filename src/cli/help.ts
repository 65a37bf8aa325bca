import type { Command, Option } from 'commander';
import { typedCommand } from '../text/typed-command.ts';

/** What commands are for, in the order in which they are needed. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  'Set up:': ['init', 'accounts', 'validate', 'cost'],
  'Look:': ['targets', 'doctor', 'check', 'report'],
  'Known alerts:': ['mute', 'mutes', 'unmute'],
  'Make room:': ['prune', 'review'],
};
const OTHER_GROUP = 'Further commands:';

/** Common first steps; each is shown where its command is there. */
const STEPS: readonly (readonly [command: string, args: string, why: string])[] = [
  ['init', 'init', 'write a watchdog.yml, and see what to deploy'],
  ['check', 'check', 'how full each account is, and what could not be measured'],
  ['targets', 'targets --account dev', 'does the configuration name dev, and for what'],
  ['doctor', 'doctor', 'may the deployed functions do what they must'],
  ['mute', "mute dev --until friday --reason 'migration'", 'no alerts about dev until then'],
  ['cost', 'cost', 'what it costs a month'],
  ['prune', 'prune plan dev --until 60%', 'what could go from dev; deletes nothing'],
  ['review', 'review prod', 'what people could delete from prod by hand'],
];

const EXIT_CODES = `
Exit codes:
  0    done
  1    failed, or invalid arguments
  2    needs attention (only with --detailed-exitcode)
  3    incomplete: something failed, could not be checked, or remains
  4    refused or declined
  130  interrupted
Where several fit: 1 before 3 before 2. An incomplete run ends with 3, also with
--detailed-exitcode, since what could not be seen may need attention too.`;

/** Makes what is typed of arguments: `check` becomes `limits-watchdog check`. */
export type Typing = (args: string) => string;

/** For examples in help. The program has the name by which it is called. */
export function typing(program: Command): Typing {
  return (args) => typedCommand(program.name(), args);
}

/** Groups the commands that the program has, and adds first steps and exit codes to its help. */
export function arrangeHelp(program: Command): void {
  const names = program.commands.map((command) => command.name());
  // Headings have the order of the first command of each.
  for (const command of program.commands) {
    const isOf = ([, of]: readonly [string, readonly string[]]) => of.includes(command.name());
    command.helpGroup(Object.entries(GROUPS).find(isOf)?.[0] ?? OTHER_GROUP);
    nameRequiredOptions(command);
  }
  const type = typing(program);
  const steps = STEPS.filter(([name]) => names.includes(name)).map(
    ([, args, why]) => [type(args), why] as const,
  );
  const lines = tableRows(steps.map(([line, why]) => [`  $ ${line}`, why] as const));
  program.addHelpText(
    'after',
    [
      ...(lines.length > 0 ? ['', 'First steps:', ...lines] : []),
      '',
      `Each command has examples in its own help: ${type('COMMAND --help')}`,
      EXIT_CODES,
    ].join('\n'),
  );
}

/** Usage names the options that a command and its subcommands cannot do without: `--until <when> [options]`. */
function nameRequiredOptions(command: Command): void {
  const required = command.options.filter(({ mandatory }) => mandatory).map(({ flags }) => flags);
  if (required.length > 0) command.usage([...required, command.usage()].join(' '));
  for (const subcommand of command.commands) nameRequiredOptions(subcommand);
}

/** Two columns, the first as wide as its longest cell. */
export function tableRows(
  rows: readonly (readonly [first: string, second: string])[],
): readonly string[] {
  const width = Math.max(0, ...rows.map(([first]) => first.length));
  return rows.map(([first, second]) => `${first.padEnd(width)}  ${second}`);
}

/** What a flag does, what it can be, and its default. */
export function optionDescription({
  description,
  argChoices,
  defaultValue,
  mandatory,
}: Option): string {
  const value: unknown = defaultValue;
  const isSaid = typeof value === 'string' || typeof value === 'number';
  const extra = [
    ...(mandatory ? ['required'] : []),
    ...(argChoices === undefined ? [] : [`one of ${argChoices.join(', ')}`]),
    ...(isSaid ? [`default: ${value}`] : []),
  ];
  return extra.length === 0 ? description : `${description} (${extra.join('; ')})`;
}
