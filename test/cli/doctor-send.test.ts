import { describe, expect, it } from 'vitest';

import { functionInvoker } from '../../src/aws/invoke-function.ts';
import { commands } from '../../src/cli/commands/index.ts';
import { runProgram } from '../../src/cli/program.ts';
import { keyStatements } from '../../scripts/package/guard/key-policy.ts';
import { deployment, dev, tooling } from '../doctor/run-doctor.ts';
import { roleAllowing } from '../sandbox/fixtures/administrator.ts';
import type { FaultRule } from '../sandbox/faults.ts';
import type { AccountWorld, PolicyDocument } from '../sandbox/world.ts';
import type { AlarmWorld, KeyWorld } from '../sandbox/world/delivery.ts';
import { asClock, EXTERNAL_ID, TOOLING, TOPIC } from '../watch/run-watch.ts';
import { cliWorld } from './cli-world.ts';

const REGION = 'eu-west-1';
const HEALTH = TOPIC.replace('-alerts', '-health');
const KEY = `arn:aws:kms:${REGION}:${TOOLING}:key/11111111-2222-3333-4444-555555555555`;
const FAILED = 'limits-watchdog-watch-failed';
const QUEUE = 'limits-watchdog-not-begun';
/** The permissions that a person needs for --send, as in docs/deploying.md. */
const NEEDED = [
  'lambda:InvokeFunction',
  'cloudwatch:DescribeAlarms',
  'cloudwatch:DescribeAlarmHistory',
  'cloudwatch:SetAlarmState',
  'sqs:GetQueueUrl',
  'sqs:SendMessage',
  'sqs:ReceiveMessage',
  'sqs:DeleteMessage',
  'kms:Decrypt',
  'kms:GenerateDataKey',
];

const allow = (...statements: readonly object[]): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: statements.map((one) => ({ Effect: 'Allow', Resource: '*', ...one })),
});
const USE = ['kms:Decrypt', 'kms:GenerateDataKey*'];
const ROLES = { Principal: { AWS: `arn:aws:iam::${TOOLING}:root` }, Action: USE };
const ALARMS_MAY = {
  Principal: { Service: 'cloudwatch.amazonaws.com' },
  Action: USE,
  Condition: { StringEquals: { 'aws:SourceAccount': TOOLING } },
};
const FITTING: KeyWorld = { arn: KEY, policy: allow(ROLES, ALARMS_MAY) };

interface Setting {
  readonly key?: KeyWorld;
  readonly alarms?: readonly AlarmWorld[];
  readonly actions?: readonly string[];
  readonly messages?: readonly string[];
  readonly faults?: readonly FaultRule[];
  readonly topicPolicy?: PolicyDocument;
}

const OK_ALARMS: readonly AlarmWorld[] = [
  { name: FAILED, state: 'OK', alarmActions: [HEALTH], okActions: [HEALTH] },
  { name: 'limits-watchdog-health-not-delivered', state: 'OK', alarmActions: [TOPIC] },
];

/** Returns a deployment with encrypted topics and queue, and a person with these permissions. */
function home({ key = FITTING, alarms = OK_ALARMS, actions = NEEDED, ...more }: Setting) {
  const account = tooling();
  const policy =
    more.topicPolicy ??
    allow(
      { Principal: { AWS: `arn:aws:iam::${TOOLING}:root` }, Action: 'sns:*' },
      { Principal: { Service: 'cloudwatch.amazonaws.com' }, Action: 'sns:Publish' },
    );
  const subscriptions = [{ protocol: 'email' as const, endpoint: 'ops@example.com' }];
  const stacks = (account.stacks ?? []).map((stack) =>
    stack.template.endsWith('watch-function-role.yml')
      ? { ...stack, region: REGION, parameters: { ...stack.parameters, TopicKeyArns: KEY } }
      : stack,
  );
  return {
    ...account,
    stacks,
    keys: [key],
    regions: {
      ...account.regions,
      [REGION]: {
        ...account.regions?.[REGION],
        topics: ['alerts', 'health'].map((name) => ({
          name: `limits-watchdog-${name}`,
          keyArn: KEY,
          policy,
          subscriptions,
        })),
        alarms,
        queues: [{ name: QUEUE, keyArn: KEY, messages: more.messages ?? [] }],
      },
    },
    roles: [roleAllowing('person', actions)],
  } satisfies AccountWorld;
}

async function run(args: readonly string[], setting: Setting = {}) {
  const { sandbox, watch } = deployment({
    home: home(setting),
    accounts: [dev({ stacks: dev().stacks?.slice(0, 1) ?? [] })],
    faults: setting.faults ?? [],
  });
  sandbox.registerFunction({
    account: TOOLING,
    region: REGION,
    name: 'limits-watchdog-watch',
    invoke: (event) => watch(event),
  });
  const http = sandbox.requestHandler({ requestTimeout: 910_000, throwOnRequestTimeout: true });
  const credentials = async () => sandbox.credentialsOf({ account: TOOLING, role: 'person' });
  const file = {
    tooling: { account: TOOLING, region: REGION },
    role: { externalId: EXTERNAL_ID },
    alerts: { topicArn: TOPIC },
    regions: [REGION],
    accounts: [{ id: '222222222222', name: 'dev', stage: 'nonprod' }],
  };
  const { world, out, err } = cliWorld({
    files: { 'watchdog.yml': JSON.stringify(file) },
    world: {
      clock: asClock(sandbox),
      http,
      credentials,
      invoker: (settings) => functionInvoker({ ...settings, http, credentials }),
    },
  });
  const exitCode = await runProgram(['doctor', '--account', 'dev', ...args], commands, world);
  const account = sandbox.organisation.account(TOOLING);
  const state = (name: string) =>
    account.alarms(REGION).find((alarm) => alarm.world.name === name)?.state;
  const left = account.queues(REGION)[0]?.messages.map(({ body }) => body);
  const sent = sandbox.deliveries.list().map(({ topicArn, subject = '' }) => [topicArn, subject]);
  return { exitCode, text: out.join('\n'), out, err, state, left, sent, sandbox };
}

const problems = (out: readonly string[]) =>
  out.filter((line) => /^(?:PROBLEM|UNKNOWN)/.test(line));

describe('limits-watchdog doctor --send', () => {
  it('sends to every topic, by function and by alarm, then resets the alarms and deletes the message', async () => {
    const { exitCode, out, state, left, sent, err } = await run(['--send'], {
      messages: ['a run that was not begun'],
    });
    expect(problems(out)).toEqual([]);
    expect(exitCode).toBe(0);
    expect(sent).toEqual([
      [TOPIC, 'limits-watchdog: test by doctor'],
      [HEALTH, 'limits-watchdog: test by doctor'],
      [HEALTH, `ALARM: "${FAILED}"`],
      [TOPIC, 'ALARM: "limits-watchdog-health-not-delivered"'],
      [HEALTH, `OK: "${FAILED}"`],
    ]);
    expect([state(FAILED), state('limits-watchdog-health-not-delivered')]).toEqual(['OK', 'OK']);
    expect(left).toEqual(['a run that was not begun']);
    expect(err.join()).toContain('Setting two alarms by hand');
  });

  it('finds no problem of topics and alarms with the key policy statements that packaging prints', async () => {
    const { configuration } = deployment({ settings: { deploy: { kmsKeyArn: KEY } } });
    const Statement = keyStatements(configuration, []);
    const { out } = await run(['--send'], {
      key: { arn: KEY, policy: { Version: '2012-10-17', Statement } },
    });
    // The person is none of the roles of the deployment.
    expect(problems(out)).toEqual([expect.stringContaining(`sqs:SendMessage (${QUEUE})`)]);
  });

  it('sends nothing and sets nothing without --send, and says how to try it', async () => {
    const { sent, state, text, sandbox } = await run([]);
    expect(sent).toEqual([]);
    expect(state(FAILED)).toBe('OK');
    expect(sandbox.calls.list({ operation: 'SetAlarmState' })).toEqual([]);
    expect(text).toContain('run doctor --send');
  });

  it('reports alarms that cannot reach a topic because of its key, and resets them', async () => {
    const { exitCode, out, state } = await run(['--send'], {
      key: { arn: KEY, policy: allow(ROLES) },
    });
    expect(problems(out)).toEqual([
      expect.stringContaining(
        `The alarm ${FAILED} was set by hand, and its message did not reach ${HEALTH}: CloudWatch Alarms is not authorized to access the SNS topic encryption key.`,
      ),
      expect.stringContaining('The alarm limits-watchdog-health-not-delivered was set by hand'),
    ]);
    expect(out.join()).toContain('cloudwatch.amazonaws.com kms:Decrypt and kms:GenerateDataKey*');
    expect(exitCode).toBe(1);
    expect(state(FAILED)).toBe('OK');
  });

  it.each<[string, KeyWorld, readonly string[]]>([
    [
      'lets only CloudWatch alarms use it',
      { arn: KEY, policy: allow(ALARMS_MAY) },
      [
        'sns:Publish (limits-watchdog-alerts): access to the KMS key of the topic denied',
        'sqs:SendMessage (limits-watchdog-not-begun): access to the KMS key of the queue denied',
      ],
    ],
    [
      'is disabled',
      { ...FITTING, state: 'disabled' },
      ['the KMS key of the topic is disabled', 'the KMS key of the queue is disabled'],
    ],
    [
      'is about to be deleted',
      { ...FITTING, state: 'pending deletion' },
      ['the KMS key of the topic cannot be used in its state', 'of the queue cannot be used'],
    ],
    [
      'is not there',
      { ...FITTING, arn: `${KEY}-another` },
      ['the KMS key of the topic does not exist', 'the KMS key of the queue does not exist'],
    ],
  ])('says what to do about a key that %s', async (_, key, sentences) => {
    const { exitCode, out } = await run(['--send'], { key });
    const said = problems(out).join('\n');
    for (const sentence of sentences) expect(said).toContain(sentence);
    expect(said).toContain('check the KMS key that encrypts the queue: it must be enabled');
    expect(exitCode).toBe(1);
  });

  it('does not change an alarm that is in alarm, and names a missing alarm', async () => {
    const { out, sent, state } = await run(['--send'], {
      alarms: [{ name: FAILED, state: 'ALARM', alarmActions: [HEALTH] }],
    });
    expect(out.join('\n')).toContain('The alarm is in ALARM already, so it was not tried.');
    expect(problems(out)).toEqual([
      expect.stringContaining('There is no alarm limits-watchdog-health-not-delivered.'),
    ]);
    expect(sent.map(([, subject]) => subject).join()).not.toContain('ALARM');
    expect(state(FAILED)).toBe('ALARM');
  });

  it('names the permissions that the caller lacks, and still resets every alarm that it set', async () => {
    const { out, state, left } = await run(['--send'], {
      actions: NEEDED.filter((one) => !/History|DeleteMessage/.test(one)),
    });
    const said = problems(out).join('\n');
    expect(said).toContain('is denied to your own credentials');
    expect(said).toContain(`The test message is still in the queue ${QUEUE}`);
    expect(state(FAILED)).toBe('OK');
    expect(left).toHaveLength(1);
  });

  it('does not report success when the alarm history never shows the message', async () => {
    const { exitCode, out, state } = await run(['--send'], {
      faults: [
        {
          match: { operation: 'DescribeAlarmHistory' },
          times: 'always',
          effect: { kind: 'server error' },
        },
      ],
    });
    expect(problems(out).length).toBeGreaterThan(0);
    expect(problems(out).every((line) => line.startsWith('UNKNOWN'))).toBe(true);
    expect(exitCode).toBe(3);
    expect(state(FAILED)).toBe('OK');
  });
});
