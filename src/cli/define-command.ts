import type { Command } from 'commander';

import type { Act, CliOutcome, CliWorld, DefineCommand, SharedOptions } from './cli-command.ts';
import type { CommandFormatter } from './help.ts';
import { commandFormatter } from './help.ts';

export interface CommandForm {
  readonly flags?: (command: Command) => void;
  /** Text in the help, before the examples. */
  readonly about?: string | ((type: CommandFormatter) => string);
  /** Arguments of the program, or functions that return the whole line. */
  readonly examples: readonly (string | ((type: CommandFormatter) => string))[];
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
    completeCommand(program.command(name), form, commandFormatter(program), act, work);
  };
}

export function completeCommand<Options extends SharedOptions>(
  command: Command,
  { flags, about = '', examples }: CommandForm,
  type: CommandFormatter,
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
