import { shellWord } from '../text/shell-words.ts';
import { memberRoleNames } from '../model/role-names.ts';
import type { SetupAccount, SetupAnswers, SetupStep, StackSetPermissions } from './model.ts';
import type { Parameters, StackSet } from './stack-set-commands.ts';
import { createInstances, createStackSet, parameterWords, words } from './stack-set-commands.ts';
import { USUAL_COMMAND } from '../model/configuration.ts';
import { typedCommand } from '../text/typed-command.ts';
import { watchParameters } from './watch-choice.ts';

const READ_TEMPLATE = 'src/stacks/member-read-role.yml';
const PRUNE_TEMPLATE = 'src/stacks/member-prune-role.yml';
/** The name that the templates' parameters take for granted. */
const USUAL_DEPLOYMENT = 'limits-watchdog';

/** The configuration that packaging takes by default. */
const USUAL_PATH = 'watchdog.yml';

/**
 * All that is left to do by hand after the configuration was written to `path`.
 * @param prunable those of the accounts that get evidence and the prune role;  all that are nonprod by default
 * @param command what is typed to run the command line
 */
export function setupSteps(
  answers: SetupAnswers,
  permissions: StackSetPermissions,
  path: string,
  prunable: readonly SetupAccount[] = answers.accounts.filter(({ stage }) => stage === 'nonprod'),
  command: string = USUAL_COMMAND,
): readonly SetupStep[] {
  const others = answers.accounts.filter((account) => !prunable.includes(account));
  const read = readRoles(answers);
  const inAccounts = (set: StackSet, accounts: readonly SetupAccount[], overrides: Parameters) =>
    accounts.length === 0
      ? []
      : [createInstances(set, accounts, overrides, answers.region, permissions)];
  return [
    {
      title: 'The read role in every account',
      notes: whoRuns(permissions),
      commands: [
        createStackSet(read, answers.region, permissions),
        ...inAccounts(read, prunable, EVIDENCE),
        ...inAccounts(read, others, answers.reviewEvidence === true ? REVIEW_EVIDENCE : {}),
      ],
    },
    ...pruneStep(answers, prunable, permissions),
    ...(permissions === 'service-managed' ? [managementStep(answers)] : []),
    {
      title: `The watchdog itself, in account ${answers.toolingAccount}`,
      notes: ['With credentials of that account.'],
      commands: [
        path === USUAL_PATH ? 'npm run package' : `npm run package -- --config ${shellWord(path)}`,
        `npx osls deploy --package .serverless --stage live --region ${answers.region}`,
      ],
    },
    {
      title: 'Who receives alerts',
      notes: [
        'List addresses under alerts.emails and health.emails in the configuration first; each has to confirm by the link that it is sent. With credentials of the tooling account.',
      ],
      commands: [withConfiguration(typedCommand(command, 'subscribe'), path)],
    },
    {
      title: 'Is everything in place?',
      notes: [],
      commands: [withConfiguration(typedCommand(command, 'doctor'), path)],
    },
  ];
}

function withConfiguration(typed: string, path: string): string {
  return path === USUAL_PATH ? typed : `${typed} --config ${shellWord(path)}`;
}

/** What the plan function reads, where versions may be pruned. */
const EVIDENCE: Parameters = { PlanEvidence: 'true' };
/** The same for reviews, where they may not. */
const REVIEW_EVIDENCE: Parameters = { ReviewEvidence: 'true' };

/** Who may assume the roles, as both templates ask for it. */
function callers({ toolingAccount, externalId, organizationId }: SetupAnswers): Parameters {
  return {
    ToolingAccountId: toolingAccount,
    ExternalId: externalId,
    ...(organizationId === '' ? {} : { OrganizationId: organizationId }),
  };
}

function readRoles(answers: SetupAnswers): StackSet {
  const { deployment } = answers;
  return {
    name: `${deployment}-read-role`,
    template: READ_TEMPLATE,
    parameters: {
      ...callers(answers),
      ...watchParameters(answers.watch ?? []),
      ...(deployment === USUAL_DEPLOYMENT
        ? {}
        : {
            WatchRoleName: `${deployment}-watch`,
            PlanFunctionRoleName: `${deployment}-plan-function`,
            PruneRoleName: memberRoleNames(deployment).prune,
            RoleName: memberRoleNames(deployment).read,
          }),
    },
  };
}

function pruneRoles(answers: SetupAnswers): StackSet {
  const { deployment } = answers;
  return {
    name: `${deployment}-prune-role`,
    template: PRUNE_TEMPLATE,
    parameters: {
      Stage: 'nonprod',
      ...callers(answers),
      ...(deployment === USUAL_DEPLOYMENT
        ? {}
        : {
            PruneFunctionRoleName: `${deployment}-prune-function`,
            RoleName: memberRoleNames(deployment).prune,
          }),
    },
  };
}

function pruneStep(
  answers: SetupAnswers,
  nonprod: readonly SetupAccount[],
  permissions: StackSetPermissions,
): readonly SetupStep[] {
  if (nonprod.length === 0) return [];
  const set = pruneRoles(answers);
  return [
    {
      title: 'The prune role in non-production accounts',
      notes: [
        'Leave it out where nothing is to be pruned. Production accounts must not have it; the template refuses the stage prod.',
      ],
      commands: [
        createStackSet(set, answers.region, permissions),
        createInstances(set, nonprod, {}, answers.region, permissions),
      ],
    },
  ];
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-associate-stackset-with-org.html */
function managementStep(answers: SetupAnswers): SetupStep {
  const { name, template, parameters } = readRoles(answers);
  return {
    title: 'The management account, if it is one of the accounts',
    notes: [
      'A service-managed StackSet makes no stack there, so it needs one of its own, with credentials of that account.',
    ],
    commands: [
      words([
        'aws cloudformation create-stack',
        '--region',
        answers.region,
        '--stack-name',
        name,
        '--template-body',
        `file://${template}`,
        '--capabilities CAPABILITY_NAMED_IAM',
        '--parameters',
        ...parameterWords(parameters),
      ]),
    ],
  };
}

function whoRuns(permissions: StackSetPermissions): readonly string[] {
  switch (permissions) {
    case 'service-managed':
      return [
        'With credentials of the management account, or of a delegated administrator for StackSets and with --call-as DELEGATED_ADMIN on each command.',
        'Trusted access for StackSets must be on: aws cloudformation activate-organizations-access.',
      ];
    case 'self-managed':
      return [
        'With credentials of the account that administers StackSets, where the role AWSCloudFormationStackSetAdministrationRole is; each account needs AWSCloudFormationStackSetExecutionRole.',
      ];
  }
}
