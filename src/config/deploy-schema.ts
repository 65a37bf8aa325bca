import * as z from 'zod/mini';

import {
  choice,
  flag,
  nonEmptyList,
  optional,
  section,
  settings,
  text,
  integer,
} from './schema-kinds.ts';
import { region, rolePath } from './values.ts';

/** The retention times of CloudWatch Logs: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
export const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
  3653,
] as const;
/** The largest values of `deploy.everyHours` and `deploy.reservedConcurrency`. */
export const MOST_HOURS = 24;
export const MOST_RESERVED = 10;

/**
 * The most tags in the file. A stack can have 50, and the templates add some.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-console-add-tags.html
 */
const MOST_TAGS = 40;
/** The most that one function can have: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MOST_SUBNETS = 16;
const MOST_SECURITY_GROUPS = 5;

/** The name of a managed policy, with its path but without the first slash. */
const POLICY_NAME = '(?:[\\w+=,.@-]{1,64}/)*[\\w+=,.@-]{1,128}';

/** A permissions boundary for every account: no ARN with an account id, as that policy exists in one account only. */
export const memberBoundary = text(
  new RegExp(`^(?:(?!arn$)${POLICY_NAME}|arn:aws[a-z-]*:iam::aws:policy/${POLICY_NAME})$`),
  "the name of a managed policy that every account has, such as team/boundary, or the ARN of one of AWS's own policies",
  "Permissions boundary of the read and the prune role in every account: a managed policy's name with its path. Default: none.",
  ['team/boundary'],
);

const KEY_EXPECTED =
  'the ARN of a KMS key, not of an alias, such as arn:aws:kms:eu-west-1:111111111111:key/11111111-2222-3333-4444-555555555555';

function keyArn(description: string) {
  return text(/^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/, KEY_EXPECTED, description);
}

function names(pattern: RegExp, expected: string, description: string) {
  return nonEmptyList(text(pattern, expected, description), `a list of one or more: ${expected}`);
}

const TAG_TEXT = 'A-Za-z0-9 _.:/+@-';
const OWN_TAGS = '[aA][wW][sS]:|limits-watchdog$|[sS][tT][aA][gG][eE]$';
const TAGS_EXPECTED = `a map of up to ${MOST_TAGS} tags such as { team: platform }; keys of 1 to 128 and values of up to 256 letters, digits, spaces and _.:/+@-, values also =; not aws:…, STAGE or limits-watchdog`;
const error = () => TAGS_EXPECTED;

const tags = z
  .record(
    z
      .string({ error })
      .check(z.regex(new RegExp(`^(?!${OWN_TAGS})(?! )[${TAG_TEXT}]{1,128}(?<! )$`), { error })),
    z.string({ error }).check(z.regex(new RegExp(`^(?! )[=${TAG_TEXT}]{0,256}(?<! )$`), { error })),
    { error },
  )
  .check(
    z.refine((all) => Object.keys(all).length <= MOST_TAGS, { error }),
    z.describe('Tags of the stack, of all that it makes, and of the role stacks. Default: none.'),
  );

function ids(kind: 'subnet' | 'sg', most: number, what: string) {
  const expected = `a list of 1 to ${most} ids of ${what}, such as [${kind}-0123456789abcdef0]`;
  const pattern = new RegExp(`^${kind}-(?:[0-9a-f]{8}|[0-9a-f]{17})$`);
  const id = text(pattern, expected, `Id of one of the ${what}.`);
  return nonEmptyList(id, expected).check(z.maxLength(most, { error: () => expected }));
}

export const deploy = section(
  optional({
    everyHours: integer(1, MOST_HOURS, 'Hours between runs. Default: 6.'),
    schedulePaused: flag(
      'true: no scheduled runs, and no alarm heartbeat-missing; nothing is measured and no alert is sent. Default: false.',
    ),
    dashboard: flag('Whether there is a CloudWatch dashboard. Default: false.'),
    logRetentionDays: z
      .literal([...RETENTION_DAYS], {
        error: () => `a number that CloudWatch Logs takes: ${RETENTION_DAYS.join(', ')}`,
      })
      .check(z.describe('For how many days logs are kept. Default: 90.')),
    reservedConcurrency: integer(
      1,
      MOST_RESERVED,
      'Concurrency reserved for each of watch and prune. Default: none.',
    ),
    slackWebhookParameter: text(
      /^(?:\/[\w.-]+)+$/,
      'the name of an SSM parameter with a slash in front, such as /limits-watchdog/slack-webhook',
      "SSM SecureString that holds a Slack webhook's address; makes the Slack function.",
    ),
    slackWebhookKeyArn: keyArn('KMS key of that parameter. Default: aws/ssm.'),
    chatWorkspaceId: text(
      /^[0-9A-Z]{1,255}$/,
      'the id of a Slack workspace, such as T012ABCDEFG',
      'Workspace of Amazon Q Developer in chat applications; with chatChannelId.',
    ),
    chatChannelId: text(
      /^[A-Za-z0-9]{1,255}$/,
      'the id of a Slack channel, such as C012ABCDEFG',
      'Channel of that workspace; needs alerts.chatTopicArn.',
    ),
    existingTopics: names(
      /^[\w.-]{1,256}$/,
      'the name of an SNS topic, such as limits-watchdog-alerts',
      'Topics that are there already, by name; the stack does not make them.',
    ),
    topicKeyArns: nonEmptyList(
      keyArn('KMS key that an existing topic is encrypted with.'),
      `a list of one or more: ${KEY_EXPECTED}`,
    ),
    existingStateBucket: flag('The state bucket is there already. Default: false.'),
    existingLogGroups: names(
      /^[\w./#-]{1,512}$/,
      'the name of a log group, such as /aws/lambda/limits-watchdog-watch',
      'Log groups that are there already; the stack does not make them.',
    ),
    rolesInStack: choice(
      ['read', 'read-and-prune'],
      'The stack makes the roles of the tooling account itself, where that is watched: the read role, or the prune role too, which an account of the stage prod never gets. Default: they are made like those of every other account.',
    ),
    stackSets: settings(
      {
        permissions: choice(
          ['service-managed', 'self-managed', 'per-account'],
          'Who makes the roles in the accounts: the organisation, roles of your own, or you with credentials of each account. Default: service-managed.',
        ),
        callAs: choice(
          ['self', 'delegated-admin'],
          'delegated-admin: the commands are for a delegated administrator for StackSets. Default: self, the management account.',
        ),
        region,
      },
      'The StackSets of the roles, as the command setup prints them.',
    ),
    permissionsBoundary: text(
      new RegExp(
        `^(?:(?!arn$)${POLICY_NAME}|arn:aws[a-z-]*:iam::(?:\\d{12}|aws):policy/${POLICY_NAME})$`,
      ),
      'the name of a managed policy of the tooling account, such as team/boundary, or its ARN',
      "Permissions boundary of every role of the stack: a managed policy's name with its path, or its ARN. Default: none.",
      ['team/boundary'],
    ),
    rolePath: rolePath(
      'IAM path of every role of the stack; it cannot change while the stack is there. Default: /.',
    ),
    tags,
    kmsKeyArn: keyArn(
      'KMS key for the topics, queues, log groups and the state bucket that the stack makes. Default: keys of AWS.',
    ),
    vpc: section(
      {
        subnetIds: ids('subnet', MOST_SUBNETS, 'subnets'),
        securityGroupIds: ids('sg', MOST_SECURITY_GROUPS, 'security groups'),
      },
      'a map with subnetIds and securityGroupIds',
      'VPC in which all functions of the stack run. Default: none.',
    ),
  }),
  'a map such as { everyHours: 6, dashboard: true }',
  'How the stack of the tooling account is made, and the roles in the accounts.',
);
