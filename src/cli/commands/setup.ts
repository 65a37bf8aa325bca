import { Option } from 'commander';

import { watchedDefinitions } from '../../limits/watched-limits.ts';
import { ACCOUNT_ID, accountId } from '../../model/aws-ids.ts';
import type { ConfigurationFile } from '../../model/configuration.ts';
import type { StackSetSettings } from '../../model/deploy/deploy-settings.ts';
import { accountSteps } from '../../setup/account-commands.ts';
import type { CommandValues } from '../../setup/last-steps.ts';
import { setupSteps } from '../../setup/commands.ts';
import { makesRoles } from '../../setup/increase-role.ts';
import { accountsApart } from '../../setup/role-stack-sets.ts';
import { EXTERNAL_ID_VARIABLE, externalIdStep } from '../../setup/external-id-command.ts';
import { KEPT } from '../../setup/stack-set-commands.ts';
import { removeSteps } from '../../setup/remove-commands.ts';
import { stepLines } from '../../setup/last-steps.ts';
import { upgradeSteps } from '../../setup/upgrade-commands.ts';
import { plain } from '../../text/plain.ts';
import type { CliOutcome, CliWorld, SharedOptions } from '../cli-command.ts';
import { failed } from '../cli-command.ts';
import { defineCommand } from '../define-command.ts';
import { contradictingAccounts, contradiction } from '../init/validate-answers.ts';
import { readConfigurationFile } from '../read-configuration.ts';

interface SetupOptions extends SharedOptions {
  readonly account?: string;
  readonly upgrade: boolean;
  readonly newExternalId: boolean;
  readonly remove: boolean;
  readonly callAs?: StackSetSettings['callAs'];
}

export const setup = defineCommand(
  'setup',
  {
    flags: (command) =>
      command
        .option('--account <id>', 'what one account needs, such as a new one')
        .option('--upgrade', 'bring roles and functions to this version; keeps what was set', false)
        .option(
          '--new-external-id',
          'with --upgrade: the roles get the external id of the file',
          false,
        )
        .option('--remove', 'how to remove everything, the state bucket and the topics last', false)
        .addOption(
          new Option(
            '--call-as <who>',
            'who makes the roles, instead of deploy.stackSets.callAs',
          ).choices(['self', 'delegated-admin']),
        ),
    about:
      'Prints commands and runs none. They hold no external id: the first one reads it from the file.',
    examples: [
      'setup',
      'setup --account 222222222222',
      'setup --upgrade --call-as delegated-admin',
      'setup --remove',
    ],
  },
  printCommands,
);

function optionFault({ account, upgrade, newExternalId, remove }: SetupOptions) {
  if (account !== undefined && upgrade)
    return '--account and --upgrade exclude each other; leave one out.';
  if (remove && (account !== undefined || upgrade))
    return '--remove is for the whole deployment; leave out --account and --upgrade.';
  if (newExternalId && !upgrade) return '--new-external-id goes with --upgrade; add it.';
  if (account === undefined || ACCOUNT_ID.test(account)) return undefined;
  return `--account: ${JSON.stringify(plain(account))} is no id; write its 12 digits.`;
}

async function printCommands(options: SetupOptions, world: CliWorld): Promise<CliOutcome> {
  const { config, account, upgrade, newExternalId, remove } = options;
  const fault = optionFault(options);
  if (fault !== undefined) return failed([fault]);
  const read = await readConfigurationFile(config, world.readFile);
  if (!read.ok) return failed(read.messages);
  const configuration = withCallAs(read.configuration, options.callAs);
  const { permissions, callAs } = configuration.deploy?.stackSets ?? {};
  if (
    permissions !== undefined &&
    permissions !== 'service-managed' &&
    callAs === 'delegated-admin'
  ) {
    return failed([
      `With deploy.stackSets.permissions: ${permissions} there is no delegated administrator: leave out callAs, or set service-managed.`,
    ]);
  }
  const typed: CommandValues = {
    path: config,
    command: configuration.command,
    externalId: EXTERNAL_ID_VARIABLE,
  };
  const definitions = watchedDefinitions(configuration);
  const steps =
    account !== undefined
      ? accountSteps(accountId(account), configuration, definitions, typed)
      : upgrade
        ? upgradeSteps(
            configuration,
            definitions,
            newExternalId ? typed : { ...typed, externalId: KEPT },
          )
        : remove
          ? removeSteps(configuration)
          : setupSteps(configuration, definitions, typed);
  if (steps === undefined) {
    return failed([
      `${account ?? ''} is not in ${plain(config)}; add it there with its name and stage, and run setup again.`,
    ]);
  }
  const isUsed =
    account !== undefined
      ? permissions === 'per-account' &&
        accountsApart(configuration).some(({ id }) => id === account)
      : !remove && (!upgrade || newExternalId) && makesRoles(configuration);
  const { externalId } = configuration.role;
  const all = isUsed ? [externalIdStep(read.text, externalId, config), ...steps] : steps;
  const { deployment, tooling } = configuration;
  return {
    outcome: 'done',
    lines: stepLines(all),
    messages: contradictingNames(configuration, config),
    document: {
      deployment,
      toolingAccount: tooling.account,
      region: tooling.region,
      steps: all,
    },
  };
}

/** Returns a sentence for each nonprod account that gets no prune role because its name says production. */
function contradictingNames({ accounts }: ConfigurationFile, path: string): readonly string[] {
  const named = accounts.map(({ id, name, stage, prune: { nameMisleads } }) => {
    return { id, name, stage, ...(nameMisleads && { nameMisleads }) };
  });
  return contradictingAccounts(named).map(
    (account) =>
      `${contradiction(account)}, so the commands give ${account.id} no prune role and nothing is pruned there. If it carries no production, set prune: { nameMisleads: true } of this account in ${plain(path)}.`,
  );
}

function withCallAs(
  configuration: ConfigurationFile,
  callAs: SetupOptions['callAs'],
): ConfigurationFile {
  if (callAs === undefined) return configuration;
  const { deploy } = configuration;
  return { ...configuration, deploy: { ...deploy, stackSets: { ...deploy?.stackSets, callAs } } };
}
