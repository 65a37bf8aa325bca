import * as z from 'zod/mini';

import { flag, nonEmptyList, section, text, whole } from '../schema-kinds.ts';
import { region } from '../values.ts';
import { guards, keyArn, KEY_EXPECTED } from './guard-schema.ts';

/* What packaging takes from watchdog.yml. The patterns are those of the templates in `src/stacks/`. */

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
export const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
  3653,
] as const;
export const MOST_HOURS = 24;
export const MOST_RESERVED = 10;

function names(pattern: RegExp, expected: string, description: string) {
  return nonEmptyList(text(pattern, expected, description), `a list of one or more: ${expected}`);
}

const stackSets = section(
  {
    permissions: z.optional(
      z
        .enum(['service-managed', 'self-managed', 'per-account'], {
          error: () => 'service-managed, self-managed or per-account',
        })
        .check(
          z.describe(
            'Who makes the roles in the accounts: the organisation, roles of your own, or you with credentials of each account. Default: service-managed.',
          ),
        ),
    ),
    callAs: z.optional(
      z
        .enum(['self', 'delegated-admin'], { error: () => 'self or delegated-admin' })
        .check(
          z.describe(
            'delegated-admin: the commands are for a delegated administrator for StackSets. Default: self, the management account.',
          ),
        ),
    ),
    region: z.optional(region),
  },
  'a map with permissions, callAs or region',
).check(z.describe('The StackSets of the roles, as the command setup prints them.'));

export const deploy = section(
  {
    everyHours: z.optional(
      whole(1, MOST_HOURS).check(z.describe('Hours between runs. Default: 6.')),
    ),
    schedulePaused: z.optional(
      flag(
        'No run begins by itself, and heartbeat-missing does not watch: nothing is measured and no alert is sent. Default: false.',
      ),
    ),
    dashboard: z.optional(flag('Whether there is a CloudWatch dashboard. Default: false.')),
    logRetentionDays: z.optional(
      z
        .literal([...RETENTION_DAYS], {
          error: () => `a number that CloudWatch Logs takes: ${RETENTION_DAYS.join(', ')}`,
        })
        .check(z.describe('For how many days logs are kept. Default: 90.')),
    ),
    reservedConcurrency: z.optional(
      whole(1, MOST_RESERVED).check(
        z.describe('Concurrency reserved for each of watch and prune. Default: none.'),
      ),
    ),
    slackWebhookParameter: z.optional(
      text(
        /^(?:\/[\w.-]+)+$/,
        'the name of an SSM parameter with a slash in front, such as /limits-watchdog/slack-webhook',
        "SSM SecureString that holds a Slack webhook's address; makes the Slack function.",
      ),
    ),
    slackWebhookKeyArn: z.optional(keyArn('KMS key of that parameter. Default: aws/ssm.')),
    chatWorkspaceId: z.optional(
      text(
        /^[0-9A-Z]{1,255}$/,
        'the id of a Slack workspace, such as T012ABCDEFG',
        'Workspace of Amazon Q Developer in chat applications; with chatChannelId.',
      ),
    ),
    chatChannelId: z.optional(
      text(
        /^[A-Za-z0-9]{1,255}$/,
        'the id of a Slack channel, such as C012ABCDEFG',
        'Channel of that workspace; needs alerts.chatTopicArn.',
      ),
    ),
    existingTopics: z.optional(
      names(
        /^[\w.-]{1,256}$/,
        'the name of an SNS topic, such as limits-watchdog-alerts',
        'Topics that are there already, by name; the stack does not make them.',
      ),
    ),
    topicKeyArns: z.optional(
      nonEmptyList(
        keyArn('KMS key that an existing topic is encrypted with.'),
        `a list of one or more: ${KEY_EXPECTED}`,
      ),
    ),
    existingStateBucket: z.optional(flag('The state bucket is there already. Default: false.')),
    existingLogGroups: z.optional(
      names(
        /^[\w./#-]{1,512}$/,
        'the name of a log group, such as /aws/lambda/limits-watchdog-watch',
        'Log groups that are there already; the stack does not make them.',
      ),
    ),
    rolesInStack: z.optional(
      z
        .enum(['read', 'read-and-prune'], { error: () => 'read or read-and-prune' })
        .check(
          z.describe(
            'The stack makes the roles of the tooling account itself, where that is watched: the read role, or the prune role too, which an account of the stage prod never gets. Default: they are made like those of every other account.',
          ),
        ),
    ),
    stackSets: z.optional(stackSets),
    ...guards,
  },
  'a map such as { everyHours: 6, dashboard: true }',
).check(z.describe('How the stack of the tooling account is made, and the roles in the accounts.'));
