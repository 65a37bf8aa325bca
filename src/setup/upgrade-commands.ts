import type { ConfigurationFile } from '../model/configuration.ts';
import { LIMIT_SETS } from '../model/limit-choice/sets.ts';
import type { LimitDefinition } from '../model/limit.ts';
import type { SetupTyping } from './commands.ts';
import { doctorStep, stackStep, whoRuns } from './commands.ts';
import { listingSteps } from './listing-commands.ts';
import { increaseStepsInStack } from './increase-commands.ts';
import { increaseGroups, increaseRoles, quotaArns } from './increase-role.ts';
import type { SetupStep } from './model.ts';
import { ownStackSteps } from './own-stack-commands.ts';
import {
  accountsApart,
  hasRolesApart,
  pruneGroups,
  pruneRoles,
  readGroups,
  readRoles,
  stackSetPlace,
} from './role-stack-sets.ts';
import type { Parameters, StackSet } from './stack-set-commands.ts';
import { KEPT, updateInstances, updateStack, updateStackSet } from './stack-set-commands.ts';

/** Parameters that the configuration does not say, and that somebody may have set. */
const READ_KEPT = [
  'OrganizationId',
  'FunctionRolePath',
  'PeopleRoleArns',
  'PeopleAccountId',
  'PlanEvidence',
  'ReviewEvidence',
  'ReadLayers',
  'ReadStorageMode',
  ...Object.values(LIMIT_SETS).map(({ parameter }) => parameter),
  'WatchRoleName',
  'PlanFunctionRoleName',
  'PruneRoleName',
  'RoleName',
  'RolePath',
  'PermissionsBoundary',
];
const PRUNE_KEPT = [
  'OrganizationId',
  'FunctionRolePath',
  'DeleteScope',
  'PruneLayers',
  'PruneFunctionRoleName',
  'RoleName',
  'RolePath',
  'PermissionsBoundary',
];

const INCREASE_KEPT = [
  'OrganizationId',
  'FunctionRolePath',
  'IncreaseFunctionRoleName',
  'RoleName',
  'RolePath',
  'PermissionsBoundary',
];

/**
 * How roles and functions get to a new version: what the configuration says is said again, and all else keeps
 * its value.
 * @param externalId the placeholder for a new one; `KEPT` where the roles keep theirs
 */
export function upgradeSteps(
  configuration: ConfigurationFile,
  definitions: readonly LimitDefinition[],
  typing: Omit<SetupTyping, 'externalId'> & { readonly externalId: string | typeof KEPT },
): readonly SetupStep[] {
  const place = stackSetPlace(configuration);
  const accounts = accountsApart(configuration);
  const inStack = increaseStepsInStack(configuration, typing.externalId, place);
  if (!hasRolesApart(configuration)) {
    return [...inStack, stackStep(configuration, typing), doctorStep(typing)];
  }
  if (place.permissions === 'per-account') {
    return [
      ...ownStackSteps(configuration, accounts, definitions, typing.externalId),
      ...inStack,
      ...listingSteps(configuration, typing.externalId),
      stackStep(configuration, typing),
      doctorStep(typing),
    ];
  }
  const read = keeping(readRoles(configuration, definitions, typing.externalId), READ_KEPT);
  const prune = keeping(pruneRoles(configuration, typing.externalId), PRUNE_KEPT);
  const toPrune = pruneGroups(accounts);
  const hasPrune = toPrune.length > 0;
  const increase = keeping(increaseRoles(configuration, typing.externalId), INCREASE_KEPT);
  const toIncrease = increaseGroups(configuration, accounts);
  // Without a list of overrides an update keeps those that are there, so each list has at least one.
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_UpdateStackInstances.html
  const ofInstances = [
    ...readGroups(configuration, accounts, definitions).map((one) => ({
      ...one,
      set: read,
      none: { PlanEvidence: 'false' },
    })),
    ...toPrune.map((one) => ({ ...one, set: prune, none: { PruneLayers: 'false' } })),
    // Of all quotas of the configuration where an account has no fewer.
    ...toIncrease.map((one) => ({
      ...one,
      set: increase,
      none: { QuotaArns: quotaArns(configuration, configuration.increases?.rules ?? []) },
    })),
  ];
  return [
    {
      title: 'The roles, before the functions: new code may need a new permission',
      notes: [
        ...whoRuns(place),
        'A parameter that the deployed version does not have yet is refused with UsePreviousValue: CHANGELOG.md names new ones; leave their words out.',
        ...(hasPrune ? [] : ['No account of the file may be pruned, so there is no prune role.']),
      ],
      commands: [
        updateStackSet(read, place),
        ...(hasPrune ? [updateStackSet(prune, place)] : []),
        ...(toIncrease.length > 0 ? [updateStackSet(increase, place)] : []),
      ],
    },
    ...(place.permissions === 'service-managed'
      ? [
          {
            title: 'The management account, if it has a stack of its own',
            notes: ['With credentials of that account.'],
            commands: [updateStack(read, place.region)],
          },
        ]
      : []),
    {
      title: 'What single accounts override, where watch, stages, prune or readStorageMode changed',
      notes: [
        'Instances then override what the configuration says and nothing else: add what you override besides. An update of the StackSet alone keeps all of it.',
      ],
      commands: ofInstances.map(({ set, ids, overrides, none }) =>
        updateInstances(set, ids, Object.keys(overrides).length === 0 ? none : overrides, place),
      ),
    },
    ...listingSteps(configuration, typing.externalId),
    stackStep(configuration, typing),
    doctorStep(typing),
  ];
}

function keeping(set: StackSet, names: readonly string[]): StackSet {
  const kept: Parameters = Object.fromEntries(names.map((name) => [name, KEPT] as const));
  return { ...set, parameters: { ...kept, ...set.parameters } };
}
