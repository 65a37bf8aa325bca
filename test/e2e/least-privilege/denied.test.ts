import {
  ApplicationAutoScalingClient,
  DescribeScalableTargetsCommand,
} from '@aws-sdk/client-application-auto-scaling';
import {
  CloudFormationClient,
  DescribeStacksCommand,
  GetTemplateCommand,
  ListStackResourcesCommand,
} from '@aws-sdk/client-cloudformation';
import { CloudFrontClient, ListDistributionsCommand } from '@aws-sdk/client-cloudfront';
import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import {
  CloudWatchClient,
  GetMetricDataCommand,
  ListMetricsCommand,
} from '@aws-sdk/client-cloudwatch';
import { CodeDeployClient, ListDeploymentsCommand } from '@aws-sdk/client-codedeploy';
import * as lambda from '@aws-sdk/client-lambda';
import {
  EventBridgeClient,
  ListEventBusesCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
} from '@aws-sdk/client-eventbridge';
import { ListPipesCommand, PipesClient } from '@aws-sdk/client-pipes';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  GetScheduleCommand,
  ListSchedulesCommand,
  SchedulerClient,
} from '@aws-sdk/client-scheduler';
import { GetServiceQuotaCommand, ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import {
  DescribeStateMachineCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  SFNClient,
} from '@aws-sdk/client-sfn';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { describe, expect, it } from 'vitest';

import { sessionPolicy } from '../../../src/aws/account-session.ts';
import { pruneSessionPolicy } from '../../../src/prune/delete/session.ts';
import { accountId, region } from '../../../src/model/aws-ids.ts';
import { authorise } from '../../sandbox/iam/authorise.ts';
import { expectDenied, expectUnqualifiedDelete } from '../../sandbox/expected.ts';
import type { Assumption, Settings, Variation } from './attackers.ts';
import {
  assumed,
  DEV,
  organisation,
  PEOPLE,
  PROD,
  PRUNE,
  READ,
  REGION,
  signedIn,
  STATE_BUCKET,
  STRANGER,
  TOOLING,
  TOPIC,
  UNDER_ANOTHER_PATH,
} from './attackers.ts';

type Request = (settings: Settings) => Promise<unknown>;

interface Attempt {
  readonly action: string;
  readonly tries: Request;
  readonly isUnqualifiedDelete?: true;
}

const DENIED = /^(?:AccessDenied|AccessDeniedException|AuthorizationErrorException)$/;

const onLambda =
  (send: (client: lambda.LambdaClient) => Promise<unknown>): Request =>
  (settings) =>
    send(new lambda.LambdaClient(settings));
const FunctionName = 'pay';
const Bucket = STATE_BUCKET;

const deleteVersion = (input: lambda.DeleteFunctionCommandInput): Attempt => ({
  action: 'lambda:DeleteFunction',
  tries: onLambda((client) => client.send(new lambda.DeleteFunctionCommand(input))),
  ...(!/^\d+$/.test(input.Qualifier ?? '') && { isUnqualifiedDelete: true }),
});
const invoke = (name: string): Attempt => ({
  action: 'lambda:InvokeFunction',
  tries: onLambda((client) => client.send(new lambda.InvokeCommand({ FunctionName: name }))),
});
const getObject = (bucket: string, Key: string): Attempt => ({
  action: 's3:GetObject',
  tries: (settings) => new S3Client(settings).send(new GetObjectCommand({ Bucket: bucket, Key })),
});
const putObject = (Key: string, bucket = Bucket): Attempt => ({
  action: 's3:PutObject',
  tries: (settings) =>
    new S3Client(settings).send(new PutObjectCommand({ Bucket: bucket, Key, Body: 'forged' })),
});
const deleteObject = (Key: string): Attempt => ({
  action: 's3:DeleteObject',
  tries: (settings) => new S3Client(settings).send(new DeleteObjectCommand({ Bucket, Key })),
});
const publish = (TopicArn: string): Attempt => ({
  action: 'sns:Publish',
  tries: (settings) =>
    new SNSClient(settings).send(new PublishCommand({ TopicArn, Message: 'forged' })),
});
const assume = (as: Assumption): Attempt => ({
  action: 'sts:AssumeRole',
  tries: (settings) => assumed(settings, as),
});

/**
 * Returns the error name of AWS's answer to an attempt. For sessions of shipped roles, `expectDenied` also checks
 * after the test that IAM denied this action.
 */
async function answerTo(attempt: Attempt, settings: Settings, isShipped = true): Promise<string> {
  if (isShipped) expectDenied({ action: attempt.action, because: 'this is the attempt' });
  if (attempt.isUnqualifiedDelete === true) expectUnqualifiedDelete('this is the attempt');
  try {
    await attempt.tries(settings);
  } catch (error) {
    return error instanceof Error ? error.name : String(error);
  }
  return 'carried out';
}

const readIn = async (account: string): Promise<Settings> =>
  assumed(signedIn(organisation(), 'limits-watchdog-watch'), { account });

describe('a session of the read role', () => {
  it.each<[string, Attempt]>([
    ['deletes a version', deleteVersion({ FunctionName, Qualifier: '1' })],
    ['deletes a function', deleteVersion({ FunctionName })],
    ['runs a function', invoke('pay')],
    [
      'runs the prune function of the tooling account',
      invoke(`arn:aws:lambda:${REGION}:${TOOLING}:function:limits-watchdog-prune`),
    ],
    [
      'reads code and environment, where storage modes are not read',
      {
        action: 'lambda:GetFunction',
        tries: onLambda((client) => client.send(new lambda.GetFunctionCommand({ FunctionName }))),
      },
    ],
    [
      'deletes a layer',
      {
        action: 'lambda:DeleteLayerVersion',
        tries: onLambda((client) =>
          client.send(
            new lambda.DeleteLayerVersionCommand({ LayerName: 'shared', VersionNumber: 1 }),
          ),
        ),
      },
    ],
    [
      'lists layers, where none are pruned',
      {
        action: 'lambda:ListLayers',
        tries: onLambda((client) => client.send(new lambda.ListLayersCommand({}))),
      },
    ],
    ['reads an object', getObject('dev-invoices', 'a.pdf')],
    [
      'lists what is in a bucket',
      {
        action: 's3:ListBucket',
        tries: (settings) =>
          new S3Client(settings).send(new ListObjectsV2Command({ Bucket: 'dev-invoices' })),
      },
    ],
    ['writes an object', putObject('a.pdf', 'dev-invoices')],
    ['publishes to a topic of the account', publish(`arn:aws:sns:${REGION}:${DEV}:orders`)],
    [
      'reads another quota',
      {
        action: 'servicequotas:GetServiceQuota',
        tries: (settings) =>
          new ServiceQuotasClient(settings).send(
            new GetServiceQuotaCommand({ ServiceCode: 'lambda', QuotaCode: 'L-2ACBD22F' }),
          ),
      },
    ],
    ['becomes the prune role of its account', assume({ role: PRUNE })],
    ['becomes the read role of another account', assume({ account: PROD })],
    ['reads the state of the watchdog', getObject(Bucket, 'limits-watchdog/state.json')],
  ])('is denied when it %s', async (_, attempt) => {
    expect(await answerTo(attempt, await readIn(DEV))).toMatch(DENIED);
  });
});

const machine = `arn:aws:states:${REGION}:${PROD}:stateMachine:order`;
const EVIDENCE: readonly [string, Request][] = [
  [
    'lambda:GetPolicy',
    onLambda((client) => client.send(new lambda.GetPolicyCommand({ FunctionName }))),
  ],
  [
    'lambda:ListTags',
    onLambda((client) =>
      client.send(
        new lambda.ListTagsCommand({ Resource: `arn:aws:lambda:${REGION}:${PROD}:function:pay` }),
      ),
    ),
  ],
  [
    'lambda:ListProvisionedConcurrencyConfigs',
    onLambda((client) =>
      client.send(new lambda.ListProvisionedConcurrencyConfigsCommand({ FunctionName })),
    ),
  ],
  [
    'lambda:ListFunctionEventInvokeConfigs',
    onLambda((client) =>
      client.send(new lambda.ListFunctionEventInvokeConfigsCommand({ FunctionName })),
    ),
  ],
  [
    'lambda:ListDurableExecutionsByFunction',
    onLambda((client) =>
      client.send(new lambda.ListDurableExecutionsByFunctionCommand({ FunctionName })),
    ),
  ],
  [
    'lambda:ListEventSourceMappings',
    onLambda((client) => client.send(new lambda.ListEventSourceMappingsCommand({}))),
  ],
  [
    'application-autoscaling:DescribeScalableTargets',
    (s) =>
      new ApplicationAutoScalingClient(s).send(
        new DescribeScalableTargetsCommand({ ServiceNamespace: 'lambda' }),
      ),
  ],
  [
    'cloudformation:DescribeStacks',
    (s) => new CloudFormationClient(s).send(new DescribeStacksCommand({})),
  ],
  [
    'cloudformation:GetTemplate',
    (s) => new CloudFormationClient(s).send(new GetTemplateCommand({ StackName: 'shop' })),
  ],
  [
    'cloudformation:ListStackResources',
    (s) => new CloudFormationClient(s).send(new ListStackResourcesCommand({ StackName: 'shop' })),
  ],
  [
    'cloudfront:ListDistributions',
    (s) =>
      new CloudFrontClient({ ...s, region: 'us-east-1' }).send(new ListDistributionsCommand({})),
  ],
  ['cloudtrail:LookupEvents', (s) => new CloudTrailClient(s).send(new LookupEventsCommand({}))],
  [
    'cloudwatch:ListMetrics',
    (s) => new CloudWatchClient(s).send(new ListMetricsCommand({ Namespace: 'AWS/Lambda' })),
  ],
  [
    'cloudwatch:GetMetricData',
    (s) =>
      new CloudWatchClient(s).send(
        new GetMetricDataCommand({
          StartTime: new Date('2026-11-01'),
          EndTime: new Date('2026-11-02'),
          MetricDataQueries: [
            {
              Id: 'a',
              MetricStat: {
                Metric: { Namespace: 'AWS/Lambda', MetricName: 'Invocations' },
                Period: 3600,
                Stat: 'Sum',
              },
            },
          ],
        }),
      ),
  ],
  [
    'codedeploy:ListDeployments',
    (s) => new CodeDeployClient(s).send(new ListDeploymentsCommand({})),
  ],
  ['events:ListEventBuses', (s) => new EventBridgeClient(s).send(new ListEventBusesCommand({}))],
  ['events:ListRules', (s) => new EventBridgeClient(s).send(new ListRulesCommand({}))],
  [
    'events:ListTargetsByRule',
    (s) => new EventBridgeClient(s).send(new ListTargetsByRuleCommand({ Rule: 'paid' })),
  ],
  ['pipes:ListPipes', (s) => new PipesClient(s).send(new ListPipesCommand({}))],
  ['scheduler:ListSchedules', (s) => new SchedulerClient(s).send(new ListSchedulesCommand({}))],
  [
    'scheduler:GetSchedule',
    (s) => new SchedulerClient(s).send(new GetScheduleCommand({ Name: 'nightly' })),
  ],
  ['states:ListStateMachines', (s) => new SFNClient(s).send(new ListStateMachinesCommand({}))],
  [
    'states:DescribeStateMachine',
    (s) => new SFNClient(s).send(new DescribeStateMachineCommand({ stateMachineArn: machine })),
  ],
  [
    'states:ListExecutions',
    (s) => new SFNClient(s).send(new ListExecutionsCommand({ stateMachineArn: machine })),
  ],
];

describe('evidence for pruning', () => {
  it.each(EVIDENCE)(
    'cannot be read by %s, nor by the plan function, when PlanEvidence and ReviewEvidence are off',
    async (action, tries) => {
      expect(await answerTo({ action, tries }, await readIn(PROD))).toMatch(DENIED);
      const plan = signedIn(organisation(), 'limits-watchdog-plan-function');
      expect(await answerTo({ action, tries }, await assumed(plan, { account: PROD }))).toMatch(
        DENIED,
      );
    },
  );

  it.each(EVIDENCE)(
    'can be read by %s in production when ReviewEvidence is on',
    async (_, tries) => {
      const plan = signedIn(
        organisation({ reviewsProduction: true }),
        'limits-watchdog-plan-function',
      );
      const error: unknown = await tries(await assumed(plan, { account: PROD })).catch(
        (thrown: unknown) => thrown,
      );
      // The resource may not exist; the test only requires that access was not denied.
      expect(error instanceof Error ? error.name : '').not.toMatch(DENIED);
    },
  );

  it('allows no session to delete in production, whatever is read there', async () => {
    const reviewed = organisation({ reviewsProduction: true });
    const session = await assumed(signedIn(reviewed, 'limits-watchdog-plan-function'), {
      account: PROD,
    });
    const attempt = deleteVersion({ FunctionName, Qualifier: '1' });
    expect(await answerTo(attempt, session)).toMatch(DENIED);
    const prune = signedIn(reviewed, 'limits-watchdog-prune-function');
    for (const role of [READ, PRUNE]) {
      expect(await answerTo(assume({ account: PROD, role }), prune)).toMatch(DENIED);
    }
  });

  it.each(EVIDENCE.slice(0, 6))(
    'cannot be read by %s in a watch run, whose session policy is narrower than the role',
    async (action, tries) => {
      const policy = sessionPolicy(['lambda:GetAccountSettings', 'lambda:ListFunctions']);
      const watch = signedIn(organisation(), 'limits-watchdog-watch');
      expect(await answerTo({ action, tries }, await assumed(watch, { policy }))).toMatch(DENIED);
    },
  );
});

describe('the prune role cannot be assumed by', () => {
  it.each<[string, string, Assumption, Variation?, string?]>([
    ['the watch function', 'limits-watchdog-watch', {}],
    ['the plan function', 'limits-watchdog-plan-function', {}],
    ['another role of the tooling account, whatever it may do there', 'deployer', {}],
    ['people', PEOPLE, {}],
    [
      'the prune function with a wrong external id',
      'limits-watchdog-prune-function',
      { externalId: 'guessed' },
    ],
    [
      'the prune function without an external id',
      'limits-watchdog-prune-function',
      { externalId: undefined },
    ],
    ['the prune function in production', 'limits-watchdog-prune-function', { account: PROD }],
    [
      'a role of the same name in an account of somebody else',
      'limits-watchdog-prune-function',
      {},
      {},
      STRANGER,
    ],
    [
      'the prune function of a tooling account in another organisation',
      'limits-watchdog-prune-function',
      {},
      { toolingOrganisation: 'o-somebodyelse' },
    ],
    [
      'a role of the same name under another path',
      'limits-watchdog-prune-function',
      {},
      UNDER_ANOTHER_PATH,
    ],
  ])('%s', async (_, role, as, variation, account = TOOLING) => {
    const sandbox = organisation(variation);
    const attempt = {
      action: 'sts:AssumeRole',
      tries: (s: Settings) => assumed(s, { role: PRUNE, ...as }),
    };
    const isShipped =
      account === TOOLING &&
      sandbox.organisation.account(TOOLING).roles.get(role)?.template !== undefined;
    const settings = signedIn(sandbox, role, account);
    expect(await answerTo(attempt, settings, isShipped)).toMatch(DENIED);
  });
});

describe('the read role cannot be assumed by', () => {
  it.each<[string, string, Assumption, Variation?, string?]>([
    ['the prune function', 'limits-watchdog-prune-function', {}],
    ['another role of the tooling account', 'deployer', {}],
    [
      'the plan function with a wrong external id',
      'limits-watchdog-plan-function',
      { account: PROD, externalId: 'guessed' },
    ],
    [
      'the watch function with a wrong external id',
      'limits-watchdog-watch',
      { externalId: 'guessed' },
    ],
    [
      'the watch function without an external id',
      'limits-watchdog-watch',
      { externalId: undefined },
    ],
    ['people with a wrong external id', PEOPLE, { externalId: 'guessed' }],
    ['people without an external id', PEOPLE, { externalId: undefined }],
    [
      'a role of the same name in an account of somebody else',
      'limits-watchdog-watch',
      {},
      {},
      STRANGER,
    ],
    [
      'a tooling account in another organisation',
      'limits-watchdog-watch',
      {},
      { toolingOrganisation: 'o-somebodyelse' },
    ],
    ['a role of the same name under another path', 'limits-watchdog-watch', {}, UNDER_ANOTHER_PATH],
  ])('%s', async (_, role, as, variation, account = TOOLING) => {
    const sandbox = organisation(variation);
    const attempt = {
      action: 'sts:AssumeRole',
      tries: (s: Settings) => assumed(s, { role: READ, ...as }),
    };
    const isShipped =
      account === TOOLING &&
      sandbox.organisation.account(TOOLING).roles.get(role)?.template !== undefined;
    const settings = signedIn(sandbox, role, account);
    expect(await answerTo(attempt, settings, isShipped)).toMatch(DENIED);
  });

  it('others, except people with the external id, who can measure but not delete', async () => {
    const people = await assumed(signedIn(organisation(), PEOPLE));
    const own = new lambda.LambdaClient(people);
    await expect(own.send(new lambda.GetAccountSettingsCommand({}))).resolves.toBeDefined();
    expect(await answerTo(deleteVersion({ FunctionName, Qualifier: '1' }), people)).toMatch(DENIED);
  });
});

describe('a session of the prune role', () => {
  const arn = `arn:aws:lambda:${REGION}:${DEV}:function:pay`;
  it.each<[string, Attempt, Variation?]>([
    ['deletes a function by name', deleteVersion({ FunctionName })],
    ['deletes a function by ARN', deleteVersion({ FunctionName: arn })],
    ['deletes a function by partial ARN', deleteVersion({ FunctionName: `${DEV}:function:pay` })],
    ['deletes $LATEST', deleteVersion({ FunctionName, Qualifier: '$LATEST' })],
    [
      'deletes $LATEST with DeleteScope any',
      deleteVersion({ FunctionName, Qualifier: '$LATEST' }),
      { deleteScope: 'any' },
    ],
    ['runs a function', invoke('pay')],
    [
      'reads code and environment',
      {
        action: 'lambda:GetFunction',
        tries: onLambda((client) => client.send(new lambda.GetFunctionCommand({ FunctionName }))),
      },
    ],
    [
      'deletes a layer, where none are pruned',
      {
        action: 'lambda:DeleteLayerVersion',
        tries: onLambda((client) =>
          client.send(
            new lambda.DeleteLayerVersionCommand({ LayerName: 'shared', VersionNumber: 1 }),
          ),
        ),
      },
    ],
    ['reads an object', getObject('dev-invoices', 'a.pdf')],
    ['becomes the read role', assume({ role: READ })],
    ['becomes the prune role once more', assume({ role: PRUNE })],
  ])('is denied when it %s', async (_, attempt, variation) => {
    const sandbox = organisation(variation);
    const by = signedIn(sandbox, 'limits-watchdog-prune-function');
    expect(await answerTo(attempt, await assumed(by, { role: PRUNE }))).toMatch(DENIED);
    const { functions } = sandbox.organisation.account(DEV).lambda(REGION);
    expect(functions.map(({ name }) => name)).toContain('pay');
  });

  it('deletes nothing in a Region that the plan does not name', async () => {
    const policy = pruneSessionPolicy({
      partition: 'aws',
      account: accountId(DEV),
      regions: [region('us-east-1')],
      layers: false,
    });
    const by = signedIn(organisation(), 'limits-watchdog-prune-function');
    const session = await assumed(by, { role: PRUNE, policy });
    expect(await answerTo(deleteVersion({ FunctionName, Qualifier: '1' }), session)).toMatch(
      DENIED,
    );
  });

  it('for the plan of another account deletes nothing here', async () => {
    const policy = pruneSessionPolicy({
      partition: 'aws',
      account: accountId(PROD),
      regions: [region(REGION)],
      layers: false,
    });
    const by = signedIn(organisation(), 'limits-watchdog-prune-function');
    const session = await assumed(by, { role: PRUNE, policy });
    expect(await answerTo(deleteVersion({ FunctionName, Qualifier: '1' }), session)).toMatch(
      DENIED,
    );
  });

  it('is refused by Lambda itself, because an alias is not a version', async () => {
    expectUnqualifiedDelete('this is the attempt');
    const by = signedIn(organisation(), 'limits-watchdog-prune-function');
    const session = await assumed(by, { role: PRUNE });
    const { tries } = deleteVersion({ FunctionName, Qualifier: 'live' });
    await expect(tries(session)).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: expect.stringContaining('Deletion of aliases'),
    });
  });
});

/** Actions of services that the sandbox does not simulate: the policies are evaluated without a request. */
const NOT_SIMULATED: readonly [string, string][] = [
  ['secretsmanager:GetSecretValue', `arn:aws:secretsmanager:${REGION}:${DEV}:secret:db`],
  ['ssm:GetParameter', `arn:aws:ssm:${REGION}:${DEV}:parameter/db`],
  ['ssm:GetParametersByPath', `arn:aws:ssm:${REGION}:${DEV}:parameter/`],
  ['kms:Decrypt', `arn:aws:kms:${REGION}:${DEV}:key/1`],
  ['iam:PutRolePolicy', `arn:aws:iam::${DEV}:role/${PRUNE}`],
  ['iam:CreateAccessKey', `arn:aws:iam::${DEV}:user/admin`],
  ['iam:PassRole', `arn:aws:iam::${DEV}:role/admin`],
  ['iam:UpdateAssumeRolePolicy', `arn:aws:iam::${DEV}:role/${PRUNE}`],
  ['iam:GetRole', `arn:aws:iam::${DEV}:role/admin`],
  ['lambda:UpdateFunctionCode', `arn:aws:lambda:${REGION}:${DEV}:function:pay`],
  ['lambda:UpdateFunctionConfiguration', `arn:aws:lambda:${REGION}:${DEV}:function:pay`],
  ['lambda:UpdateAlias', `arn:aws:lambda:${REGION}:${DEV}:function:pay`],
  ['lambda:DeleteAlias', `arn:aws:lambda:${REGION}:${DEV}:function:pay`],
  ['lambda:AddPermission', `arn:aws:lambda:${REGION}:${DEV}:function:pay`],
  ['lambda:PutProvisionedConcurrencyConfig', `arn:aws:lambda:${REGION}:${DEV}:function:pay:1`],
  ['servicequotas:RequestServiceQuotaIncrease', `arn:aws:servicequotas:${REGION}:${DEV}:s3/x`],
  ['dynamodb:GetItem', `arn:aws:dynamodb:${REGION}:${DEV}:table/orders`],
  ['logs:GetLogEvents', `arn:aws:logs:${REGION}:${DEV}:log-group:a:log-stream:b`],
  ['sqs:ReceiveMessage', `arn:aws:sqs:${REGION}:${DEV}:jobs`],
  ['states:StartExecution', `arn:aws:states:${REGION}:${DEV}:stateMachine:order`],
  ['cloudformation:DeleteStack', `arn:aws:cloudformation:${REGION}:${DEV}:stack/shop/1`],
];

describe('by the policies alone, because the sandbox does not simulate the operation,', () => {
  it.each(
    NOT_SIMULATED.flatMap(([action, resource]) =>
      [READ, PRUNE].map((role) => [role, action, resource] as const),
    ),
  )('%s is denied %s on %s', (name, action, resource) => {
    const account = organisation().organisation.account(DEV);
    const role = account.roles.get(name);
    if (role === undefined) throw new Error(`no role ${name}`);
    const requester = {
      kind: 'session',
      accountId: DEV,
      roleArn: role.arn,
      sessionArn: '',
    } as const;
    const verdict = authorise({ action, resource, keys: new Map() }, requester, {
      identity: role.policies,
      boundary: undefined,
      session: [],
      serviceControl: [],
    });
    expect(verdict.isAllowed).toBe(false);
  });
});

describe('in the tooling account', () => {
  const PLAN = 'limits-watchdog/prune/plans/p1/plan.json';
  const JOURNAL = 'limits-watchdog/prune/runs/p1/0001.json';
  const LEASE = 'limits-watchdog/prune/leases/x.json';
  const STATE = 'limits-watchdog/state.json';
  const OTHER_TOPIC = `arn:aws:sns:${REGION}:${TOOLING}:payroll`;
  it.each<[string, string, Attempt]>([
    ['watch', 'reads a plan', getObject(Bucket, PLAN)],
    ['watch', 'writes a plan', putObject(PLAN)],
    ['watch', 'writes a journal', putObject(JOURNAL)],
    ['watch', 'deletes its memory', deleteObject(STATE)],
    ['watch', 'publishes to a topic that is not its own', publish(OTHER_TOPIC)],
    ['watch', 'invokes the prune function', invoke('limits-watchdog-prune')],
    [
      'watch',
      'lists functions of its own account',
      {
        action: 'lambda:ListFunctions',
        tries: onLambda((client) => client.send(new lambda.ListFunctionsCommand({}))),
      },
    ],
    ['plan-function', 'writes a journal', putObject(JOURNAL)],
    ['plan-function', 'takes a lease', putObject(LEASE)],
    ['plan-function', 'writes what watch runs remember', putObject(STATE)],
    ['plan-function', 'deletes a plan', deleteObject(PLAN)],
    ['plan-function', 'publishes alerts', publish(TOPIC)],
    ['plan-function', 'invokes the prune function', invoke('limits-watchdog-prune')],
    ['prune-function', 'writes a plan', putObject(PLAN)],
    ['prune-function', 'deletes a journal', deleteObject(JOURNAL)],
    ['prune-function', 'reads what watch runs remember', getObject(Bucket, STATE)],
    ['prune-function', 'writes what watch runs remember', putObject(STATE)],
    ['prune-function', 'publishes to another topic', publish(OTHER_TOPIC)],
    ['prune-function', 'invokes itself', invoke('limits-watchdog-prune')],
  ])('the role of %s is denied when it %s', async (role, _, attempt) => {
    expect(await answerTo(attempt, signedIn(organisation(), `limits-watchdog-${role}`))).toMatch(
      DENIED,
    );
  });
});
