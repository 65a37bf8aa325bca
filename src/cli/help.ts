import type { Command, Option } from 'commander';
import { typedCommand } from '../text/typed-command.ts';

/** The groups of commands in the help, in the order in which people need them. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  'Set up:': ['init', 'accounts', 'validate', 'cost'],
  'Look:': ['targets', 'doctor', 'check', 'report'],
  'Known alerts:': ['mute', 'mutes', 'unmute'],
  'Make room:': ['prune', 'review'],
};
const OTHER_GROUP = 'Further commands:';

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

export type WriteCommand = (args: string) => string;

export function commandWriter(program: Command): WriteCommand {
  return (args) => typedCommand(program.name(), args);
}

export function arrangeHelp(program: Command): void {
  const names = program.commands.map((command) => command.name());
  for (const command of program.commands) {
    const isOf = ([, of]: readonly [string, readonly string[]]) => of.includes(command.name());
    command.helpGroup(Object.entries(GROUPS).find(isOf)?.[0] ?? OTHER_GROUP);
    nameRequiredOptions(command);
  }
  const type = commandWriter(program);
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

/** Shows required options in the usage line of a command and its subcommands: `--until <when> [options]`. */
function nameRequiredOptions(command: Command): void {
  const required = command.options.filter(({ mandatory }) => mandatory).map(({ flags }) => flags);
  if (required.length > 0) command.usage([...required, command.usage()].join(' '));
  for (const subcommand of command.commands) nameRequiredOptions(subcommand);
}

export function tableRows(
  rows: readonly (readonly [first: string, second: string])[],
): readonly string[] {
  const width = Math.max(0, ...rows.map(([first]) => first.length));
  return rows.map(([first, second]) => `${first.padEnd(width)}  ${second}`);
}

export function optionDescription({
  description,
  argChoices,
  defaultValue,
  mandatory,
}: Option): string {
  const value: unknown = defaultValue;
  const isShown = typeof value === 'string' || typeof value === 'number';
  const extra = [
    ...(mandatory ? ['required'] : []),
    ...(argChoices === undefined ? [] : [`one of ${argChoices.join(', ')}`]),
    ...(isShown ? [`default: ${value}`] : []),
  ];
  return extra.length === 0 ? description : `${description} (${extra.join('; ')})`;
}
