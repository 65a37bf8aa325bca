import { GetAccountSettingsCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterEach, describe, expect, it } from 'vitest';
import type { FaultRule } from './faults.ts';
import type { Sandbox } from './sandbox.ts';
import type { Listening } from './transport/http.ts';
import { virtualClock } from './clock.ts';
import { createSandbox } from './sandbox.ts';
import { memberSettings, watchSettings } from './fixtures/member-client.ts';
import { DEV, EXTERNAL_ID, PROD, START, TOOLING, smallWorld } from './fixtures/small-world.ts';

let listening: Listening | undefined;
afterEach(async () => {
  await listening?.close();
  listening = undefined;
});

async function lambdaOfDev(sandbox: Sandbox, transport: string): Promise<LambdaClient> {
  if (transport === 'http') listening = await sandbox.listen();
  return new LambdaClient(await memberSettings(watchSettings(sandbox, listening?.url), DEV));
}

const cases: readonly [string, FaultRule['effect'], object][] = [
  [
    'error',
    { kind: 'error', name: 'EC2ThrottledException', status: 502, message: 'EC2 is slow' },
    { name: 'EC2ThrottledException', message: 'EC2 is slow', $metadata: { httpStatusCode: 502 } },
  ],
  ['throttle', { kind: 'throttle' }, { name: 'TooManyRequestsException' }],
  [
    'access denied',
    { kind: 'access denied' },
    {
      name: 'AccessDeniedException',
      message:
        `User: arn:aws:sts::${DEV}:assumed-role/limits-watchdog-read/test is not authorized to ` +
        'perform: lambda:GetAccountSettings on resource: * because no identity-based policy ' +
        'allows the lambda:GetAccountSettings action',
      $metadata: { httpStatusCode: 403 },
    },
  ],
  [
    'server error',
    { kind: 'server error' },
    { name: 'ServiceException', $metadata: { httpStatusCode: 500 } },
  ],
  [
    'server error 503',
    { kind: 'server error', status: 503 },
    { $metadata: { httpStatusCode: 503 } },
  ],
  ['expired token', { kind: 'expired token' }, { name: 'ExpiredTokenException' }],
  ['reset', { kind: 'reset' }, { name: 'TimeoutError', code: 'ECONNRESET' }],
  ['reset in body', { kind: 'reset in body' }, { code: 'ECONNRESET' }],
  ['garbage', { kind: 'garbage' }, { name: 'SyntaxError' }],
];

describe.each(['in process', 'http'])('a fault %s', (transport) => {
  it.each(cases)('%s breaks the request once and not the next one', async (_, effect, error) => {
    const sandbox = createSandbox(smallWorld(), { clock: virtualClock(START) });
    const lambda = await lambdaOfDev(sandbox, transport);
    sandbox.faults.add({ match: { service: 'lambda' }, times: 1, effect });
    await expect(lambda.send(new GetAccountSettingsCommand({}))).rejects.toMatchObject(error);
    await expect(lambda.send(new GetAccountSettingsCommand({}))).resolves.toBeDefined();
    expect(sandbox.calls.list({ service: 'lambda' }).map(({ fault }) => fault)).toEqual([
      effect.kind,
      undefined,
    ]);
  });

  it('no answer: the request lasts until the caller times out', async () => {
    const sandbox = createSandbox(smallWorld(), { clock: virtualClock(START) });
    const lambda = await lambdaOfDev(sandbox, transport);
    sandbox.faults.add({
      match: { operation: 'GetAccountSettings' },
      times: 1,
      effect: { kind: 'no answer' },
    });
    const controller = new AbortController();
    const sent = lambda.send(new GetAccountSettingsCommand({}), {
      abortSignal: controller.signal,
    });
    setTimeout(() => controller.abort(), 30);
    await expect(sent).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('faults', () => {
  it('a request that hangs fails with TimeoutError on the clock of the sandbox', async () => {
    const clock = virtualClock(START);
    const sandbox = createSandbox(smallWorld(), {
      clock,
      faults: [{ match: { service: 'sts' }, times: 'always', effect: { kind: 'no answer' } }],
    });
    const sts = new STSClient({
      ...watchSettings(sandbox),
      requestHandler: sandbox.requestHandler({
        requestTimeout: 10_000,
        throwOnRequestTimeout: true,
      }),
    });
    await expect(sts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      name: 'TimeoutError',
      code: 'ETIMEDOUT',
    });
    expect(clock.now()).toBe(Date.parse(START) + 10_000);
  });

  it("a requestTimeout without throwOnRequestTimeout does not fail, as in the SDK's handler", async () => {
    const clock = virtualClock(START);
    const sandbox = createSandbox(smallWorld(), {
      clock,
      faults: [
        { match: { service: 'sts' }, times: 'always', effect: { kind: 'delay', ms: 60_000 } },
      ],
    });
    const sts = new STSClient({
      ...watchSettings(sandbox),
      requestHandler: sandbox.requestHandler({ requestTimeout: 10_000 }),
    });
    await expect(sts.send(new GetCallerIdentityCommand({}))).resolves.toBeDefined();
    expect(clock.now()).toBe(Date.parse(START) + 60_000);
  });

  it('a delay moves the clock, and several delays add up', async () => {
    const clock = virtualClock(START);
    const sandbox = createSandbox(smallWorld(), { clock });
    for (const ms of [40, 60]) {
      sandbox.faults.add({ match: {}, times: 'always', effect: { kind: 'delay', ms } });
    }
    await new STSClient(watchSettings(sandbox)).send(new GetCallerIdentityCommand({}));
    expect(clock.now()).toBe(Date.parse(START) + 100);
  });

  it('a reset can lose the answer of an operation that was carried out', async () => {
    const sandbox = createSandbox(smallWorld(), { clock: virtualClock(START) });
    const watch = watchSettings(sandbox);
    sandbox.faults.add({
      match: { service: 'sts' },
      times: 1,
      effect: { kind: 'reset', isCarriedOut: true },
    });
    await expect(memberSettings(watch, DEV)).rejects.toMatchObject({ code: 'ECONNRESET' });
    const [call] = sandbox.calls.list();
    expect(call).toMatchObject({ status: 0, access: [{ isAllowed: true }] });
  });

  it('happen from the nth matching request, as often as the rule says', async () => {
    const sandbox = createSandbox(smallWorld(), { clock: virtualClock(START) });
    const sts = new STSClient(watchSettings(sandbox));
    sandbox.faults.add({
      match: { service: 'sts', nth: 3 },
      times: 2,
      effect: { kind: 'throttle' },
    });
    const outcomes: string[] = [];
    for (let i = 0; i < 6; i += 1) {
      await sts.send(new GetCallerIdentityCommand({})).then(
        () => outcomes.push('ok'),
        (error: Error) => outcomes.push(error.name),
      );
    }
    expect(outcomes).toEqual(['ok', 'ok', 'Throttling', 'Throttling', 'ok', 'ok']);
  });

  it('affect only the role that the resource pattern matches', async () => {
    const sandbox = createSandbox(smallWorld(), { clock: virtualClock(START) });
    const sts = new STSClient(watchSettings(sandbox));
    sandbox.faults.add({
      match: { account: TOOLING, resource: `arn:aws:iam::${DEV}:role/*` },
      times: 'always',
      effect: { kind: 'access denied' },
    });
    const assume = (account: string) =>
      sts.send(
        new AssumeRoleCommand({
          RoleArn: `arn:aws:iam::${account}:role/limits-watchdog-read`,
          RoleSessionName: 'test',
          ExternalId: EXTERNAL_ID,
        }),
      );
    await expect(assume(DEV)).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(assume(PROD)).resolves.toBeDefined();
  });

  it('can be removed', async () => {
    const sandbox = createSandbox(smallWorld(), { clock: virtualClock(START) });
    const remove = sandbox.faults.add({
      match: {},
      times: 'always',
      effect: { kind: 'server error' },
    });
    const sts = new STSClient(watchSettings(sandbox));
    await expect(sts.send(new GetCallerIdentityCommand({}))).rejects.toThrow('unknown error');
    remove();
    await expect(sts.send(new GetCallerIdentityCommand({}))).resolves.toBeDefined();
  });
});
