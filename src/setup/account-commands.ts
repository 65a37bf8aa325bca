import type { AccountId } from '../model/aws-ids.ts';
import type { ConfigurationFile } from '../model/configuration.ts';
import type { LimitDefinition } from '../model/limit.ts';
import { plain } from '../text/plain.ts';
import { whoRuns } from './commands.ts';
import type { CommandValues } from './last-steps.ts';
import { doctorStep, stackStep } from './last-steps.ts';
import { increaseGroups, increaseRoles } from './increase-role.ts';
import type { SetupStep } from './model.ts';
import { ONLY_REQUESTS, ownStackSteps } from './own-stack-commands.ts';
import {
  mayBePruned,
  pruneGroups,
  pruneRoles,
  readGroups,
  readRoles,
  stackSetPlace,
} from './role-stack-sets.ts';
import type { InstanceGroup, StackSet } from './stack-set-commands.ts';
import { instancesCommand } from './stack-set-commands.ts';

/** The steps for one account after the StackSets exist. Undefined if it is not listed and no StackSet reaches it. */
export function accountSteps(
  id: AccountId,
  configuration: ConfigurationFile,
  definitions: readonly LimitDefinition[],
  values: CommandValues,
): readonly SetupStep[] | undefined {
  const { accounts, deploy, discovery, tooling } = configuration;
  const listed = accounts.filter((account) => account.id === id);
  const [account] = listed;
  const place = stackSetPlace(configuration);
  const isReached = discovery !== undefined && place.permissions !== 'per-account';
  if (account === undefined && !isReached) return undefined;
  const lastSteps = [stackStep(configuration, values), doctorStep(values, ` --account ${id}`)];
  if (deploy?.rolesInStack !== undefined && id === tooling.account) return lastSteps;
  if (place.permissions === 'per-account') {
    return [...ownStackSteps(configuration, listed, definitions, values.externalId), ...lastSteps];
  }
  const isAutomatic = discovery !== undefined && place.permissions === 'service-managed';
  const set = readRoles(configuration, definitions, values.externalId);
  const [group = { ids: [id], overrides: {} }] = readGroups(configuration, listed, definitions);
  const isComplete = isAutomatic && Object.keys(group.overrides).length === 0;
  const operation = isAutomatic ? 'update-stack-instances' : 'create-stack-instances';
  const isWithout = account === undefined || !mayBePruned(account);
  const name = account === undefined ? id : plain(account.name);
  const create = (role: StackSet, one: InstanceGroup) => [
    instancesCommand('create-stack-instances', role, one, place),
  ];
  return [
    {
      title: `The read role in ${name}`,
      notes: [
        ...(isComplete ? [] : whoRuns(place)),
        ...(isAutomatic
          ? [
              'Automatic deployment puts the read role there when the account joins the organisation.',
            ]
          : []),
        ...(place.permissions === 'service-managed'
          ? ['The management account needs a stack of its own, which the command setup prints.']
          : []),
        ...(isWithout ? [withoutPruning(account !== undefined)] : []),
      ],
      commands: isComplete ? [] : [instancesCommand(operation, set, group, place)],
    },
    ...pruneGroups(listed).map((one) => ({
      title: `The prune role in ${name}`,
      notes: ['Leave it out where nothing is to be pruned.'],
      commands: create(pruneRoles(configuration, values.externalId), one),
    })),
    ...increaseGroups(configuration, listed).map((one) => ({
      title: `The increase role in ${one.ids.join(', ')}`,
      notes: [ONLY_REQUESTS],
      commands: create(increaseRoles(configuration, values.externalId), one),
    })),
    ...lastSteps,
  ];
}

function withoutPruning(isListed: boolean): string {
  return isListed
    ? 'It gets no prune role: its stage is not nonprod, or its name says production.'
    : 'It is not listed, so it gets no prune role; for one, list it under accounts.listed with stage nonprod.';
}
