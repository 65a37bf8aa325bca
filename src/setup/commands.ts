import type { ConfigurationFile } from '../model/configuration.ts';
import type { LimitDefinition } from '../model/limit.ts';
import { listingSteps } from './listing-commands.ts';
import { increaseGroups, increaseRoles } from './increase-role.ts';
import type { CommandValues } from './last-steps.ts';
import { lastSteps } from './last-steps.ts';
import type { SetupStep } from './model.ts';
import { increaseStepsInStack, ONLY_REQUESTS, ownStackSteps } from './own-stack-commands.ts';
import {
  accountsApart,
  hasRolesApart,
  pruneGroups,
  pruneRoles,
  readGroups,
  readRoles,
  stackSetPlace,
} from './role-stack-sets.ts';
import type { StackSetPlace } from './stack-set-commands.ts';
import {
  createStackSet,
  instancesCommand,
  roleCommands,
  stackCommand,
} from './stack-set-commands.ts';

/** All manual steps that create the roles in the accounts and the stack of the tooling account. */
export function setupSteps(
  configuration: ConfigurationFile,
  definitions: readonly LimitDefinition[],
  values: CommandValues,
): readonly SetupStep[] {
  const place = stackSetPlace(configuration);
  const inStack = increaseStepsInStack(configuration, values.externalId);
  if (!hasRolesApart(configuration)) return [...inStack, ...lastSteps(configuration, values)];
  if (place.permissions === 'per-account') {
    return [
      ...(configuration.discovery === undefined ? [] : [NOT_REACHED]),
      ...listingSteps(configuration, values.externalId),
      ...ownStackSteps(configuration, accountsApart(configuration), definitions, values.externalId),
      ...inStack,
      ...lastSteps(configuration, values),
    ];
  }
  return [
    ...readSteps(configuration, definitions, values, place),
    ...pruneSteps(configuration, values, place),
    ...increaseSteps(configuration, values, place),
    ...managementSteps(configuration, definitions, values, place),
    ...listingSteps(configuration, values.externalId),
    ...lastSteps(configuration, values),
  ];
}

function readSteps(
  configuration: ConfigurationFile,
  definitions: readonly LimitDefinition[],
  { externalId }: CommandValues,
  place: StackSetPlace,
): readonly SetupStep[] {
  const set = readRoles(configuration, definitions, externalId);
  const groups = readGroups(configuration, accountsApart(configuration), definitions);
  const isFound = configuration.discovery !== undefined;
  if (!isFound || place.permissions === 'self-managed') {
    return [
      {
        title: 'The read role in every account',
        notes: [...whoRuns(place), ...(isFound ? [NOT_AUTOMATIC] : [])],
        commands: roleCommands(set, groups, place),
      },
    ];
  }
  const own = groups.filter(({ overrides }) => Object.keys(overrides).length > 0);
  return [
    {
      title: 'The read role in every account of the organisation, and in each that joins it',
      notes: [
        ...whoRuns(place),
        'To leave accounts out, name OUs by their ids in the place of the root; then only accounts of these get the role.',
      ],
      commands: [
        createStackSet(set, place, true),
        instancesCommand(
          'create-stack-instances',
          set,
          { ids: reachedAccounts(configuration), overrides: {} },
          place,
        ),
        ...own.map((group) => instancesCommand('update-stack-instances', set, group, place)),
      ],
    },
  ];
}

/**
 * The accounts that the StackSet of the read role reaches: without the tooling account if its stack has the role.
 * If that account moves between OUs, automatic deployment ignores this filter and fails there, as the role exists.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DeploymentTargets.html
 */
function reachedAccounts({ deploy, tooling }: ConfigurationFile) {
  return deploy?.rolesInStack === undefined
    ? 'organization'
    : { organizationWithout: tooling.account };
}

function pruneSteps(
  configuration: ConfigurationFile,
  { externalId }: CommandValues,
  place: StackSetPlace,
): readonly SetupStep[] {
  const groups = pruneGroups(accountsApart(configuration));
  if (groups.length === 0) return [];
  return [
    {
      title: 'The prune role in non-production accounts',
      notes: [
        'Leave it out where nothing is to be pruned. Production accounts must not have it; the template refuses the stage prod.',
        ...(configuration.discovery === undefined ? [] : [NEVER_AUTOMATIC]),
      ],
      commands: roleCommands(pruneRoles(configuration, externalId), groups, place),
    },
  ];
}

/** The step of the increase role: none without increases, and without commands if no rule matches an account. */
function increaseSteps(
  configuration: ConfigurationFile,
  { externalId }: CommandValues,
  place: StackSetPlace,
): readonly SetupStep[] {
  if (configuration.increases === undefined) return [];
  const groups = increaseGroups(configuration, configuration.accounts);
  const set = increaseRoles(configuration, externalId);
  return [
    {
      title: 'The increase role in the accounts that increases names',
      notes: [
        ONLY_REQUESTS,
        ...(configuration.discovery === undefined ? [] : [NEVER_AUTOMATIC_INCREASES]),
      ],
      commands: groups.length === 0 ? [] : roleCommands(set, groups, place),
    },
  ];
}

/**
 * The step of the management account, which no service-managed StackSet reaches.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-associate-stackset-with-org.html
 */
function managementSteps(
  configuration: ConfigurationFile,
  definitions: readonly LimitDefinition[],
  { externalId }: CommandValues,
  { region, permissions }: StackSetPlace,
): readonly SetupStep[] {
  if (permissions !== 'service-managed') return [];
  const set = readRoles(configuration, definitions, externalId);
  return [
    {
      title: 'The management account, if it is one of the accounts',
      notes: [
        'A service-managed StackSet makes no stack there, so it needs one of its own, with credentials of that account.',
      ],
      commands: [stackCommand('create-stack', set, region)],
    },
  ];
}

export function whoRuns({ permissions, isDelegated }: StackSetPlace): readonly string[] {
  if (permissions === 'self-managed') {
    return [
      'With credentials of the account that administers StackSets, where the role AWSCloudFormationStackSetAdministrationRole is; each account needs AWSCloudFormationStackSetExecutionRole.',
    ];
  }
  return [
    isDelegated
      ? 'With credentials of a delegated administrator for StackSets.'
      : 'With credentials of the management account. For a delegated administrator for StackSets set deploy.stackSets.callAs: delegated-admin in the configuration; the command setup then prints these with --call-as DELEGATED_ADMIN.',
    'Trusted access for StackSets must be on: aws cloudformation activate-organizations-access.',
  ];
}

const NOT_REACHED: SetupStep = {
  title: 'Accounts that only the rules find',
  notes: [
    'Without StackSets they get no role, and are blind spots: list them, or set deploy.stackSets.permissions to service-managed.',
  ],
  commands: [],
};
const NOT_AUTOMATIC =
  'Self-managed StackSets reach no account by themselves: each account that the rules find needs an instance; the command setup --account ID prints it.';
const NEVER_AUTOMATIC =
  'Accounts that only the rules find get no prune role: list an account under accounts.listed with stage nonprod first. The prune role is never deployed automatically.';
const NEVER_AUTOMATIC_INCREASES =
  'Accounts that only the rules of accounts.organizations find get none: list an account under accounts.listed first.';
