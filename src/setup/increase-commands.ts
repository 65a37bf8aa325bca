import type { AccountConfiguration, ConfigurationFile } from '../model/configuration.ts';
import { plain } from '../text/plain.ts';
import { increaseGroups, increaseRoles } from './increase-role.ts';
import type { SetupStep } from './model.ts';
import { accountsApart, hasRolesApart } from './role-stack-sets.ts';
import type { Parameters, StackSetPlace } from './stack-set-commands.ts';
import { createInstances, createStackSet, deployStack } from './stack-set-commands.ts';

const ONLY_REQUESTS =
  'It can request increases of the quotas that are named, and nothing else. The ceilings of watchdog.yml are not in it.';
const NEVER_AUTOMATIC =
  'Accounts that only the rules of accounts.organizations find get none: list an account under accounts.listed first.';

/** The increase role as a StackSet; no steps where `increases` fits no account. */
export function increaseSteps(
  configuration: ConfigurationFile,
  externalId: Parameters[string],
  place: StackSetPlace,
): readonly SetupStep[] {
  const groups = increaseGroups(configuration, configuration.accounts);
  if (configuration.increases === undefined) return [];
  const set = increaseRoles(configuration, externalId);
  return [
    {
      title: 'The increase role in the accounts that increases names',
      notes: [ONLY_REQUESTS, ...(configuration.discovery === undefined ? [] : [NEVER_AUTOMATIC])],
      commands:
        groups.length === 0
          ? []
          : [
              createStackSet(set, place),
              ...groups.map(({ ids, overrides }) => createInstances(set, ids, overrides, place)),
            ],
    },
  ];
}

/** The instance of the StackSet in these accounts. */
export function increaseInstanceSteps(
  configuration: ConfigurationFile,
  accounts: readonly AccountConfiguration[],
  externalId: Parameters[string],
  place: StackSetPlace,
): readonly SetupStep[] {
  const set = increaseRoles(configuration, externalId);
  return increaseGroups(configuration, accounts).map(({ ids, overrides }) => ({
    title: `The increase role in ${ids.join(', ')}`,
    notes: [ONLY_REQUESTS],
    commands: [createInstances(set, ids, overrides, place)],
  }));
}

/** The role as a stack of its own in one account; none where no rule fits it. */
export function ownIncreaseSteps(
  configuration: ConfigurationFile,
  account: AccountConfiguration,
  externalId: Parameters[string],
  region: string,
): readonly SetupStep[] {
  const set = increaseRoles(configuration, externalId);
  return increaseGroups(configuration, [account]).map(({ overrides }) => ({
    title: `The increase role in ${plain(account.name)}`,
    notes: [`With credentials of account ${account.id}. ${ONLY_REQUESTS}`],
    commands: [deployStack({ ...set, parameters: { ...set.parameters, ...overrides } }, region)],
  }));
}

/** For the accounts whose other roles the stack of the tooling account makes. */
export function increaseStepsInStack(
  configuration: ConfigurationFile,
  externalId: Parameters[string],
  { region }: StackSetPlace,
): readonly SetupStep[] {
  const apart = accountsApart(configuration);
  return configuration.accounts
    .filter((account) => !apart.includes(account))
    .flatMap((account) => ownIncreaseSteps(configuration, account, externalId, region));
}

/** Whether commands make a role by its template, and so hand it the external id. */
export function makesRoles(configuration: ConfigurationFile): boolean {
  return (
    hasRolesApart(configuration) ||
    configuration.discovery?.listingRole !== undefined ||
    increaseGroups(configuration, configuration.accounts).length > 0
  );
}
