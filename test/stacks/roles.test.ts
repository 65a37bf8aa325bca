import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { rolesOfStack } from '../sandbox/cloudformation/stack-roles.ts';
import { authorise } from '../sandbox/iam/authorise.ts';
import type { Role } from '../sandbox/iam/role.ts';

const PLACE = {
  stackName: 'stack',
  partition: 'aws',
  accountId: '111111111111',
  region: 'eu-west-1',
};
const here = (service: string, resource: string): string =>
  `arn:aws:${service}:eu-west-1:111111111111:${resource}`;

function roleOf(file: string, parameters: Readonly<Record<string, string>>): Role {
  const text = readFileSync(new URL(`../../src/stacks/${file}`, import.meta.url), 'utf8');
  const [role, another] = rolesOfStack(text, PLACE, parameters);
  if (role === undefined || another !== undefined) throw new Error(`${file} makes not one role`);
  return role;
}

function may(
  role: Role,
  action: string,
  resource: string,
  keys: Readonly<Record<string, string>> = {},
): boolean {
  return authorise(
    {
      action,
      resource,
      keys: new Map(Object.entries(keys).map(([key, value]) => [key.toLowerCase(), [value]])),
    },
    {
      kind: 'session',
      accountId: PLACE.accountId,
      roleArn: `arn:aws:iam::111111111111:role/${role.name}`,
      sessionArn: `arn:aws:sts::111111111111:assumed-role/${role.name}/run`,
    },
    { identity: role.policies, boundary: role.boundary, session: [], serviceControl: [] },
  ).isAllowed;
}

const HOOK = '/limits-watchdog/slack-webhook';
const slack = roleOf('slack-function-role.yml', { SlackWebhookParameter: HOOK });
const KEY = here('kms', 'key/1234');
const withKey = roleOf('slack-function-role.yml', {
  SlackWebhookParameter: HOOK,
  SlackWebhookKeyArn: KEY,
});
const schedule = roleOf('schedule.yml', {});
const chat = roleOf('chat.yml', { ChatWorkspaceId: 'T012', ChatChannelId: 'C012' });
const decrypting = {
  'kms:ViaService': 'ssm.eu-west-1.amazonaws.com',
  'kms:EncryptionContext:PARAMETER_ARN': here('ssm', `parameter${HOOK}`),
};

type Attempt = readonly [string, Role, string, string, Readonly<Record<string, string>>?];

function attempts(rows: readonly Attempt[]) {
  return rows.map(([name, role, action, resource, keys = {}]) => ({
    name,
    role,
    action,
    resource,
    keys,
  }));
}

describe('the role', () => {
  it.each(
    attempts([
      ['of Slack reads its parameter', slack, 'ssm:GetParameter', here('ssm', `parameter${HOOK}`)],
      [
        'of Slack sets aside',
        slack,
        'sqs:SendMessage',
        here('sqs', 'limits-watchdog-slack-not-posted'),
      ],
      [
        'of Slack logs',
        slack,
        'logs:PutLogEvents',
        here('logs', 'log-group:/aws/lambda/limits-watchdog-slack:log-stream:x'),
      ],
      ['of Slack decrypts with a key of its own', withKey, 'kms:Decrypt', KEY, decrypting],
      [
        'of the schedule begins runs',
        schedule,
        'lambda:InvokeFunction',
        here('lambda', 'function:limits-watchdog-watch'),
      ],
      [
        'of the schedule sets aside',
        schedule,
        'sqs:SendMessage',
        here('sqs', 'limits-watchdog-not-begun'),
      ],
      [
        'of the channel plans',
        chat,
        'lambda:InvokeFunction',
        here('lambda', 'function:limits-watchdog-plan'),
      ],
    ]),
  )('$name', ({ role, action, resource, keys }) => {
    expect(may(role, action, resource, keys)).toBe(true);
  });

  it.each(
    attempts([
      [
        'of Slack reads another parameter',
        slack,
        'ssm:GetParameter',
        here('ssm', 'parameter/other'),
      ],
      [
        'of Slack lists parameters',
        slack,
        'ssm:GetParametersByPath',
        here('ssm', 'parameter/limits-watchdog'),
      ],
      ['of Slack changes the webhook', slack, 'ssm:PutParameter', here('ssm', `parameter${HOOK}`)],
      ['of Slack decrypts without a key of its own', slack, 'kms:Decrypt', KEY, decrypting],
      ['of Slack decrypts by itself', withKey, 'kms:Decrypt', KEY],
      [
        'of Slack decrypts another parameter',
        withKey,
        'kms:Decrypt',
        KEY,
        { ...decrypting, 'kms:EncryptionContext:PARAMETER_ARN': here('ssm', 'parameter/other') },
      ],
      [
        'of Slack reads its queue',
        slack,
        'sqs:ReceiveMessage',
        here('sqs', 'limits-watchdog-slack-not-posted'),
      ],
      ['of Slack publishes', slack, 'sns:Publish', here('sns', 'limits-watchdog-alerts')],
      [
        'of Slack logs as another',
        slack,
        'logs:PutLogEvents',
        here('logs', 'log-group:/aws/lambda/other:log-stream:x'),
      ],
      [
        'of Slack assumes a read role',
        slack,
        'sts:AssumeRole',
        'arn:aws:iam::222222222222:role/limits-watchdog-read',
      ],
      [
        'of the schedule prunes',
        schedule,
        'lambda:InvokeFunction',
        here('lambda', 'function:limits-watchdog-prune'),
      ],
      [
        'of the channel prunes',
        chat,
        'lambda:InvokeFunction',
        here('lambda', 'function:limits-watchdog-prune'),
      ],
      [
        'of the channel watches',
        chat,
        'lambda:InvokeFunction',
        here('lambda', 'function:limits-watchdog-watch'),
      ],
      [
        'of the channel reads the plan function',
        chat,
        'lambda:GetFunction',
        here('lambda', 'function:limits-watchdog-plan'),
      ],
      [
        'of the channel assumes a prune role',
        chat,
        'sts:AssumeRole',
        'arn:aws:iam::222222222222:role/limits-watchdog-prune',
      ],
    ]),
  )('$name: never', ({ role, action, resource, keys }) => {
    expect(may(role, action, resource, keys)).toBe(false);
  });

  it('of Slack is not made where there is no Slack function', () => {
    const text = readFileSync(
      new URL('../../src/stacks/slack-function-role.yml', import.meta.url),
      'utf8',
    );
    expect(rolesOfStack(text, PLACE)).toEqual([]);
  });

  it('of another deployment has its name', () => {
    const names = ['watch', 'plan', 'prune'].map(
      (name) =>
        roleOf(`${name}-function-role.yml`, {
          Deployment: 'spare',
          StateBucket: 'b',
          ...(name === 'plan' ? {} : { AlertsTopicArn: here('sns', 'alerts') }),
        }).name,
    );
    expect(names).toEqual(['spare-watch', 'spare-plan-function', 'spare-prune-function']);
  });
});
