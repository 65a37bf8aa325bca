import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { rolesOfStack } from '../sandbox/cloudformation/stack-roles.ts';
import { authorise } from '../sandbox/iam/authorise.ts';
import { evaluatePolicy } from '../sandbox/iam/evaluate.ts';
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
const scheduleOfMachine = roleOf('schedule.yml', { Engine: 'distributed' });
const BUCKET = 'limits-watchdog-state';
const machine = roleOf('distributed-watch.yml', { Engine: 'distributed', StateBucket: BUCKET });
const pruneLoop = roleOf('prune-loop.yml', { Engine: 'distributed' });
const watch = roleOf('watch-function-role.yml', {
  StateBucket: BUCKET,
  AlertsTopicArn: here('sns', 'limits-watchdog-alerts'),
});
const RUN = `arn:aws:s3:::${BUCKET}/limits-watchdog/runs/run-1`;
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
        'of the schedule begins executions where the engine is distributed',
        scheduleOfMachine,
        'states:StartExecution',
        here('states', 'stateMachine:limits-watchdog-watch'),
      ],
      [
        'of the machine begins its batches',
        machine,
        'states:StartExecution',
        here('states', 'stateMachine:limits-watchdog-watch'),
      ],
      ...['states:DescribeExecution', 'states:StopExecution', 'states:RedriveExecution'].map(
        (action): Attempt => [
          `of the machine follows its batches with ${action}`,
          machine,
          action,
          here('states', 'execution:limits-watchdog-watch/batches:0a1b'),
        ],
      ),
      ...['states:DescribeExecution', 'states:StopExecution'].map((action): Attempt => [
        `of the machine follows executions that name no map with ${action}`,
        machine,
        action,
        here('states', 'execution:limits-watchdog-watch:0a1b'),
      ]),
      [
        'of the machine invokes the stages',
        machine,
        'lambda:InvokeFunction',
        here('lambda', 'function:limits-watchdog-watch'),
      ],
      ['of the machine reads its items', machine, 's3:GetObject', `${RUN}/targets.json`],
      ...[
        's3:GetObject',
        's3:PutObject',
        's3:ListMultipartUploadParts',
        's3:AbortMultipartUpload',
      ].map((action): Attempt => [
        `of the machine keeps what became of batches with ${action}`,
        machine,
        action,
        `${RUN}/map/0a1b/manifest.json`,
      ]),
      [
        'of the prune loop prunes',
        pruneLoop,
        'lambda:InvokeFunction',
        here('lambda', 'function:limits-watchdog-prune'),
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
        'of the schedule invokes the function where the engine is distributed',
        scheduleOfMachine,
        'lambda:InvokeFunction',
        here('lambda', 'function:limits-watchdog-watch'),
      ],
      [
        'of the schedule begins executions where it is not',
        schedule,
        'states:StartExecution',
        here('states', 'stateMachine:limits-watchdog-watch'),
      ],
      [
        'of the schedule begins a prune',
        scheduleOfMachine,
        'states:StartExecution',
        here('states', 'stateMachine:limits-watchdog-prune-loop'),
      ],
      [
        'of the machine begins a prune',
        machine,
        'states:StartExecution',
        here('states', 'stateMachine:limits-watchdog-prune-loop'),
      ],
      [
        'of the machine stops executions of another',
        machine,
        'states:StopExecution',
        here('states', 'execution:limits-watchdog-prune-loop:0a1b'),
      ],
      [
        'of the machine redrives runs',
        machine,
        'states:RedriveExecution',
        here('states', 'execution:limits-watchdog-watch:0a1b'),
      ],
      [
        'of the machine prunes',
        machine,
        'lambda:InvokeFunction',
        here('lambda', 'function:limits-watchdog-prune'),
      ],
      ['of the machine writes targets', machine, 's3:PutObject', `${RUN}/targets.json`],
      ['of the machine reads results', machine, 's3:GetObject', `${RUN}/results/0.json`],
      [
        'of the machine reads the memory',
        machine,
        's3:GetObject',
        `arn:aws:s3:::${BUCKET}/limits-watchdog/state.json`,
      ],
      [
        'of the machine assumes a read role',
        machine,
        'sts:AssumeRole',
        'arn:aws:iam::222222222222:role/limits-watchdog-read',
      ],
      ['of the machine publishes', machine, 'sns:Publish', here('sns', 'limits-watchdog-alerts')],
      [
        'of the prune loop watches',
        pruneLoop,
        'lambda:InvokeFunction',
        here('lambda', 'function:limits-watchdog-watch'),
      ],
      [
        'of the prune loop assumes a prune role',
        pruneLoop,
        'sts:AssumeRole',
        'arn:aws:iam::222222222222:role/limits-watchdog-prune',
      ],
      [
        'of the prune loop writes plans',
        pruneLoop,
        's3:PutObject',
        `arn:aws:s3:::${BUCKET}/limits-watchdog/prune/plans/p/plan.json`,
      ],
      ['of one invocation writes stages', watch, 's3:PutObject', `${RUN}/targets.json`],
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

  it('of the state machine can be assumed only by the machine and the executions of its map', () => {
    const taken = (name: string): string =>
      evaluatePolicy(
        machine.trust,
        {
          action: 'sts:AssumeRole',
          resource: machine.arn,
          keys: new Map([
            ['aws:sourceaccount', [PLACE.accountId]],
            ['aws:sourcearn', [here('states', `stateMachine:${name}`)]],
          ]),
        },
        { kind: 'service', service: 'states.amazonaws.com' },
      );
    expect(
      ['watch', 'watch/batches', 'prune-loop', 'watching'].map((name) =>
        taken(`limits-watchdog-${name}`),
      ),
    ).toEqual(['allowed directly', 'allowed directly', 'undecided', 'undecided']);
  });

  it('of Slack does not exist without a Slack function', () => {
    const text = readFileSync(
      new URL('../../src/stacks/slack-function-role.yml', import.meta.url),
      'utf8',
    );
    expect(rolesOfStack(text, PLACE)).toEqual([]);
  });

  it('of a state machine does not exist without the state machine', () => {
    for (const file of ['distributed-watch.yml', 'prune-loop.yml']) {
      const text = readFileSync(new URL(`../../src/stacks/${file}`, import.meta.url), 'utf8');
      const bucket = file === 'prune-loop.yml' ? {} : { StateBucket: BUCKET };
      expect(rolesOfStack(text, PLACE, bucket)).toEqual([]);
    }
  });

  it('of another deployment contains its name', () => {
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
