import {
  CloudFrontClient,
  ListDistributionsCommand,
  paginateListDistributions,
} from '@aws-sdk/client-cloudfront';
import { describe, expect, it } from 'vitest';
import type { OneRegionOptions } from '../fixtures/one-region.ts';
import type { DistributionWorld } from '../world/callers.ts';
import { administrator, roleAllowing } from '../fixtures/administrator.ts';
import { closeAfterEach, oneRegion } from '../fixtures/one-region.ts';
import { DEV } from '../fixtures/small-world.ts';

closeAfterEach();

const arn = `arn:aws:lambda:us-east-1:${DEV}:function:edge`;
const site: DistributionWorld = {
  id: 'E1SITE',
  functions: [{ arn: `${arn}:3` }, { arn: `${arn}:4`, event: 'origin-response' }],
  behaviours: { '/api/*': [{ arn: `${arn}:5` }], '/img/*': [] },
};

async function start(distributions: readonly DistributionWorld[], options: OneRegionOptions = {}) {
  const account = { distributions, roles: [options.role ?? administrator] };
  const { sandbox, settings } = await oneRegion({}, { region: 'us-east-1', ...options, account });
  return { sandbox, client: new CloudFrontClient(settings) };
}

describe.each(['in process', 'http'])('CloudFront %s', (transport) => {
  it('lists distributions with the functions of all behaviours, staging distributions too', async () => {
    const { client, sandbox } = await start(
      [site, { id: 'E2STAGING', isStaging: true, isEnabled: false }],
      { transport },
    );
    const { DistributionList } = await client.send(new ListDistributionsCommand({}));
    expect(DistributionList).toMatchObject({
      Quantity: 2,
      IsTruncated: false,
      Items: [
        {
          Id: 'E1SITE',
          ARN: `arn:aws:cloudfront::${DEV}:distribution/E1SITE`,
          Enabled: true,
          Staging: false,
          DefaultCacheBehavior: {
            LambdaFunctionAssociations: {
              Quantity: 2,
              Items: [
                { LambdaFunctionARN: `${arn}:3`, EventType: 'viewer-request' },
                { LambdaFunctionARN: `${arn}:4`, EventType: 'origin-response' },
              ],
            },
          },
          CacheBehaviors: {
            Quantity: 2,
            Items: [
              {
                PathPattern: '/api/*',
                LambdaFunctionAssociations: { Items: [{ LambdaFunctionARN: `${arn}:5` }] },
              },
              { PathPattern: '/img/*', LambdaFunctionAssociations: { Quantity: 0 } },
            ],
          },
        },
        { Id: 'E2STAGING', Staging: true, Enabled: false, CacheBehaviors: { Quantity: 0 } },
      ],
    });
    expect(sandbox.calls.list()).toMatchObject([{ service: 'cloudfront', region: 'us-east-1' }]);
  });

  it('continues in pages of 100, and an empty list has no items element', async () => {
    const many = Array.from({ length: 120 }, (_, i) => ({ id: `E${1000 + i}` }));
    const { client } = await start(many, { transport });
    const ids = [];
    for await (const { DistributionList } of paginateListDistributions({ client }, {})) {
      ids.push(...(DistributionList?.Items ?? []).map(({ Id }) => Id));
    }
    expect(ids).toEqual(many.map(({ id }) => id));
    const { DistributionList } = await client.send(
      new ListDistributionsCommand({ Marker: 'E2000' }),
    );
    expect(DistributionList).toMatchObject({ Quantity: 0 });
    expect(DistributionList?.Items).toBeUndefined();
  });

  it('is denied without its permission', async () => {
    const { client } = await start([], { transport, role: roleAllowing('reader', 'lambda:*') });
    await expect(client.send(new ListDistributionsCommand({}))).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining('cloudfront:ListDistributions on resource: *'),
      $metadata: { httpStatusCode: 403 },
    });
  });
});

it('signs for us-east-1 in every Region, unless its endpoint is given', async () => {
  const inProcess = await start([site], { region: 'eu-west-1' });
  await expect(inProcess.client.send(new ListDistributionsCommand({}))).resolves.toBeDefined();
  const overHttp = await start([site], { region: 'eu-west-1', transport: 'http' });
  await expect(overHttp.client.send(new ListDistributionsCommand({}))).rejects.toMatchObject({
    name: 'SignatureDoesNotMatch',
  });
});

it('signs for Ningxia in China', async () => {
  const { client } = await start([site], { region: 'cn-north-1', world: { partition: 'aws-cn' } });
  await expect(client.send(new ListDistributionsCommand({}))).resolves.toBeDefined();
});

it('lists a distribution that was just created', async () => {
  const { client, sandbox } = await start([]);
  sandbox.organisation.account(DEV).distributions = [site];
  const { DistributionList } = await client.send(new ListDistributionsCommand({}));
  expect(DistributionList?.Quantity).toBe(1);
});
