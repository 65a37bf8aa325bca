import { readFileSync } from 'node:fs';

import { VERSIONS } from './answers.ts';
import { PROFILE_REGION } from './cli.ts';
import { call } from './command-row.ts';
import type { DocumentedCommand } from './documented.ts';
import { tail, TEMPLATE, throughBucket } from './expected-requests.ts';
import type { Call } from './recorder.ts';

const IRELAND = 'eu-west-1';
const ALERTS = 'arn:aws:sns:eu-west-1:111111111111:limits-watchdog-alerts';
const STATE = 'limits-watchdog-state-111111111111-eu-west-1';
const HEALTH = 'arn:aws:sns:eu-west-1:111111111111:limits-watchdog-health';

const file = (name: string): string =>
  readFileSync(new URL(`../../src/stacks/${name}`, import.meta.url), 'utf8');
const EVENT_RULES = readFileSync(new URL('../../docs/event-rules.yml', import.meta.url), 'utf8');
const pairs = (values: Readonly<Record<string, string>>) =>
  Object.entries(values).map(([ParameterKey, ParameterValue]) => ({
    ParameterKey,
    ParameterValue,
  }));

const run = (begins: string, expected: readonly Call[]) =>
  ({ kind: 'run', begins, expected }) as const;
/** Returns a command that sends one request in the profile's Region, which the reader chooses. */
const one = (begins: string, operation: string, input: Call['input'] = {}) =>
  run(begins, [call(operation, PROFILE_REGION, input)]);
const known = (begins: string): DocumentedCommand => ({ kind: 'named', begins });

const ofVersion = { FunctionName: 'FN', Qualifier: 'N' };

const METRICS = { Bucket: 'STATE_BUCKET', Key: 'limits-watchdog/reports/metrics.prom' };
const TEST_MESSAGE = run('aws lambda invoke', [
  call('lambda:Invoke', IRELAND, {
    FunctionName: 'limits-watchdog-watch',
    Payload: '{"test": true}',
  }),
]);

/** The requests that each documented command must send, in the order of the commands on each page. */
export const DOCUMENTED: Readonly<Record<string, readonly DocumentedCommand[]>> = {
  'README.md': [TEST_MESSAGE],
  'CONTRIBUTING.md': [
    one(
      'aws service-quotas list-aws-default-service-quotas',
      'servicequotas:ListAWSDefaultServiceQuotas',
      { ServiceCode: 'X' },
    ),
  ],
  'docs/deploying.md': [
    TEST_MESSAGE,
    run('aws cloudformation list-stack-instances', [
      call('cloudformation:ListStackInstances', IRELAND, {
        StackSetName: 'limits-watchdog-read-role',
      }),
    ]),
    TEST_MESSAGE,
    run('aws lambda invoke', [
      call('lambda:Invoke', IRELAND, { FunctionName: 'limits-watchdog-watch' }),
      tail('/aws/lambda/limits-watchdog-watch', IRELAND),
    ]),
    known('aws sns delete-topic'),
    run('aws organizations describe-resource-policy', [
      call('organizations:DescribeResourcePolicy', PROFILE_REGION),
      call('organizations:PutResourcePolicy', PROFILE_REGION, {
        Content: '{"Version":"2012-10-17","Statement":[…]}',
      }),
    ]),
    one('aws cloudformation deploy', 'cloudformation:CreateChangeSet', {
      StackName: 'limits-watchdog-list-role',
      TemplateBody: file('organization-list-role.yml'),
      Capabilities: ['CAPABILITY_NAMED_IAM'],
      Parameters: pairs({
        ToolingAccountId: '111111111111',
        ExternalId: 'replace-with-your-own-external-id',
      }),
      ChangeSetType: 'CREATE',
    }),
    one(
      'aws organizations deregister-delegated-administrator',
      'organizations:DeregisterDelegatedAdministrator',
      {
        AccountId: '111111111111',
        ServicePrincipal: 'member.org.stacksets.cloudformation.amazonaws.com',
      },
    ),
    {
      ...run('aws s3 cp', throughBucket('your-code-bucket', 'limits-watchdog', 'limits-watchdog')),
      files: {
        'dist/limits-watchdog-code/watch.zip': 'code',
        'dist/limits-watchdog.json': TEMPLATE,
      },
    },
    run('aws s3api delete-bucket-policy', [
      call('s3:DeleteBucketPolicy', IRELAND, { Bucket: STATE }),
      call('s3:ListObjectVersions', IRELAND, { Bucket: STATE, EncodingType: 'url' }),
      call('s3:DeleteObjects', IRELAND, {
        Bucket: STATE,
        Delete: { Objects: [...VERSIONS], Quiet: true },
      }),
      call('s3:ListObjectVersions', IRELAND, { Bucket: STATE, EncodingType: 'url' }),
      call('s3:DeleteBucket', IRELAND, { Bucket: STATE }),
    ]),
  ],
  'docs/full-account.md': [
    run('aws lambda list-functions', [
      call('lambda:ListFunctions', IRELAND, { FunctionVersion: 'ALL' }),
    ]),
    one('aws lambda list-aliases', 'lambda:ListAliases', { FunctionName: 'FN' }),
    one('aws lambda list-event-source-mappings', 'lambda:ListEventSourceMappings'),
    one(
      'aws lambda list-provisioned-concurrency-configs',
      'lambda:ListProvisionedConcurrencyConfigs',
      { FunctionName: 'FN' },
    ),
    one(
      'aws application-autoscaling describe-scalable-targets',
      'application-autoscaling:DescribeScalableTargets',
      { ServiceNamespace: 'lambda' },
    ),
    one('aws lambda get-policy', 'lambda:GetPolicy', ofVersion),
    one('aws lambda list-function-event-invoke-configs', 'lambda:ListFunctionEventInvokeConfigs', {
      FunctionName: 'FN',
    }),
    one(
      'aws lambda list-durable-executions-by-function',
      'lambda:ListDurableExecutionsByFunction',
      ofVersion,
    ),
    one('aws events list-rule-names-by-target', 'events:ListRuleNamesByTarget', {
      TargetArn: 'ARN:N',
      EventBusName: 'BUS',
    }),
    one('aws cloudfront list-distributions', 'cloudfront:ListDistributions'),
    run('aws lambda get-function', [
      call('lambda:GetFunction', IRELAND, ofVersion),
      call('lambda:GetFunction', IRELAND, ofVersion),
    ]),
    run('aws lambda delete-function', [call('lambda:DeleteFunction', IRELAND, ofVersion)]),
    one('aws lambda get-account-settings', 'lambda:GetAccountSettings'),
    run('aws lambda list-layers', [
      call('lambda:ListLayers', PROFILE_REGION),
      call('lambda:ListLayerVersions', PROFILE_REGION, { LayerName: 'NAME' }),
    ]),
    known('aws lambda get-layer-version-policy'),
    {
      ...one('aws lambda delete-layer-version', 'lambda:DeleteLayerVersion', {
        LayerName: 'NAME',
        VersionNumber: 1,
      }),
      instead: { '--version-number N': '--version-number 1' },
    },
  ],
  'docs/operations.md': [
    run('aws sns subscribe', [
      call('sns:Subscribe', IRELAND, {
        Protocol: 'https',
        TopicArn: HEALTH,
        Endpoint: 'https://events.pagerduty.com/integration/KEY/enqueue',
      }),
    ]),
    run('aws sns subscribe', [
      call('sns:Subscribe', IRELAND, {
        Protocol: 'https',
        TopicArn: ALERTS,
        Endpoint: 'https://events.example.com/sns/KEY',
        Attributes: { FilterPolicy: JSON.stringify({ severity: ['critical'], stage: ['prod'] }) },
      }),
    ]),
    run('aws cloudwatch set-alarm-state', [
      call('monitoring:SetAlarmState', IRELAND, {
        AlarmName: 'limits-watchdog-watch-slow',
        StateValue: 'ALARM',
        StateReason: 'trying the pager',
      }),
    ]),
    run('aws stepfunctions start-execution', [
      call('states:StartExecution', IRELAND, {
        name: 'by-hand-1',
        input: '{}',
        stateMachineArn: 'arn:aws:states:eu-west-1:111111111111:stateMachine:limits-watchdog-watch',
      }),
    ]),
    run('aws stepfunctions start-execution', [
      call('states:StartExecution', IRELAND, {
        name: '20261122T060000Z-0123456789abcdef-1',
        input: '{"planId":"20261122T060000Z-0123456789abcdef","attempt":1,"confirm":"dev"}',
        stateMachineArn:
          'arn:aws:states:eu-west-1:111111111111:stateMachine:limits-watchdog-prune-loop',
      }),
    ]),
    one('aws cloudformation deploy', 'cloudformation:CreateChangeSet', {
      StackName: 'limits-watchdog-dev-code-storage',
      TemplateBody: file('limit-alarms.yml'),
      Parameters: pairs({
        AccountId: '222222222222',
        AccountName: 'dev',
        Stage: 'nonprod',
        Metric: 'LambdaCodeStorageUtilization',
        TopicArn: 'arn:aws:sns:eu-west-1:111111111111:on-call',
      }),
      ChangeSetType: 'CREATE',
    }),
  ],
  'docs/events.md': [
    {
      ...run('aws cloudformation deploy', [
        call('cloudformation:CreateChangeSet', IRELAND, {
          StackName: 'limits-events',
          TemplateBody: EVENT_RULES,
          Parameters: pairs({ EventBusName: 'alerts', PagerDutyKey: 'KEY' }),
          Capabilities: ['CAPABILITY_IAM'],
          ChangeSetType: 'CREATE',
        }),
      ]),
      files: { 'docs/event-rules.yml': EVENT_RULES },
    },
  ],
  'docs/prometheus.md': [
    {
      ...run('aws s3 cp', [
        call('s3:HeadObject', PROFILE_REGION, METRICS),
        call('s3:GetObject', PROFILE_REGION, METRICS),
      ]),
      files: { 'node_exporter/other.prom': '' },
      instead: { '/var/lib/node_exporter': 'node_exporter' },
    },
  ],
  'docs/security.md': [
    run('aws sns confirm-subscription', [
      call('sns:ConfirmSubscription', IRELAND, {
        TopicArn: ALERTS,
        Token: 'TOKEN',
        AuthenticateOnUnsubscribe: 'true',
      }),
    ]),
  ],
};
