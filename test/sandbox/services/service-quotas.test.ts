import {
  GetAWSDefaultServiceQuotaCommand,
  GetServiceQuotaCommand,
  ListRequestedServiceQuotaChangeHistoryByQuotaCommand,
  NoSuchResourceException,
  ServiceQuotasClient,
} from '@aws-sdk/client-service-quotas';
import type { RequestStatus } from '@aws-sdk/client-service-quotas';
import { afterEach, describe, expect, it } from 'vitest';
import type { AccountWorld, World } from '../world.ts';
import type { Listening } from '../transport/http.ts';
import { virtualClock } from '../clock.ts';
import { administrator, roleAllowing } from '../fixtures/administrator.ts';
import { DEV, START, smallWorld } from '../fixtures/small-world.ts';
import { createSandbox } from '../sandbox.ts';

let listening: Listening | undefined;
afterEach(async () => {
  await listening?.close();
  listening = undefined;
});

const buckets = { ServiceCode: 's3', QuotaCode: 'L-DC2B2D3D' };

async function start(
  dev: Partial<AccountWorld> = {},
  options: { region?: string; transport?: string; world?: Partial<World>; role?: string } = {},
) {
  const world = { ...smallWorld({ dev: { roles: [administrator], ...dev } }), ...options.world };
  const sandbox = createSandbox(world, { clock: virtualClock(START) });
  if (options.transport === 'http') listening = await sandbox.listen();
  const quotas = new ServiceQuotasClient({
    region: options.region ?? 'us-east-1',
    maxAttempts: 1,
    credentials: sandbox.credentialsOf({ account: DEV, role: options.role ?? 'admin' }),
    ...(listening === undefined
      ? { requestHandler: sandbox.requestHandler() }
      : { endpoint: listening.url }),
  });
  return { sandbox, quotas };
}

describe.each(['in process', 'http'])('awsJson1_1 %s', (transport) => {
  it('answers with numbers, texts, maps and errors of the SDK', async () => {
    const { quotas } = await start({ quotas: { 's3/L-DC2B2D3D': 12_000 } }, { transport });
    const { Quota } = await quotas.send(new GetServiceQuotaCommand(buckets));
    expect(Quota).toMatchObject({
      QuotaArn: `arn:aws:servicequotas:us-east-1:${DEV}:s3/L-DC2B2D3D`,
      Value: 12_000,
      Adjustable: true,
      UsageMetric: { MetricDimensions: { Resource: 'GeneralPurposeBuckets' } },
    });
    const error: unknown = await quotas
      .send(new GetServiceQuotaCommand({ ServiceCode: 's3', QuotaCode: 'L-NOPE' }))
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(NoSuchResourceException);
    await expect(
      quotas.send(new GetServiceQuotaCommand({ ServiceCode: 's3', QuotaCode: undefined })),
    ).rejects.toMatchObject({ name: 'ValidationException', $metadata: { httpStatusCode: 400 } });
  });
});

describe('Service Quotas', () => {
  it('returns no applied value when the world has none, but a default', async () => {
    const { quotas } = await start({ quotas: { 's3/L-DC2B2D3D': null } });
    await expect(quotas.send(new GetServiceQuotaCommand(buckets))).rejects.toMatchObject({
      name: 'NoSuchResourceException',
    });
    await expect(quotas.send(new GetAWSDefaultServiceQuotaCommand(buckets))).resolves.toMatchObject(
      { Quota: { Value: 10_000 } },
    );
  });

  it.each(['eu-west-1', 'us-west-2'])('does not know the bucket quota in %s', async (region) => {
    const { quotas } = await start({}, { region });
    for (const command of [
      new GetServiceQuotaCommand(buckets),
      new GetAWSDefaultServiceQuotaCommand(buckets),
    ]) {
      await expect(quotas.send(command)).rejects.toMatchObject({ name: 'NoSuchResourceException' });
    }
  });

  it('has the quota in us-gov-west-1 for GovCloud', async () => {
    const world: Partial<World> = {
      partition: 'aws-us-gov',
      accounts: [{ id: DEV, name: 'dev', roles: [administrator] }],
    };
    const { quotas } = await start({}, { region: 'us-gov-west-1', world });
    await expect(quotas.send(new GetServiceQuotaCommand(buckets))).resolves.toMatchObject({
      Quota: { Value: 10_000 },
    });
  });

  it('returns 300 gigabytes of code storage, which cannot be increased', async () => {
    const { quotas } = await start({}, { region: 'eu-west-1' });
    await expect(
      quotas.send(new GetServiceQuotaCommand({ ServiceCode: 'lambda', QuotaCode: 'L-2ACBD22F' })),
    ).resolves.toMatchObject({ Quota: { Value: 300, Unit: 'Gigabytes', Adjustable: false } });
  });

  it('answers five requests a second', async () => {
    const { quotas, sandbox } = await start();
    const get = () => quotas.send(new GetServiceQuotaCommand(buckets));
    for (let i = 0; i < 5; i += 1) await get();
    await expect(get()).rejects.toMatchObject({
      name: 'TooManyRequestsException',
      $metadata: { httpStatusCode: 429 },
    });
    await sandbox.clock.sleep(200);
    await expect(get()).resolves.toBeDefined();
  });

  it('lists the requests for a quota, by status and page by page', async () => {
    const request = (status: RequestStatus, desired: number) =>
      ({ status, desired, created: '2026-11-20T08:00:00Z' }) as const;
    const { quotas } = await start({
      quotaRequests: {
        's3/L-DC2B2D3D': [
          request('CASE_OPENED', 20_000),
          request('DENIED', 90_000),
          request('PENDING', 30_000),
        ],
      },
    });
    const list = (more: object = {}) =>
      quotas.send(
        new ListRequestedServiceQuotaChangeHistoryByQuotaCommand({ ...buckets, ...more }),
      );
    const first = await list({ MaxResults: 2 });
    expect(first.RequestedQuotas).toMatchObject([
      {
        ...buckets,
        Status: 'CASE_OPENED',
        DesiredValue: 20_000,
        Created: new Date('2026-11-20T08:00:00Z'),
      },
      { Status: 'DENIED' },
    ]);
    const { NextToken } = first;
    const second = await list({ MaxResults: 2, NextToken });
    expect(second.RequestedQuotas).toMatchObject([{ Status: 'PENDING' }]);
    expect(second.NextToken).toBeUndefined();
    await expect(list({ Status: 'DENIED' })).resolves.toMatchObject({
      RequestedQuotas: [{ DesiredValue: 90_000 }],
    });
    await expect(list({ NextToken: 'nonsense' })).rejects.toMatchObject({
      name: 'InvalidPaginationTokenException',
    });
  });

  it('lists no requests when there are none, and none of another Region', async () => {
    const command = new ListRequestedServiceQuotaChangeHistoryByQuotaCommand(buckets);
    await expect((await start()).quotas.send(command)).resolves.toMatchObject({
      RequestedQuotas: [],
    });
    const { quotas } = await start({}, { region: 'eu-west-1' });
    await expect(quotas.send(command)).rejects.toMatchObject({ name: 'NoSuchResourceException' });
  });

  it('needs a permission for each of its reads', async () => {
    const role = roleAllowing('reader', 'servicequotas:GetServiceQuota');
    const { quotas } = await start({ roles: [role] }, { role: 'reader' });
    await expect(quotas.send(new GetServiceQuotaCommand(buckets))).resolves.toBeDefined();
    await expect(quotas.send(new GetAWSDefaultServiceQuotaCommand(buckets))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining('servicequotas:GetAWSDefaultServiceQuota on resource: *'),
    });
  });
});
