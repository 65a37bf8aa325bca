import type { CommandEntry, DefineCommand } from '../../../src/cli/cli-command.ts';
import { commandWriter } from '../../../src/cli/help.ts';
import { timedConnectionOf } from '../../../src/cli/own-credentials.ts';
import { accountAliases, takeInventory } from './inventory.ts';
import type { SmokeOptions, SmokePorts } from './run-smoke.ts';
import { runSmoke } from './run-smoke.ts';
import { openClone } from './shell.ts';

const AWS: SmokePorts = {
  openShell: openClone,
  connect: timedConnectionOf,
  takeInventory,
  accountAliases,
};

/** The command `npm run smoke`, in the form that the command-line program loads. */
export function smokeEntry(ports: SmokePorts = AWS): CommandEntry {
  return {
    name: 'smoke',
    description: 'deploy once in a disposable account, try everything, and remove all of it',
    load: async () => define(ports),
  };
}

const define =
  (ports: SmokePorts): DefineCommand =>
  (program, act) => {
    const type = commandWriter(program);
    program
      .command('smoke')
      .usage('-- [options]')
      .option('--region <region>', 'where; default AWS_REGION')
      .option('--email <address>', 'who receives the test message, and says that it came')
      .option('--prepare', 'only make the function that a run on the next day prunes')
      .option('--clean', 'remove what earlier runs have left, and do nothing else')
      .option('--confirm <id>', "the account's id, without a terminal")
      .option('--account-is-disposable', 'go on where the account holds stacks or functions')
      .addHelpText(
        'after',
        `
Examples:
  $ ${type('smoke -- --prepare --region eu-west-1')}
  $ ${type('smoke -- --region eu-west-1 --email you@example.com')}
  $ ${type('smoke -- --clean --region eu-west-1')}`,
      )
      .action((options: SmokeOptions) => act(options, (world) => runSmoke(options, world, ports)));
  };
