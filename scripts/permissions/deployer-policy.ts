import { COMMAND_NEEDS, MANAGEMENT_NEEDS, TYPE_NEEDS } from './deployer-needs.ts';

interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly PolicyStatement[];
}

/**
 * Actions that take no resource, or whose resource has a generated id.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
const ON_EVERYTHING: ReadonlySet<string> = new Set([
  'chatbot:*',
  'cloudformation:ActivateOrganizationsAccess',
  'cloudformation:CreateStackSet',
  'cloudformation:ListStacks',
  'cloudformation:ValidateTemplate',
  'cloudwatch:DescribeAlarms',
  'logs:DeleteQueryDefinition',
  'logs:DescribeLogGroups',
  'logs:DescribeQueryDefinitions',
  'logs:PutQueryDefinition',
  'organizations:*',
  's3:ListAllMyBuckets',
  'sns:ListTopics',
]);

/** ARN patterns of the resources that a deployment creates, by service. */
const RESOURCES: Readonly<Record<string, readonly string[]>> = {
  cloudformation: ['arn:aws:cloudformation:*:ACCOUNT:stack/DEPLOYMENT/*'],
  cloudwatch: [
    'arn:aws:cloudwatch:*:ACCOUNT:alarm:DEPLOYMENT-*',
    'arn:aws:cloudwatch::ACCOUNT:dashboard/DEPLOYMENT',
  ],
  iam: ['arn:aws:iam::ACCOUNT:role/DEPLOYMENT-*', 'arn:aws:iam::ACCOUNT:policy/DEPLOYMENT-*'],
  lambda: ['arn:aws:lambda:*:ACCOUNT:function:DEPLOYMENT-*'],
  logs: ['arn:aws:logs:*:ACCOUNT:log-group:/aws/lambda/DEPLOYMENT-*'],
  s3: ['arn:aws:s3:::DEPLOYMENT-*'],
  scheduler: [
    'arn:aws:scheduler:*:ACCOUNT:schedule-group/DEPLOYMENT',
    'arn:aws:scheduler:*:ACCOUNT:schedule/DEPLOYMENT/*',
  ],
  sns: ['arn:aws:sns:*:ACCOUNT:DEPLOYMENT-*'],
  sqs: ['arn:aws:sqs:*:ACCOUNT:DEPLOYMENT-*'],
  states: ['arn:aws:states:*:ACCOUNT:stateMachine:DEPLOYMENT-*'],
};

/** The services to which the stack passes its roles. */
const PASSED_TO = [
  'chatbot.amazonaws.com',
  'lambda.amazonaws.com',
  'scheduler.amazonaws.com',
  'states.amazonaws.com',
];

const PASS_ROLE = 'iam:PassRole';

/** Returns the policy for the tooling account. It allows everything needed to deploy, use and remove a deployment. */
export function toolingPolicy(): PolicyDocument {
  const needed = [
    ...TYPE_NEEDS.flatMap(({ actions }) => actions),
    ...Object.values(COMMAND_NEEDS).flat(),
  ];
  return document([
    ...statements(needed, RESOURCES),
    {
      Sid: 'HandRolesToServices',
      Effect: 'Allow',
      Action: [PASS_ROLE],
      Resource: 'arn:aws:iam::ACCOUNT:role/DEPLOYMENT-*',
      Condition: { StringEquals: { 'iam:PassedToService': PASSED_TO } },
    },
  ]);
}

/** Returns the policy for the management account, which creates StackSets and possibly its own read role. */
export function managementPolicy(): PolicyDocument {
  const roles = TYPE_NEEDS.find(({ type }) => type === 'AWS::IAM::Role')?.actions ?? [];
  return document(
    statements([...MANAGEMENT_NEEDS, ...roles], {
      cloudformation: [
        'arn:aws:cloudformation:*:ACCOUNT:stackset/DEPLOYMENT-*',
        'arn:aws:cloudformation:*:ACCOUNT:stack/DEPLOYMENT-*',
        'arn:aws:cloudformation:*:ACCOUNT:stackset-target/DEPLOYMENT-*',
        'arn:aws:cloudformation:*::type/resource/*',
      ],
      iam: ['arn:aws:iam::ACCOUNT:role/DEPLOYMENT-*'],
    }),
  );
}

function statements(
  needed: readonly string[],
  resources: Readonly<Record<string, readonly string[]>>,
): readonly PolicyStatement[] {
  const actions = [...new Set(needed)].filter((action) => action !== PASS_ROLE).toSorted();
  const isOnEverything = (action: string): boolean =>
    ON_EVERYTHING.has(action) || ON_EVERYTHING.has(`${serviceOf(action)}:*`);
  const named = actions.filter((action) => !isOnEverything(action));
  return [
    ...[...new Set(named.map(serviceOf))].map((service): PolicyStatement => ({
      Sid: `Own${service.charAt(0).toUpperCase()}${service.slice(1)}`,
      Effect: 'Allow',
      Action: named.filter((action) => serviceOf(action) === service),
      Resource: service === 's3' ? withObjects(resources[service]) : (resources[service] ?? []),
    })),
    {
      Sid: 'WithoutResource',
      Effect: 'Allow',
      Action: actions.filter(isOnEverything),
      Resource: '*',
    },
  ];
}

function withObjects(buckets: readonly string[] = []): readonly string[] {
  return [...buckets, ...buckets.map((bucket) => `${bucket}/*`)];
}

function serviceOf(action: string): string {
  return action.slice(0, action.indexOf(':'));
}

function document(all: readonly PolicyStatement[]): PolicyDocument {
  return { Version: '2012-10-17', Statement: all };
}
