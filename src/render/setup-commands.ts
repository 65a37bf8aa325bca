import type { SetupAccount, SetupAnswers, SetupStep, StackSetPermissions } from '../model/setup.ts';

const READ_TEMPLATE = 'src/stacks/member-read-role.yml';
const PRUNE_TEMPLATE = 'src/stacks/member-prune-role.yml';
/** The name that the templates' parameters take for granted. */
const USUAL_DEPLOYMENT = 'limits-watchdog';

/** The configuration that packaging takes unless told. */
const USUAL_PATH = 'watchdog.yml';

/** Parameters of a stack, by name. */
type Parameters = Readonly<Record<string, string>>;

interface StackSet {
  readonly name: string;
  readonly template: string;
  readonly parameters: Parameters;
}

/** All that is left to do by hand after the configuration was written to `path`. */
export function setupSteps(
  answers: SetupAnswers,
  permissions: StackSetPermissions,
  path: string,
): readonly SetupStep[] {
  const nonprod = answers.accounts.filter(({ stage }) => stage !== 'prod');
  const prod = answers.accounts.filter(({ stage }) => stage === 'prod');
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
        ...inAccounts(read, nonprod, EVIDENCE),
        ...inAccounts(read, prod, {}),
      ],
    },
    ...pruneStep(answers, nonprod, permissions),
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
      title: 'Who is told',
      notes: [
        'Replace the address; each has to confirm by the link that it is sent. Do the same for the topic of alarms about the watchdog itself.',
      ],
      commands: [answers.topicArn, healthTopic(answers)].map((topic) =>
        words([
          'aws sns subscribe',
          '--region',
          answers.region,
          '--topic-arn',
          topic,
          '--protocol email',
          '--notification-endpoint you@example.com',
        ]),
      ),
    },
    {
      title: 'Is everything in place?',
      notes: [],
      commands: [
        path === USUAL_PATH
          ? 'npx limits-watchdog doctor'
          : `npx limits-watchdog doctor --config ${shellWord(path)}`,
      ],
    },
  ];
}

/** Beside the topic of the alerts. */
function healthTopic({ topicArn, deployment }: SetupAnswers): string {
  return topicArn.replace(/[^:]*$/, `${deployment}-health`);
}

/** What the plan function reads, where versions may be pruned. */
const EVIDENCE: Parameters = { PlanEvidence: 'true' };

function readRoles({ deployment, toolingAccount, externalId }: SetupAnswers): StackSet {
  return {
    name: `${deployment}-read-role`,
    template: READ_TEMPLATE,
    parameters: {
      ToolingAccountId: toolingAccount,
      ExternalId: externalId,
      ...(deployment === USUAL_DEPLOYMENT
        ? {}
        : {
            WatchRoleName: `${deployment}-watch`,
            PlanFunctionRoleName: `${deployment}-plan-function`,
          }),
    },
  };
}

function pruneRoles({ deployment, toolingAccount, externalId }: SetupAnswers): StackSet {
  return {
    name: `${deployment}-prune-role`,
    template: PRUNE_TEMPLATE,
    parameters: {
      Stage: 'nonprod',
      ToolingAccountId: toolingAccount,
      ExternalId: externalId,
      ...(deployment === USUAL_DEPLOYMENT
        ? {}
        : { PruneFunctionRoleName: `${deployment}-prune-function` }),
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
      title: 'The prune role in accounts without production',
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

/**
 * Managed execution lets the operations that follow wait in line instead of being refused.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStackSet.html
 */
function createStackSet(set: StackSet, region: string, permissions: StackSetPermissions): string {
  return words([
    'aws cloudformation create-stack-set',
    '--region',
    region,
    '--stack-set-name',
    set.name,
    '--template-body',
    `file://${set.template}`,
    '--capabilities CAPABILITY_NAMED_IAM',
    '--managed-execution Active=true',
    ...(permissions === 'service-managed'
      ? ['--permission-model SERVICE_MANAGED', '--auto-deployment Enabled=false']
      : ['--permission-model SELF_MANAGED']),
    '--parameters',
    ...parameterWords(set.parameters),
  ]);
}

/**
 * One instance an account, in one Region, since roles are global. In an organisation the accounts are
 * those of the whole tree that are named.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DeploymentTargets.html
 */
function createInstances(
  set: StackSet,
  accounts: readonly SetupAccount[],
  overrides: Parameters,
  region: string,
  permissions: StackSetPermissions,
): string {
  const ids = accounts.map(({ id }) => id);
  return words([
    'aws cloudformation create-stack-instances',
    '--region',
    region,
    '--stack-set-name',
    set.name,
    '--regions',
    region,
    ...(permissions === 'service-managed'
      ? [
          '--deployment-targets',
          `OrganizationalUnitIds="$(aws organizations list-roots --query 'Roots[0].Id' --output text)",AccountFilterType=INTERSECTION,Accounts=${ids.join(',')}`,
        ]
      : ['--accounts', ...ids]),
    ...(Object.keys(overrides).length === 0
      ? []
      : ['--parameter-overrides', ...parameterWords(overrides)]),
  ]);
}

/** In the AWS CLI's shorthand, where commas and equals signs mean something outside quotes. */
function parameterWords(parameters: Parameters): readonly string[] {
  return Object.entries(parameters).map(([name, value]) =>
    /[,=]/.test(value)
      ? `'ParameterKey=${name},ParameterValue="${value}"'`
      : `ParameterKey=${name},ParameterValue=${value}`,
  );
}

/** A path of one's own may hold anything. */
function shellWord(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** One command, an option with its value on each line. Values were checked: nothing in them is special to a shell. */
function words(parts: readonly string[]): string {
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    if (last === undefined || part.startsWith('--')) lines.push(part);
    else lines[lines.length - 1] = `${last} ${part}`;
  }
  return lines.join(' \\\n  ');
}
