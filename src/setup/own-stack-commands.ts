import type { AccountConfiguration, ConfigurationFile } from '../model/configuration.ts';
import type { LimitDefinition } from '../model/limit.ts';
import { plain } from '../text/plain.ts';
import { ownIncreaseSteps } from './increase-commands.ts';
import type { SetupStep } from './model.ts';
import {
  pruneGroups,
  pruneRoles,
  readGroups,
  readRoles,
  stackSetPlace,
} from './role-stack-sets.ts';
import type { Parameters, StackSet } from './stack-set-commands.ts';
import { deployStack } from './stack-set-commands.ts';

/** What an account has not, said too: a deployment keeps a parameter that is left out. */
const WITHOUT_EVIDENCE: Parameters = {
  PlanEvidence: 'false',
  ReviewEvidence: 'false',
  ReadLayers: 'false',
  ReadStorageMode: 'false',
};

/**
 * The roles of these accounts as stacks of their own, made with the credentials of each account. The commands
 * make a stack or update it, and keep parameters that they do not name.
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
    const toPrune = pruneGroups([account]);
    const name = plain(account.name);
    return [
      {
        title: `The read role in ${name}`,
        notes: [`With credentials of account ${account.id}.`],
        commands: [
          deployStack(withParameters(read, { ...WITHOUT_EVIDENCE, ...group?.overrides }), region),
        ],
      },
      ...toPrune.map(({ overrides }) => ({
        title: `The prune role in ${name}`,
        notes: [
          `With credentials of account ${account.id}. Leave it out where nothing is to be pruned.`,
        ],
        commands: [
          deployStack(withParameters(prune, { PruneLayers: 'false', ...overrides }), region),
        ],
      })),
      ...ownIncreaseSteps(configuration, account, externalId, region),
    ];
  });
}

function withParameters(set: StackSet, more: Parameters): StackSet {
  return { ...set, parameters: { ...set.parameters, ...more } };
}
