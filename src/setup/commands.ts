import type { ConfigurationFile } from '../model/configuration.ts';
import type { LimitDefinition } from '../model/limit.ts';
import { shellWord } from '../text/shell-words.ts';
import { typedCommand } from '../text/typed-command.ts';
import { listingSteps } from './listing-commands.ts';
import { increaseSteps, increaseStepsInStack } from './increase-commands.ts';
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
import type { InstanceAccounts, StackSetPlace } from './stack-set-commands.ts';
import {
  createInstances,
  createStack,
  createStackSet,
  updateInstances,
} from './stack-set-commands.ts';
import { firstRunStep, testMessageStep } from './invoke-commands.ts';

/** The configuration that packaging takes by default. */
const USUAL_PATH = 'watchdog.yml';

export interface SetupTyping {
  /** The configuration's file. */
  readonly path: string;
  /** What is typed to run the command line. */
  readonly command: string;
  /** The external id as the commands have it: itself, or a variable of the shell. */
  readonly externalId: string;
}

/** All that is done by hand to make the roles in the accounts and the stack of the tooling account. */
export function setupSteps(
  configuration: ConfigurationFile,
  definitions: readonly LimitDefinition[],
  typing: SetupTyping,
): readonly SetupStep[] {
  const place = stackSetPlace(configuration);
  const inStack = increaseStepsInStack(configuration, typing.externalId, place);
  if (!hasRolesApart(configuration)) return [...inStack, ...lastSteps(configuration, typing)];
  if (place.permissions === 'per-account') {
    return [
      ...(configuration.discovery === undefined ? [] : [NOT_REACHED]),
      ...listingSteps(configuration, typing.externalId),
      ...ownStackSteps(configuration, accountsApart(configuration), definitions, typing.externalId),
      ...inStack,
      ...lastSteps(configuration, typing),
    ];
  }
  return [
    ...readSteps(configuration, definitions, typing, place),
    ...pruneSteps(configuration, typing, place),
    ...increaseSteps(configuration, typing.externalId, place),
    ...(place.permissions === 'service-managed'
      ? [managementStep(configuration, definitions, typing, place)]
      : []),
    ...listingSteps(configuration, typing.externalId),
    ...lastSteps(configuration, typing),
  ];
}

function lastSteps(configuration: ConfigurationFile, typing: SetupTyping): readonly SetupStep[] {
  return [
    stackStep(configuration, typing),
    {
      title: 'Who receives alerts',
      notes: [
        configuration.alerts.emails.length > 0
          ? 'Each address has to confirm by the link that it is sent. With credentials of the tooling account.'
          : 'List addresses under alerts.emails and health.emails in the configuration first; each has to confirm by the link that it is sent. With credentials of the tooling account.',
      ],
      commands: [withConfiguration('subscribe', typing)],
    },
    testMessageStep(configuration),
    doctorStep(typing),
    firstRunStep(configuration),
  ];
}

/** Packaging and deploying; the same for a first deployment and each that follows. */
export function stackStep(
  { tooling }: Pick<ConfigurationFile, 'tooling'>,
  { path }: Pick<SetupTyping, 'path'>,
): SetupStep {
  return {
    title: `The watchdog itself, in account ${tooling.account}`,
    notes: ['With credentials of that account.'],
    commands: [
      path === USUAL_PATH ? 'npm run package' : `npm run package -- --config ${shellWord(path)}`,
      `npx osls deploy --package .serverless --stage live --region ${tooling.region}`,
    ],
  };
}

export function doctorStep(typing: Pick<SetupTyping, 'path' | 'command'>, flags = ''): SetupStep {
  return {
    title: 'Is everything in place?',
    notes: [],
    commands: [withConfiguration(`doctor${flags}`, typing)],
  };
}

function withConfiguration(
  words: string,
  { path, command }: Pick<SetupTyping, 'path' | 'command'>,
): string {
  const typed = typedCommand(command, words);
  return path === USUAL_PATH ? typed : `${typed} --config ${shellWord(path)}`;
}

function readSteps(
  configuration: ConfigurationFile,
  definitions: readonly LimitDefinition[],
  { externalId }: SetupTyping,
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
        commands: [
          createStackSet(set, place),
          ...groups.map(({ ids, overrides }) => createInstances(set, ids, overrides, place)),
        ],
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
        createInstances(set, reachedAccounts(configuration), {}, place),
        ...own.map(({ ids, overrides }) => updateInstances(set, ids, overrides, place)),
      ],
    },
  ];
}

/**
 * Filters hold for what an operation reaches; a tooling account that later moves between OUs refuses a second
 * role of the same name, and keeps the one of its stack.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DeploymentTargets.html
 */
function reachedAccounts({
  deploy,
  tooling,
}: Pick<ConfigurationFile, 'deploy' | 'tooling'>): InstanceAccounts {
  return deploy?.rolesInStack === undefined
    ? 'organization'
    : { organizationWithout: tooling.account };
}

function pruneSteps(
  configuration: ConfigurationFile,
  { externalId }: SetupTyping,
  place: StackSetPlace,
): readonly SetupStep[] {
  const groups = pruneGroups(accountsApart(configuration));
  if (groups.length === 0) return [];
  const set = pruneRoles(configuration, externalId);
  return [
    {
      title: 'The prune role in non-production accounts',
      notes: [
        'Leave it out where nothing is to be pruned. Production accounts must not have it; the template refuses the stage prod.',
        ...(configuration.discovery === undefined ? [] : [NEVER_AUTOMATIC]),
      ],
      commands: [
        createStackSet(set, place),
        ...groups.map(({ ids, overrides }) => createInstances(set, ids, overrides, place)),
      ],
    },
  ];
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-associate-stackset-with-org.html */
function managementStep(
  configuration: ConfigurationFile,
  definitions: readonly LimitDefinition[],
  { externalId }: SetupTyping,
  { region }: StackSetPlace,
): SetupStep {
  return {
    title: 'The management account, if it is one of the accounts',
    notes: [
      'A service-managed StackSet makes no stack there, so it needs one of its own, with credentials of that account.',
    ],
    commands: [createStack(readRoles(configuration, definitions, externalId), region)],
  };
}

/** Whose credentials the commands for StackSets need. */
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
