import { readFileSync } from 'node:fs';

import { readFailure } from '../../src/aws/failures.ts';
import { noCredentialsSentence } from '../../src/cli/own-credentials.ts';
import { catalogue } from '../../src/limits/catalogue.ts';
import { accountId, region as regionOf } from '../../src/model/aws-ids.ts';
import { leftoverLines } from '../../scripts/acceptance/prove/text.ts';
import { templateCommands } from '../../scripts/package/write-template.ts';
import { sectionOf } from '../../scripts/cloudformation/sections.ts';
import { parseTemplate } from '../sandbox/cloudformation/read-template.ts';
import { isMembers } from '../sandbox/wire/message.ts';
import { existingChoice } from '../stacks/stack-model/packaged-template.ts';
import { PROFILE_REGION } from './cli.ts';
import type { CommandPlace, CommandRow } from './command-row.ts';
import { call, named } from './command-row.ts';
import { TEMPLATE, tail, throughBucket } from './expected-requests.ts';
import type { Call } from './recorder.ts';

const IRELAND = regionOf('eu-west-1');
const TOOLING = '111111111111';

const one = (script: string, operation: string, input: Call['input'] = {}): CommandRow => ({
  kind: 'run',
  script,
  expected: [call(operation, PROFILE_REGION, input)],
});

const filtered = (name: string, value: string) => ({ Filters: [{ Name: name, Values: [value] }] });

/** The commands that remedies of limits recommend, with `…` in place of an id. */
const REMEDIES: readonly CommandRow[] = [
  one(
    'aws ec2 describe-route-tables --filters Name=route.nat-gateway-id,Values=nat-…',
    'ec2:DescribeRouteTables',
    filtered('route.nat-gateway-id', 'nat-…'),
  ),
  one(
    'aws ec2 describe-network-interfaces --filters Name=group-id,Values=sg-…',
    'ec2:DescribeNetworkInterfaces',
    filtered('group-id', 'sg-…'),
  ),
  one(
    "aws ec2 describe-addresses --query 'Addresses[?AssociationId==null].AllocationId'",
    'ec2:DescribeAddresses',
  ),
  one('aws ec2 release-address --allocation-id eipalloc-…', 'ec2:ReleaseAddress', {
    AllocationId: 'eipalloc-…',
  }),
  one(
    'aws logs put-resource-policy --policy-name AWSLogDeliveryWrite20150319',
    'logs:PutResourcePolicy',
    { policyName: 'AWSLogDeliveryWrite20150319' },
  ),
  one('aws logs describe-resource-policies', 'logs:DescribeResourcePolicies'),
  named('aws logs delete-resource-policy'),
  one('aws iam list-instance-profiles', 'iam:ListInstanceProfiles'),
  named('aws iam delete-instance-profile'),
  named('aws lambda delete-function-concurrency'),
  named('aws service-quotas list-services'),
];

const queue = (name: string, more: Call['input'] = {}) => [
  call('sqs:ReceiveMessage', IRELAND, {
    QueueUrl: `https://sqs.eu-west-1.amazonaws.com/${TOOLING}/payments-${name}`,
    ...more,
    VisibilityTimeout: 0,
  }),
];
const watchLog = (pattern: string) => [tail('/aws/lambda/payments-watch', IRELAND, pattern)];

/** The requests of the first command of each alarm, by the alarm's logical id. */
const ALARMS: Readonly<Record<string, readonly Call[]>> = {
  HeartbeatMissing: watchLog('?ERROR ?"timed out" ?RunIncompleteErrors'),
  WatchFailed: watchLog('?ERROR ?"timed out"'),
  DistributedRunFailed: [
    call('states:ListExecutions', IRELAND, {
      stateMachineArn: `arn:aws:states:eu-west-1:${TOOLING}:stateMachine:payments-watch`,
    }),
  ],
  WatchThrottled: [call('lambda:GetAccountSettings', IRELAND)],
  WatchSlow: watchLog('{ $.throttles = * }'),
  HealthNotDelivered: [
    call('monitoring:DescribeAlarms', IRELAND, {
      StateValue: 'ALARM',
      AlarmNamePrefix: 'payments-',
    }),
  ],
  NotBegun: queue('not-begun', { MessageAttributeNames: ['All'] }),
  SlackNotHandedOver: queue('slack-not-handed-over'),
  SlackNotPosted: queue('slack-not-posted'),
  NotDelivered: [
    call('sns:ListSubscriptionsByTopic', IRELAND, {
      TopicArn: `arn:aws:sns:eu-west-1:${TOOLING}:payments-alerts`,
    }),
  ],
};

const VALUES: Readonly<Record<string, string>> = {
  Deployment: 'payments',
  TopicName: 'payments-alerts',
  'AWS::Region': IRELAND,
  'AWS::Partition': 'aws',
  'AWS::AccountId': TOOLING,
  'AWS::URLSuffix': 'amazonaws.com',
};

/** Returns the first AWS CLI command in each alarm's description. */
function alarmsPlace(stack: string): CommandPlace {
  const text = readFileSync(new URL(`../../src/stacks/${stack}`, import.meta.url), 'utf8');
  const resources = Object.entries(sectionOf(parseTemplate(text), 'Resources'));
  const described = resources.flatMap(([id, resource]) => {
    const properties = isMembers(resource) ? sectionOf(resource, 'Properties') : {};
    const template = sectionOf(properties, 'AlarmDescription')['Fn::Sub'];
    if (typeof template !== 'string') return [];
    const description = template.replace(
      /\$\{([\w:]+)\}/g,
      (whole, name: string) => VALUES[name] ?? whole,
    );
    return [{ id, description, first: /^First: (aws .*)$/m.exec(description)?.[1] }];
  });
  const rows = described.flatMap(({ id, first }): CommandRow[] => {
    if (first === undefined) return [];
    const expected = ALARMS[id];
    if (expected === undefined) throw new Error(`${stack}: what ${id} asks is in no table`);
    return [{ kind: 'run', script: first, expected }];
  });
  return { name: stack, texts: described.map(({ description }) => description), rows };
}

function leftovers(): CommandPlace {
  const made = { region: IRELAND, why: 'Denied.' };
  const name = 'limits-watchdog-prove-x7f3k2m9-scope';
  const texts = leftoverLines([
    { ...made, kind: 'function', name },
    { ...made, kind: 'role', name },
  ]);
  const scripts = texts.flatMap((text) => /^ {2}\$ (.*)$/.exec(text)?.[1] ?? []);
  const expected = [
    call('lambda:DeleteFunction', IRELAND, { FunctionName: name }),
    call('iam:DeleteRolePolicy', PROFILE_REGION, { RoleName: name, PolicyName: 'delete-versions' }),
    call('iam:DeleteRole', PROFILE_REGION, { RoleName: name }),
  ];
  if (scripts.length !== expected.length) throw new Error(`prove: ${scripts.join(' | ')}`);
  return {
    name: 'prove: what is left',
    texts,
    rows: scripts.map((script, at) => ({
      kind: 'run',
      script,
      expected: expected.slice(at, at + 1),
    })),
  };
}

async function packaging(): Promise<CommandPlace> {
  const nothing = { kind: 'read', value: new Set<string>() } as const;
  const { choice } = await existingChoice(
    {
      deployment: 'payments',
      tooling: { account: TOOLING, region: IRELAND },
      role: { externalId: '0123456789abcdef' },
      alerts: { topicArn: `arn:aws:sns:${IRELAND}:${TOOLING}:payments-alerts` },
      accounts: [{ id: accountId('222222222222'), name: 'dev', stage: 'nonprod' }],
      regions: [IRELAND],
    },
    {
      stack: {
        kind: 'read',
        value: { status: 'ROLLBACK_COMPLETE', resources: new Set(), topics: [], template: {} },
      },
      topics: nothing,
      buckets: { kind: 'read', value: new Map() },
      logGroups: nothing,
    },
  );
  const script = 'aws cloudformation delete-stack --stack-name payments --region eu-west-1';
  const expected = [call('cloudformation:DeleteStack', IRELAND, { StackName: 'payments' })];
  return { name: 'package', texts: choice.notes, rows: [{ kind: 'run', script, expected }] };
}

/** Returns the commands for a template and a folder whose names need quotes. */
function templates(): CommandPlace {
  const tags = { 'cost centre': 'R+D = 4/7 @ a:b', team: 'pay' };
  const texts = templateCommands(
    { file: 'out/the template.json', bytes: 1, codeDir: 'out/the code' },
    { bucket: 'code-bucket', prefix: 'team/payments/' },
    { region: IRELAND, stackName: 'payments', tags },
  );
  return {
    name: 'package --template',
    texts: [texts.join('\n')],
    rows: [
      {
        kind: 'run',
        script: texts.join('\n'),
        files: { 'out/the template.json': TEMPLATE, 'out/the code/watch.zip': 'code' },
        expected: throughBucket('code-bucket', 'team/payments', 'payments', {
          Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
        }),
      },
    ],
  };
}

export async function otherPlaces(): Promise<readonly CommandPlace[]> {
  const failure = readFailure(new Error('no credentials'), 'lambda:Invoke');
  return [
    {
      name: 'remedies',
      texts: [
        ...catalogue.map(({ remedy }) => JSON.stringify(remedy).replaceAll('\\"', '"')),
        readFileSync(new URL('../../docs/schemas/watchdog.schema.json', import.meta.url), 'utf8'),
      ],
      rows: REMEDIES,
    },
    alarmsPlace('alarms.yml'),
    alarmsPlace('topic-alarm.yml'),
    alarmsPlace('limit-alarms.yml'),
    leftovers(),
    templates(),
    await packaging(),
    {
      name: 'signing in',
      texts: [noCredentialsSentence('to invoke payments-watch', failure)],
      rows: [named('aws sso login')],
    },
  ];
}
