import type { DefineCommand } from '../../../src/cli/cli-command.ts';
import { commandWriter } from '../../../src/cli/help.ts';
import { cleanProve } from './clean.ts';
import type { ProveOptions } from './setting.ts';
import { stoppedOutcome } from './setting.ts';
import { runProve } from './run-prove.ts';

/** `npm run prove`: verifies undocumented AWS behaviour in a throw-away account. */
export const prove: DefineCommand = (program, act) => {
  const type = commandWriter(program);
  program
    .command('prove')
    .usage('-- [options]')
    .option('--region <region>', 'where; default AWS_REGION')
    .option('--confirm <id>', "the account's id, without a terminal")
    .option('--account-is-disposable', 'go on where the account holds functions or is configured')
    .option(
      '--with-provisioned-concurrency',
      'also try the deletion of a version that has it, which AWS bills: less than a cent',
    )
    .option('--clean', 'remove what earlier runs have left, and do nothing else')
    .option('--run <id>', 'with --clean: only what this run has left')
    .option('--detailed-exitcode', 'exit with 2 where a fact asks for something to be set or known')
    .addHelpText(
      'after',
      `
Examples:
  $ ${type('prove -- --region eu-west-1')}
  $ ${type('prove -- --region eu-west-1 --confirm 123456789012 --json')}
  $ ${type('prove -- --clean --region eu-west-1')}`,
    )
    .action((options: ProveOptions) =>
      act(options, async (world) => {
        if (options.clean === true) return cleanProve(options, world);
        return options.run === undefined
          ? runProve(options, world)
          : stoppedOutcome('failed', '--run goes with --clean only, so nothing was done.');
      }),
    );
};
