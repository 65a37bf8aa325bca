import type { ConfigurationFile } from '../model/configuration.ts';
import { plain } from '../text/plain.ts';
import { shellWord } from '../text/shell-words.ts';
import { whoRuns } from './commands.ts';
import type { SetupStep } from './model.ts';
import { accountsApart, hasRolesApart, stackSetPlace } from './role-stack-sets.ts';
import type { StackSetPlace } from './stack-set-commands.ts';
import { nameOf, topicsOf } from './stack-topics.ts';
import { commandOf, opening, PREFERENCES, ROOT } from './stack-set-commands.ts';

/**
 * The steps that remove a deployment. The stack of the tooling account is first, so that no run reports missing
 * roles. The commands need only names: neither a package nor the deployed template.
 */
export function removeSteps(configuration: ConfigurationFile): readonly SetupStep[] {
  const place = stackSetPlace(configuration);
  return [
    ownStackStep(configuration),
    ...roleSteps(configuration, place),
    ...increaseRoleSteps(configuration, place),
    ...listRoleSteps(configuration),
    bucketStep(configuration),
    topicsStep(configuration),
  ];
}

function roleSteps(configuration: ConfigurationFile, place: StackSetPlace): readonly SetupStep[] {
  if (!hasRolesApart(configuration)) return [];
  return place.permissions === 'per-account'
    ? [ownRolesStep(configuration, place)]
    : stackSetSteps(configuration, place);
}

/** The step that deletes the stack. It first empties its bucket for deployments, as a filled bucket cannot be deleted. */
function ownStackStep({ deployment, tooling }: ConfigurationFile): SetupStep {
  const { region, account } = tooling;
  const stack = `--region ${region} --stack-name ${deployment}`;
  return {
    title: `The stack of the tooling account ${account}`,
    notes: [
      'With credentials of that account. Functions, schedule, queues, alarms, log groups and their roles go; the state bucket and the topics are kept.',
      'Without a bucket for deployments the first command says so, and the others do their work.',
    ],
    commands: [
      `CODE=$(aws cloudformation describe-stack-resource ${stack} --logical-resource-id ServerlessDeploymentBucket \\
  --query StackResourceDetail.PhysicalResourceId --output text) &&
  aws s3 rm --region ${region} --recursive "s3://$CODE"`,
      deleteStack(deployment, region),
      `aws cloudformation wait stack-delete-complete ${stack}`,
    ],
  };
}

function stackSetSteps(
  { deployment, increases }: ConfigurationFile,
  place: StackSetPlace,
): readonly SetupStep[] {
  const roles = ['prune', 'read', ...(increases === undefined ? [] : ['increase'])];
  const sets = roles.map((role): SetupStep => ({
    title: `The ${role} role in every account`,
    notes: [
      ...(role === 'prune' ? whoRuns(place).slice(0, 1) : []),
      ...(role === 'prune' ? ['Leave this out where there is no such StackSet.'] : []),
      'Where a stack cannot be deleted the StackSet is not either: see its instances, then repeat this.',
    ],
    commands: [
      ...deleteInstances(`${deployment}-${role}-role`, place),
      deleteStackSet(`${deployment}-${role}-role`, place),
    ],
  }));
  if (place.permissions !== 'service-managed') return sets;
  return [
    ...sets,
    {
      title: 'The management account, if it has a stack of its own',
      notes: ['With credentials of that account.'],
      commands: [deleteStack(`${deployment}-read-role`, place.region)],
    },
  ];
}

function ownRolesStep(configuration: ConfigurationFile, { region }: StackSetPlace): SetupStep {
  const { deployment, increases } = configuration;
  const each = accountsApart(configuration).map(({ id, name }) => `${plain(name)} (${id})`);
  return {
    title: 'The roles in each account',
    notes: [`Once with credentials of each of these: ${each.join(', ')}.`],
    commands: [
      deleteStack(`${deployment}-prune-role`, region),
      deleteStack(`${deployment}-read-role`, region),
      ...(increases === undefined ? [] : [deleteStack(`${deployment}-increase-role`, region)]),
    ],
  };
}

/** The step that deletes the tooling account's increase-role stack; none if other steps delete it or it is absent. */
function increaseRoleSteps(
  configuration: ConfigurationFile,
  { region, permissions }: StackSetPlace,
): readonly SetupStep[] {
  const { deployment, increases, tooling } = configuration;
  if (increases === undefined) return [];
  if (hasRolesApart(configuration) && permissions !== 'per-account') return [];
  if (accountsApart(configuration).length === configuration.accounts.length) return [];
  return [
    {
      title: `The increase role in the tooling account ${tooling.account}`,
      notes: ['With credentials of that account.'],
      commands: [deleteStack(`${deployment}-increase-role`, region)],
    },
  ];
}

function listRoleSteps(configuration: ConfigurationFile): readonly SetupStep[] {
  const { deployment, discovery } = configuration;
  if (discovery === undefined) return [];
  const { listingRole } = discovery;
  if (listingRole === undefined) {
    return [
      {
        title: 'The delegation policy of the organisation',
        notes: [
          'With credentials of the management account: take the statement LimitsWatchdogReadsAccounts out of it, if it is there.',
        ],
        commands: [],
      },
    ];
  }
  return [
    {
      title: 'The role that lists the accounts of the organisation',
      notes: [`With credentials of account ${listingRole.split(':')[4] ?? ''}.`],
      commands: [deleteStack(`${deployment}-list-role`, stackSetPlace(configuration).region)],
    },
  ];
}

/**
 * The step that empties and deletes the state bucket. A loop lists a page of at most 1,000 versions and delete
 * markers, as many as one request can delete, and ends after the first deletion that fails. The list is passed as a
 * file, because 1,000 keys are too long for an argument.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html
 */
function bucketStep({ state, tooling, deploy }: ConfigurationFile): SetupStep {
  const { bucket } = state;
  if (deploy?.existingStateBucket === true) {
    return {
      title: `The state bucket ${bucket}`,
      notes: ['It was there before the stack, so it is left to you.'],
      commands: [],
    };
  }
  const where = `--region ${tooling.region} --bucket ${shellWord(bucket)}`;
  const list = 'versions.json';
  return {
    title: `The state bucket ${bucket}`,
    notes: [
      'With credentials of the tooling account. It holds the journals of what was deleted, and why: leave this out to keep them.',
      'Its policy lets only break-glass roles delete, so it goes first.',
    ],
    commands: [
      `aws s3api delete-bucket-policy ${where}`,
      `while aws s3api list-object-versions ${where} --no-paginate --output json \\
    --query '{Objects: [Versions, DeleteMarkers][].{Key: Key, VersionId: VersionId}, Quiet: \`true\`}' \\
    > ${list} && grep -q VersionId ${list}; do
  REFUSED=$(aws s3api delete-objects ${where} --delete file://${list} \\
    --query 'not_null(Errors, \`[]\`)[].[Code, Key, VersionId]' --output text) || break
  [ -z "$REFUSED" ] || { echo "$REFUSED"; break; }
done; rm -f ${list}`,
      `aws s3api delete-bucket ${where}`,
    ],
  };
}

/** The step that deletes the topics that the stack has created. Topics of other accounts are not deleted. */
function topicsStep(configuration: ConfigurationFile): SetupStep {
  const { tooling, deploy } = configuration;
  const created = [...topicsOf(configuration), configuration.health.topicArn].filter((arn) => {
    const isOwn = arn.includes(`:sns:${tooling.region}:${tooling.account}:`);
    return isOwn && deploy?.existingTopics?.includes(nameOf(arn)) !== true;
  });
  return {
    title: 'The topics, with their subscriptions',
    notes: [
      'With credentials of the tooling account. Keep them where another deployment is to reach the same people.',
    ],
    commands: created.map(
      (arn) => `aws sns delete-topic --region ${tooling.region} --topic-arn ${arn}`,
    ),
  };
}

/**
 * Commands that delete every stack of a StackSet, print the status, and wait until the operation has ended.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StackSetOperation.html (Status)
 */
function deleteInstances(name: string, place: StackSetPlace): readonly string[] {
  const at = `--region ${place.region}${place.isDelegated ? ' --call-as DELEGATED_ADMIN' : ''}`;
  const targets =
    place.permissions === 'service-managed'
      ? ['--deployment-targets', ROOT]
      : [
          `--accounts $(aws cloudformation list-stack-instances ${at} --stack-set-name ${name} --query 'Summaries[].Account' --output text)`,
        ];
  const begin = commandOf([
    ...opening('delete-stack-instances', { name }, place),
    `--regions ${place.region}`,
    ...targets,
    ...PREFERENCES,
    '--no-retain-stacks',
    '--query OperationId --output text',
  ]);
  return [
    `OPERATION=$(${begin})`,
    `while aws cloudformation describe-stack-set-operation ${at} --stack-set-name ${name} \
    --operation-id "$OPERATION" --query StackSetOperation.Status --output text | grep -E 'QUEUED|RUNNING|STOPPING'; do
  sleep 10
done`,
  ];
}

/** The command that deletes a StackSet. CloudFormation refuses it while the StackSet has a stack. */
function deleteStackSet(name: string, place: StackSetPlace): string {
  return commandOf(opening('delete-stack-set', { name }, place));
}

function deleteStack(name: string, region: string): string {
  return `aws cloudformation delete-stack --region ${region} --stack-name ${name}`;
}
