import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import {
  GetServiceQuotaCommand,
  RequestServiceQuotaIncreaseCommand,
  ServiceQuotasClient,
} from '@aws-sdk/client-service-quotas';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { describe, expect, it } from 'vitest';

import { sessionPolicy } from '../../../src/aws/account-session.ts';
import { INCREASE_READS } from '../../../src/increases/access.ts';
import { DEV, increaseRole } from '../../increases/run-increases.ts';
import { expectDenied } from '../../sandbox/expected.ts';
import { evaluatePolicies } from '../../sandbox/iam/evaluate.ts';
import type { Credentials, Sandbox } from '../../sandbox/sandbox.ts';
import { createSandbox } from '../../sandbox/sandbox.ts';
import { EXTERNAL_ID, STATE_BUCKET, TOOLING, TOPIC } from '../../watch/run-watch.ts';

const S3 = { ServiceCode: 's3', QuotaCode: 'L-DC2B2D3D' };
const CONCURRENCY = { ServiceCode: 'lambda', QuotaCode: 'L-B99A9384' };
const INCREASE = 'limits-watchdog-increase';
const OWN = 'limits-watchdog-increase-function';
const MEMBER = { ToolingAccountId: TOOLING, ExternalId: EXTERNAL_ID };
const FUNCTIONS = [
  'limits-watchdog-watch',
  'limits-watchdog-plan-function',
  'limits-watchdog-prune-function',
  'limits-watchdog-mute-function',
];
const stack = (name: string, parameters: Readonly<Record<string, string>>) => ({
  template: `src/stacks/${name}.yml`,
  parameters,
});

/** Returns a sandbox with every role deployed; the increase role is limited to the quota of buckets. */
function deployed(): Sandbox {
  const kept = { StateBucket: STATE_BUCKET };
  return createSandbox({
    accounts: [
      {
        id: TOOLING,
        name: 'tooling',
        stacks: [
          stack('watch-function-role', { ...kept, AlertsTopicArn: TOPIC, Increases: 'ask' }),
          stack('plan-function-role', kept),
          stack('prune-function-role', { ...kept, AlertsTopicArn: TOPIC }),
          stack('mute-function-role', kept),
          stack('increase-function-role', { ...kept, Increases: 'ask' }),
        ],
      },
      {
        id: DEV,
        name: 'dev',
        stacks: [
          stack('member-read-role', { ...MEMBER, PlanEvidence: 'true', WatchQuotas: 'true' }),
          stack('member-prune-role', { ...MEMBER, Stage: 'nonprod' }),
          increaseRole('s3/L-DC2B2D3D'),
        ],
      },
    ],
  });
}

function requesting(sandbox: Sandbox, credentials: Credentials, quota: typeof S3 = S3) {
  const requestHandler = sandbox.requestHandler();
  const client = new ServiceQuotasClient({ region: 'us-east-1', requestHandler, credentials });
  return client.send(new RequestServiceQuotaIncreaseCommand({ ...quota, DesiredValue: 20_000 }));
}

async function assumed(
  sandbox: Sandbox,
  caller: string,
  {
    externalId = EXTERNAL_ID,
    policy,
  }: { readonly externalId?: string; readonly policy?: string } = {},
): Promise<Credentials> {
  const sts = new STSClient({
    region: 'eu-west-1',
    requestHandler: sandbox.requestHandler(),
    credentials: sandbox.credentialsOf({ account: TOOLING, role: caller }),
  });
  const { Credentials: given } = await sts.send(
    new AssumeRoleCommand({
      RoleArn: `arn:aws:iam::${DEV}:role/${INCREASE}`,
      RoleSessionName: 'a-test',
      ExternalId: externalId,
      ...(policy !== undefined && { Policy: policy }),
    }),
  );
  return {
    accessKeyId: given?.AccessKeyId ?? '',
    secretAccessKey: given?.SecretAccessKey ?? '',
    sessionToken: given?.SessionToken ?? '',
  };
}

const REQUEST = 'servicequotas:RequestServiceQuotaIncrease';

const DENIED = /^(?:AccessDenied|AccessDeniedException|AuthorizationErrorException)$/;

/** Returns the error name of an attempt whose `action` IAM denies. */
async function denied(action: string, attempt: Promise<unknown>): Promise<string> {
  expectDenied({ action, because: 'this is the attempt' });
  return attempt.then(
    () => 'it was allowed',
    (error: unknown) => (error instanceof Error ? error.name : String(error)),
  );
}

describe('a request to increase a quota', () => {
  it.each([
    ...[...FUNCTIONS, OWN].map((role) => [TOOLING, role] as const),
    [DEV, 'limits-watchdog-read'] as const,
    [DEV, 'limits-watchdog-prune'] as const,
  ])('is denied to %s, role %s', async (account, role) => {
    const sandbox = deployed();
    const credentials = sandbox.credentialsOf({ account, role, service: null });
    expect(await denied(REQUEST, requesting(sandbox, credentials))).toMatch(DENIED);
    expect(sandbox.organisation.account(account).quotaIncreases.open(Date.now())).toBe(0);
  });

  it('is allowed to the increase function in the increase role, for the quotas in the configuration', async () => {
    const sandbox = deployed();
    const credentials = await assumed(sandbox, OWN);
    expect(await denied(REQUEST, requesting(sandbox, credentials, CONCURRENCY))).toMatch(DENIED);
    await expect(requesting(sandbox, credentials)).resolves.toMatchObject({
      RequestedQuota: { Status: 'PENDING' },
    });
  });

  it('is denied in a dry run, whose session policy allows only reads', async () => {
    const sandbox = deployed();
    const credentials = await assumed(sandbox, OWN, { policy: sessionPolicy(INCREASE_READS) });
    const requestHandler = sandbox.requestHandler();
    const client = new ServiceQuotasClient({ region: 'us-east-1', requestHandler, credentials });
    await expect(client.send(new GetServiceQuotaCommand(S3))).resolves.toMatchObject({
      Quota: { Value: 10_000 },
    });
    expect(await denied(REQUEST, requesting(sandbox, credentials))).toMatch(DENIED);
  });
});

describe('the increase role', () => {
  it.each(FUNCTIONS)('cannot be assumed by %s', async (caller) => {
    expect(await denied('sts:AssumeRole', assumed(deployed(), caller))).toMatch(DENIED);
  });

  it('cannot be assumed without its external id', async () => {
    expect(
      await denied('sts:AssumeRole', assumed(deployed(), OWN, { externalId: 'another-id' })),
    ).toMatch(DENIED);
  });

  it('allows no other read and no other change', async () => {
    const sandbox = deployed();
    const credentials = await assumed(sandbox, OWN);
    const requestHandler = sandbox.requestHandler();
    const common = { region: 'eu-west-1', requestHandler, credentials };
    expect(
      await denied(
        'lambda:ListFunctions',
        new LambdaClient(common).send(new ListFunctionsCommand({})),
      ),
    ).toMatch(DENIED);
    expect(
      await denied(
        'sns:Publish',
        new SNSClient(common).send(new PublishCommand({ TopicArn: TOPIC, Message: 'hello' })),
      ),
    ).toMatch(DENIED);
  });

  it('creates the service-linked role of Service Quotas, and of no other service', () => {
    const role = deployed().organisation.account(DEV).roles.get(INCREASE);
    const makes = (service: string, name: string): string =>
      evaluatePolicies(role?.policies ?? [], {
        action: 'iam:CreateServiceLinkedRole',
        resource: `arn:aws:iam::${DEV}:role/aws-service-role/${service}/${name}`,
        keys: new Map([['iam:awsservicename', [service]]]),
      });
    const own = 'AWSServiceRoleForServiceQuotas';
    expect(makes('servicequotas.amazonaws.com', own)).toBe('allowed');
    expect(makes('autoscaling.amazonaws.com', own)).not.toBe('allowed');
    expect(makes('servicequotas.amazonaws.com', 'AnotherRole')).not.toBe('allowed');
  });
});

describe('the increase function', () => {
  it('publishes nothing', async () => {
    const sandbox = deployed();
    const sns = new SNSClient({
      region: 'eu-west-1',
      requestHandler: sandbox.requestHandler(),
      credentials: sandbox.credentialsOf({ account: TOOLING, role: OWN }),
    });
    expect(
      await denied(
        'sns:Publish',
        sns.send(new PublishCommand({ TopicArn: TOPIC, Message: 'hello' })),
      ),
    ).toMatch(DENIED);
  });
});
