import type { ConfigurationFile } from '../model/configuration.ts';
import { LIMIT_SETS } from '../model/limit-choice/sets.ts';
import type { LimitDefinition } from '../model/limit.ts';
import { whoRuns } from './commands.ts';
import type { CommandValues } from './last-steps.ts';
import { doctorStep, stackStep } from './last-steps.ts';
import { listingSteps } from './listing-commands.ts';
import { increaseGroups, increaseRoles, quotaArns } from './increase-role.ts';
import type { SetupStep } from './model.ts';
import { increaseStepsInStack, ownStackSteps } from './own-stack-commands.ts';
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
import { instancesCommand, KEPT, stackCommand, updateStackSet } from './stack-set-commands.ts';

/** Parameters of every role that its stack may have set although the configuration does not. Their values are kept. */
const ROLE_KEPT = ['RoleName', 'RolePath', 'PermissionsBoundary'];
const CALLERS_KEPT = ['OrganizationId', 'FunctionRolePath'];
const READ_KEPT = [
  ...CALLERS_KEPT,
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
  ...ROLE_KEPT,
];
const PRUNE_KEPT = [
  ...CALLERS_KEPT,
  'DeleteScope',
  'PruneLayers',
  'PruneFunctionRoleName',
  ...ROLE_KEPT,
];
const INCREASE_KEPT = [...CALLERS_KEPT, 'IncreaseFunctionRoleName', ...ROLE_KEPT];

/**
 * The steps that update roles and functions to a new version. Parameters that the configuration determines are set
 * again; all others keep their values, and so does the external id if it is `KEPT`.
 */
export function upgradeSteps(
  configuration: ConfigurationFile,
  definitions: readonly LimitDefinition[],
  values: Omit<CommandValues, 'externalId'> & { readonly externalId: string | typeof KEPT },
): readonly SetupStep[] {
  const place = stackSetPlace(configuration);
  const accounts = accountsApart(configuration);
  const inStack = increaseStepsInStack(configuration, values.externalId);
  const lastSteps = [stackStep(configuration, values), doctorStep(values)];
  if (!hasRolesApart(configuration)) return [...inStack, ...lastSteps];
  if (place.permissions === 'per-account') {
    return [
      ...ownStackSteps(configuration, accounts, definitions, values.externalId),
      ...inStack,
      ...listingSteps(configuration, values.externalId),
      ...lastSteps,
    ];
  }
  const read = withKeptParameters(
    readRoles(configuration, definitions, values.externalId),
    READ_KEPT,
  );
  const prune = withKeptParameters(pruneRoles(configuration, values.externalId), PRUNE_KEPT);
  const toPrune = pruneGroups(accounts);
  const hasPrune = toPrune.length > 0;
  const increase = withKeptParameters(
    increaseRoles(configuration, values.externalId),
    INCREASE_KEPT,
  );
  const toIncrease = increaseGroups(configuration, accounts);
  // An update with an empty list of overrides would keep the present ones, so each list has at least one.
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_UpdateStackInstances.html
  const ofInstances = [
    ...readGroups(configuration, accounts, definitions).map((one) => ({
      ...one,
      set: read,
      none: { PlanEvidence: 'false' },
    })),
    ...toPrune.map((one) => ({ ...one, set: prune, none: { PruneLayers: 'false' } })),
    // An account to which all rules apply overrides the parameter with its default: all quotas.
    ...toIncrease.map((one) => ({
      ...one,
      set: increase,
      none: { QuotaArns: quotaArns(configuration) },
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
            commands: [stackCommand('update-stack', read, place.region)],
          },
        ]
      : []),
    {
      title: 'What single accounts override, where watch, stages, prune or readStorageMode changed',
      notes: [
        'Instances then override what the configuration says and nothing else: add what you override besides. An update of the StackSet alone keeps all of it.',
      ],
      commands: ofInstances.map(({ set, ids, overrides: own, none }) => {
        const overrides = Object.keys(own).length === 0 ? none : own;
        return instancesCommand('update-stack-instances', set, { ids, overrides }, place);
      }),
    },
    ...listingSteps(configuration, values.externalId),
    ...lastSteps,
  ];
}

function withKeptParameters(set: StackSet, names: readonly string[]): StackSet {
  const kept: Parameters = Object.fromEntries(names.map((name) => [name, KEPT] as const));
  return { ...set, parameters: { ...kept, ...set.parameters } };
}
