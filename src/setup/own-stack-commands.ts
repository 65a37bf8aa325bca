import type { AccountConfiguration, ConfigurationFile } from '../model/configuration.ts';
import type { LimitDefinition } from '../model/limit.ts';
import { plain } from '../text/plain.ts';
import { increaseGroups, increaseRoles } from './increase-role.ts';
import type { SetupStep } from './model.ts';
import {
  accountsApart,
  pruneGroups,
  pruneRoles,
  readGroups,
  readRoles,
  stackSetPlace,
  withParameters,
} from './role-stack-sets.ts';
import type { Parameters } from './stack-set-commands.ts';
import { deployStack } from './stack-set-commands.ts';

export const ONLY_REQUESTS =
  'It can request increases of the quotas that are named, and nothing else. The ceilings of watchdog.yml are not in it.';

/** Parameters that are switched off explicitly, because a deployment keeps the value of a parameter that is left out. */
const WITHOUT_EVIDENCE: Parameters = {
  PlanEvidence: 'false',
  ReviewEvidence: 'false',
  ReadLayers: 'false',
  ReadStorageMode: 'false',
};

/**
 * The steps that create or update the roles of these accounts as separate stacks, with the credentials of each
 * account. Parameters that the commands do not name keep their values.
 */
export function ownStackSteps(
  configuration: ConfigurationFile,
  accounts: readonly AccountConfiguration[],
  definitions: readonly LimitDefinition[],
  externalId: Parameters[string],
): readonly SetupStep[] {
  const { region } = stackSetPlace(configuration);
  const read = readRoles(configuration, definitions, externalId);
  const prune = pruneRoles(configuration, externalId);
  return accounts.flatMap((account): SetupStep[] => {
    const [group] = readGroups(configuration, [account], definitions);
    const name = plain(account.name);
    const credentials = `With credentials of account ${account.id}.`;
    const overrides = { ...WITHOUT_EVIDENCE, ...group?.overrides };
    return [
      {
        title: `The read role in ${name}`,
        notes: [credentials],
        commands: [deployStack(withParameters(read, overrides), region)],
      },
      ...pruneGroups([account]).map((one) => ({
        title: `The prune role in ${name}`,
        notes: [`${credentials} Leave it out where nothing is to be pruned.`],
        commands: [
          deployStack(withParameters(prune, { PruneLayers: 'false', ...one.overrides }), region),
        ],
      })),
      ...ownIncreaseSteps(configuration, account, externalId),
    ];
  });
}

/** The step that creates the increase role as a separate stack in one account; none if no rule matches the account. */
function ownIncreaseSteps(
  configuration: ConfigurationFile,
  account: AccountConfiguration,
  externalId: Parameters[string],
): readonly SetupStep[] {
  const { region } = stackSetPlace(configuration);
  const set = increaseRoles(configuration, externalId);
  return increaseGroups(configuration, [account]).map(({ overrides }) => ({
    title: `The increase role in ${plain(account.name)}`,
    notes: [`With credentials of account ${account.id}. ${ONLY_REQUESTS}`],
    commands: [deployStack(withParameters(set, overrides), region)],
  }));
}

/** The step of the increase role in the tooling account, if its stack creates the other roles of that account. */
export function increaseStepsInStack(
  configuration: ConfigurationFile,
  externalId: Parameters[string],
): readonly SetupStep[] {
  const apart = accountsApart(configuration);
  return configuration.accounts
    .filter((account) => !apart.includes(account))
    .flatMap((account) => ownIncreaseSteps(configuration, account, externalId));
}
