import type { Command } from 'commander';

import type { Act, CliOutcome, CliWorld, DefineCommand, SharedOptions } from './cli-command.ts';
import type { WriteCommand } from './help.ts';
import { commandWriter } from './help.ts';

export interface CommandForm {
  readonly flags?: (command: Command) => void;
  /** The text before the examples in the command's help. */
  readonly about?: string | ((type: WriteCommand) => string);
  /** The examples of the help: arguments of the program, or functions that return the whole line. */
  readonly examples: readonly (string | ((type: WriteCommand) => string))[];
}

export type Work<Options extends SharedOptions> = (
  options: Options,
  world: CliWorld,
  operands: readonly string[],
) => Promise<CliOutcome>;

export function defineCommand<Options extends SharedOptions>(
  name: string,
  form: CommandForm,
  work: Work<Options>,
): DefineCommand {
  return (program, act) => {
    completeCommand(program.command(name), form, commandWriter(program), act, work);
  };
}

export function completeCommand<Options extends SharedOptions>(
  command: Command,
  { flags, about = '', examples }: CommandForm,
  type: WriteCommand,
  act: Act,
  work: Work<Options>,
): void {
  flags?.(command);
  const before = typeof about === 'string' ? about : about(type);
  const lines = examples.map((one) => `  $ ${typeof one === 'string' ? type(one) : one(type)}`);
  command
    .addHelpText(
      'after',
      ['', ...(before === '' ? [] : [before, '']), 'Examples:', ...lines].join('\n'),
    )
    .action(() => {
      const options = command.opts<Options>();
      return act(options, (world) => work(options, world, command.args));
    });
}
