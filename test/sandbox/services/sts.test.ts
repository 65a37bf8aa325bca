import { GetAccountSettingsCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { AssumeRoleCommandInput } from '@aws-sdk/client-sts';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterEach, describe, expect, it } from 'vitest';
import type { Sandbox } from '../sandbox.ts';
import type { Listening } from '../transport/http.ts';
import { virtualClock } from '../clock.ts';
import { createSandbox } from '../sandbox.ts';
import { memberSettings, watchSettings } from '../fixtures/member-client.ts';
import { DEV, EXTERNAL_ID, START, TOOLING, smallWorld } from '../fixtures/small-world.ts';
import { expectDenied } from '../expected.ts';

let listening: Listening | undefined;
afterEach(async () => {
  await listening?.close();
  listening = undefined;
});
const make = (): Sandbox => createSandbox(smallWorld(), { clock: virtualClock(START) });
const roleArn = `arn:aws:iam::${DEV}:role/limits-watchdog-read`;
const good: AssumeRoleCommandInput = {
  RoleArn: roleArn,
  RoleSessionName: 'run-1',
  ExternalId: EXTERNAL_ID,
};
const denied = (resource: string) => ({
  name: 'AccessDenied',
  message:
    `User: arn:aws:sts::${TOOLING}:assumed-role/limits-watchdog-watch/sandbox is not authorized ` +
    `to perform: sts:AssumeRole on resource: ${resource}`,
  $metadata: { httpStatusCode: 403 },
});
const invalid = (message: string) => ({ name: 'ValidationError', message });

describe.each(['in process', 'http'])('awsQuery %s', (transport) => {
  it('answers AssumeRole with credentials, texts and a date', async () => {
    const sandbox = make();
    if (transport === 'http') listening = await sandbox.listen();
    const sts = new STSClient(watchSettings(sandbox, listening?.url));
    const answer = await sts.send(new AssumeRoleCommand({ ...good, DurationSeconds: 900 }));
    expect(answer).toMatchObject({
      AssumedRoleUser: { Arn: `arn:aws:sts::${DEV}:assumed-role/limits-watchdog-read/run-1` },
      Credentials: {
        AccessKeyId: expect.stringMatching(/^ASIA\w{12}$/),
        Expiration: new Date(Date.parse(START) + 900_000),
      },
    });
    expect(answer.$metadata.requestId).toMatch(/^[\da-f-]{36}$/);
    expectDenied({ action: 'sts:AssumeRole', because: 'a denial has its form on the wire' });
    await expect(
      sts.send(new AssumeRoleCommand({ ...good, ExternalId: 'other' })),
    ).rejects.toMatchObject(denied(roleArn));
  });
});

describe('AssumeRole', () => {
  it.each<[string, Partial<AssumeRoleCommandInput>, object]>([
    ['without external id', { ExternalId: undefined }, denied(roleArn)],
    ['with another external id', { ExternalId: 'evil' }, denied(roleArn)],
    [
      'of a role that does not exist, in the same words',
      { RoleArn: `arn:aws:iam::${DEV}:role/limits-watchdog-read-2` },
      denied(`arn:aws:iam::${DEV}:role/limits-watchdog-read-2`),
    ],
    [
      'of an account that does not exist, in the same words',
      { RoleArn: 'arn:aws:iam::999999999999:role/limits-watchdog-read' },
      denied('arn:aws:iam::999999999999:role/limits-watchdog-read'),
    ],
    [
      'for more than an hour, since a role assumes a role',
      { DurationSeconds: 3601 },
      invalid(
        'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
      ),
    ],
    [
      'for less than 15 minutes',
      { DurationSeconds: 899 },
      invalid(
        "1 validation error detected: Value '899' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900",
      ),
    ],
    [
      'with a session name that has a space',
      { RoleSessionName: 'run 1' },
      invalid(
        "1 validation error detected: Value 'run 1' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*",
      ),
    ],
    [
      'with a session name of 65 characters',
      { RoleSessionName: 'x'.repeat(65) },
      { name: 'ValidationError', message: expect.stringContaining('less than or equal to 64') },
    ],
    [
      'without a session name',
      { RoleSessionName: undefined },
      invalid(
        "1 validation error detected: Value null at 'RoleSessionName' failed to satisfy constraint: Member must not be null",
      ),
    ],
    [
      'with something that is no role',
      { RoleArn: `arn:aws:iam::${DEV}:user/limits-watchdog` },
      invalid(`arn:aws:iam::${DEV}:user/limits-watchdog is invalid`),
    ],
    [
      'with a session policy of 2,049 characters',
      { Policy: ' '.repeat(2049) },
      { name: 'ValidationError', message: expect.stringContaining('less than or equal to 2048') },
    ],
    [
      'with a session policy that is no JSON',
      { Policy: '{' },
      { name: 'MalformedPolicyDocumentException' },
    ],
    [
      'with a session policy that is no policy',
      { Policy: '{"Statement":{"Effect":"Maybe"}}' },
      { name: 'MalformedPolicyDocumentException' },
    ],
    [
      'with tags, which the sandbox does not know',
      { Tags: [{ Key: 'a', Value: 'b' }] },
      { name: 'NotSimulated' },
    ],
  ])('%s is refused', async (_, changes, error) => {
    if ('name' in error && error.name === 'AccessDenied') {
      expectDenied({ action: 'sts:AssumeRole', because: 'one side does not allow it' });
    }
    const sts = new STSClient(watchSettings(make()));
    await expect(sts.send(new AssumeRoleCommand({ ...good, ...changes }))).rejects.toMatchObject(
      error,
    );
  });

  it('is refused when the caller has no permission, though the role trusts it', async () => {
    expectDenied({ action: 'sts:AssumeRole', because: 'the read role may assume nothing' });
    const sandbox = make();
    const watch = watchSettings(sandbox);
    const dev = await memberSettings(watch, DEV);
    await expect(new STSClient(dev).send(new AssumeRoleCommand(good))).rejects.toMatchObject({
      name: 'AccessDenied',
    });
    expect(sandbox.calls.list({ account: DEV })).toMatchObject([
      {
        operation: 'AssumeRole',
        status: 403,
        errorName: 'AccessDenied',
        access: [{ action: 'sts:AssumeRole', resource: roleArn, isAllowed: false }],
      },
    ]);
  });

  it('limits the session to its policy', async () => {
    expectDenied({ action: 'lambda:GetAccountSettings', because: 'the session policy is the cut' });
    const sandbox = make();
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*' },
    });
    const dev = await memberSettings(watchSettings(sandbox), DEV, { Policy });
    await expect(
      new LambdaClient(dev).send(new GetAccountSettingsCommand({})),
    ).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message:
        `User: arn:aws:sts::${DEV}:assumed-role/limits-watchdog-read/test is not authorized to ` +
        'perform: lambda:GetAccountSettings on resource: * because no session policy allows ' +
        'the lambda:GetAccountSettings action',
    });
  });
});

describe('credentials', () => {
  it('that were never issued are refused in the wording of each protocol', async () => {
    const settings = {
      ...watchSettings(make()),
      credentials: { accessKeyId: 'ASIANOBODY', secretAccessKey: 's', sessionToken: 't' },
    };
    await expect(
      new STSClient(settings).send(new GetCallerIdentityCommand({})),
    ).rejects.toMatchObject({ name: 'InvalidClientTokenId', $metadata: { httpStatusCode: 403 } });
    await expect(
      new LambdaClient(settings).send(new GetAccountSettingsCommand({})),
    ).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
      message: 'The security token included in the request is invalid.',
      $metadata: { httpStatusCode: 403 },
    });
  });

  it('with the session token of another session are refused', async () => {
    const sandbox = make();
    const watch = watchSettings(sandbox);
    const dev = await memberSettings(watch, DEV);
    const mixed = {
      ...dev,
      credentials: { ...dev.credentials, sessionToken: watch.credentials.sessionToken },
    };
    await expect(
      new LambdaClient(mixed).send(new GetAccountSettingsCommand({})),
    ).rejects.toMatchObject({ name: 'UnrecognizedClientException' });
  });

  it('with another secret have a wrong signature', async () => {
    const watch = watchSettings(make());
    const forged = {
      ...watch,
      credentials: { ...watch.credentials, secretAccessKey: 'guessed' },
    };
    await expect(
      new STSClient(forged).send(new GetCallerIdentityCommand({})),
    ).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' });
    await expect(
      new LambdaClient(forged).send(new GetAccountSettingsCommand({})),
    ).rejects.toMatchObject({ name: 'InvalidSignatureException' });
  });

  it('expire', async () => {
    const clock = virtualClock(START);
    const sandbox = createSandbox(smallWorld(), { clock });
    const watch = watchSettings(sandbox);
    const dev = await memberSettings(watch, DEV);
    await clock.advance(3_600_000);
    await expect(
      new LambdaClient(dev).send(new GetAccountSettingsCommand({})),
    ).rejects.toMatchObject({ name: 'ExpiredTokenException' });
    await expect(new STSClient(watch).send(new GetCallerIdentityCommand({}))).rejects.toMatchObject(
      { name: 'ExpiredToken' },
    );
  });

  it('are issued only for a role that trusts the service', () => {
    const sandbox = make();
    const signIn = (service?: string | null) => () =>
      sandbox.credentialsOf({
        account: DEV,
        role: 'limits-watchdog-read',
        ...(service === undefined ? {} : { service }),
      });
    expect(signIn()).toThrow('does not trust lambda.amazonaws.com');
    expect(signIn(null)).not.toThrow();
    expect(() => sandbox.credentialsOf({ account: DEV, role: 'none' })).toThrow(
      `no role none in account ${DEV}`,
    );
  });
});

describe('a Region', () => {
  const inRegion = async (sandbox: Sandbox, region: string): Promise<LambdaClient> => {
    const dev = await memberSettings(watchSettings(sandbox), DEV);
    return new LambdaClient({ ...dev, region });
  };

  it('that the account has not opted into is refused until it is enabled', async () => {
    const sandbox = make();
    const lambda = await inRegion(sandbox, 'eu-central-2');
    await expect(lambda.send(new GetAccountSettingsCommand({}))).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
      message: 'The security token included in the request is invalid.',
    });
    sandbox.organisation.account(DEV).enabledRegions.add('eu-central-2');
    await expect(lambda.send(new GetAccountSettingsCommand({}))).resolves.toBeDefined();
  });

  it.each([
    ['InvalidClientTokenId', { name: 'InvalidClientTokenId' }],
    ['AuthFailure', { name: 'AuthFailure', $metadata: { httpStatusCode: 401 } }],
    ['OptInRequired', { name: 'OptInRequired' }],
    [
      'dns',
      { code: 'ENOTFOUND', message: 'getaddrinfo ENOTFOUND lambda.me-south-1.amazonaws.com' },
    ],
  ] as const)('not enabled may be spelled %s', async (regionNotEnabled, error) => {
    const sandbox = createSandbox(
      { ...smallWorld(), regionNotEnabled },
      { clock: virtualClock(START) },
    );
    const lambda = await inRegion(sandbox, 'me-south-1');
    await expect(lambda.send(new GetAccountSettingsCommand({}))).rejects.toMatchObject(error);
  });

  it('that does not exist has no host', async () => {
    const lambda = await inRegion(make(), 'eu-west-9');
    await expect(lambda.send(new GetAccountSettingsCommand({}))).rejects.toMatchObject({
      code: 'ENOTFOUND',
    });
  });

  it('that a service control policy denies is refused, with the reason only in the message', async () => {
    expectDenied({
      action: 'lambda:GetAccountSettings',
      because: 'the organisation denies the Region',
    });
    const sandbox = createSandbox(
      smallWorld({
        dev: {
          serviceControlPolicies: [
            {
              Version: '2012-10-17',
              Statement: [
                { Effect: 'Allow', Action: '*', Resource: '*' },
                {
                  Effect: 'Deny',
                  NotAction: 'sts:*',
                  Resource: '*',
                  Condition: { StringNotEquals: { 'aws:RequestedRegion': 'eu-west-1' } },
                },
              ],
            },
          ],
        },
      }),
      { clock: virtualClock(START) },
    );
    const lambda = await inRegion(sandbox, 'us-east-1');
    await expect(lambda.send(new GetAccountSettingsCommand({}))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining('with an explicit deny in a service control policy'),
    });
  });
});

describe('a world', () => {
  it('in which a trust policy names a role that does not exist is refused', () => {
    const trust = {
      Version: '2012-10-17',
      Statement: {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${TOOLING}:role/missing` },
        Action: 'sts:AssumeRole',
      },
    };
    expect(() => createSandbox(smallWorld({ dev: { roles: [{ name: 'r', trust }] } }))).toThrow(
      'MalformedPolicyDocument: Invalid principal in policy',
    );
  });
});
