import {
  DeleteLayerVersionCommand,
  GetAccountSettingsCommand,
  GetLayerVersionCommand,
  GetLayerVersionPolicyCommand,
  LambdaClient,
  LambdaServiceException,
  ListFunctionsCommand,
  ListLayersCommand,
  ListLayerVersionsCommand,
  paginateListLayerVersions,
  paginateListLayers,
} from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';
import type { RegionWorld } from '../../world.ts';
import { roleAllowing } from '../../fixtures/administrator.ts';
import { closeAfterEach, oneRegion } from '../../fixtures/one-region.ts';
import type { OneRegionOptions } from '../../fixtures/one-region.ts';
import { DEV } from '../../fixtures/small-world.ts';

closeAfterEach();

const arn = `arn:aws:lambda:eu-west-1:${DEV}:layer:tools`;
const LayerName = 'tools';
const world: RegionWorld = {
  layers: [
    {
      name: 'tools',
      versions: '1-60',
      codeSize: 100,
      policies: { '4': { Version: '2012-10-17', Statement: [{ Sid: 'org', Effect: 'Allow' }] } },
      referencedContent: ['5'],
    },
    { name: 'fonts', versions: '1' },
  ],
  functions: [
    {
      name: 'pay',
      versions: '1-2',
      codeSize: 0,
      versionLayers: { '2': [{ arn: `${arn}:7`, codeSize: 100 }] },
    },
  ],
};

async function start(options: OneRegionOptions = {}, region: RegionWorld = world) {
  const { sandbox, settings } = await oneRegion(region, options);
  return { sandbox, lambda: new LambdaClient(settings) };
}

describe.each(['in process', 'http'])('layers %s', (transport) => {
  it('lists layers with their newest version, and versions with the newest first', async () => {
    const { lambda, sandbox } = await start({ transport });
    const layers = [];
    for await (const page of paginateListLayers({ client: lambda, pageSize: 1 }, {})) {
      layers.push(...(page.Layers ?? []));
    }
    expect(layers).toMatchObject([
      { LayerName: 'fonts', LatestMatchingVersion: { Version: 1 } },
      { LayerName: 'tools', LayerArn: arn, LatestMatchingVersion: { Version: 60 } },
    ]);
    const versions = [];
    for await (const page of paginateListLayerVersions({ client: lambda }, { LayerName })) {
      versions.push(...(page.LayerVersions ?? []));
    }
    expect(versions.map(({ Version }) => Version)).toEqual(
      Array.from({ length: 60 }, (_, i) => 60 - i),
    );
    expect(versions[0]).toEqual({
      LayerVersionArn: `${arn}:60`,
      Version: 60,
      Description: '',
      CreatedDate: '2026-11-21T08:00:00.000+0000',
      CompatibleRuntimes: ['nodejs24.x'],
    });
    expect(sandbox.calls.count({ operation: 'ListLayerVersions' })).toBe(2);
  });

  it('shows size, reference and policy of a version, and 404 when it does not exist', async () => {
    const { lambda } = await start({ transport });
    const copied = await lambda.send(new GetLayerVersionCommand({ LayerName, VersionNumber: 4 }));
    expect(copied.Content).toMatchObject({ CodeSize: 100 });
    expect(copied.Content?.ResolvedS3Object).toBeUndefined();
    const referenced = await lambda.send(
      new GetLayerVersionCommand({ LayerName: arn, VersionNumber: 5 }),
    );
    expect(referenced.Content?.ResolvedS3Object).toMatchObject({ S3ObjectVersion: 'v5' });
    const { Policy = '' } = await lambda.send(
      new GetLayerVersionPolicyCommand({ LayerName, VersionNumber: 4 }),
    );
    expect(JSON.parse(Policy)).toMatchObject({ Statement: [{ Sid: 'org' }] });
    const absent = { name: 'ResourceNotFoundException', $metadata: { httpStatusCode: 404 } };
    for (const VersionNumber of [5, 61]) {
      await expect(
        lambda.send(new GetLayerVersionPolicyCommand({ LayerName, VersionNumber })),
      ).rejects.toMatchObject(absent);
    }
  });
});

describe('DeleteLayerVersion', () => {
  const remove = (lambda: LambdaClient, VersionNumber: number) =>
    lambda.send(new DeleteLayerVersionCommand({ LayerName, VersionNumber }));
  const used = async (lambda: LambdaClient) =>
    (await lambda.send(new GetAccountSettingsCommand({}))).AccountUsage?.TotalCodeSize;

  it('deletes a version that is in use or shared, and refuses one that was deleted', async () => {
    const { lambda } = await start();
    for (const version of [4, 7]) {
      await expect(remove(lambda, version)).resolves.toMatchObject({
        $metadata: { httpStatusCode: 204 },
      });
    }
    await expect(
      lambda.send(new GetLayerVersionCommand({ LayerName, VersionNumber: 4 })),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    for (const version of [4, 99]) {
      await expect(remove(lambda, version)).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
      });
    }
  });

  it.each([
    [404, 404],
    [204, undefined],
  ] as const)('answers %d for a version that is gone, as the world says', async (said, refused) => {
    const { lambda } = await start({ world: { missingLayerVersion: said } });
    await remove(lambda, 4);
    const status = await remove(lambda, 4).then(
      () => undefined,
      (error: unknown) =>
        error instanceof LambdaServiceException ? error.$metadata.httpStatusCode : 0,
    );
    expect(status).toBe(refused);
  });

  it('refuses a number that no version can have', async () => {
    const { lambda } = await start();
    await expect(remove(lambda, 0)).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
    });
  });

  it('frees the bytes, except of a version that a function still uses', async () => {
    const { lambda } = await start();
    const before = (await used(lambda)) ?? 0;
    await remove(lambda, 3);
    await remove(lambda, 5);
    await remove(lambda, 7);
    expect(await used(lambda)).toBe(before - 100);
    const { Functions = [] } = await lambda.send(
      new ListFunctionsCommand({ FunctionVersion: 'ALL' }),
    );
    expect(Functions.map(({ Layers }) => Layers?.[0]?.Arn)).toEqual([
      undefined,
      undefined,
      `${arn}:7`,
    ]);
  });

  it("counts towards the control plane's rate", async () => {
    const { lambda } = await start();
    for (let version = 1; version <= 15; version += 1) await remove(lambda, version);
    await expect(remove(lambda, 16)).rejects.toMatchObject({ name: 'TooManyRequestsException' });
  });
});

describe('a change of layers by other people', () => {
  it('publishes under a new number, shares and deletes', async () => {
    const { lambda, sandbox } = await start();
    const other = sandbox.change({ account: DEV, region: 'eu-west-1' });
    other.deleteLayerVersion('tools', 60);
    expect(other.publishLayerVersion('tools')).toBe(61);
    const policy = { Version: '2012-10-17', Statement: [{ Sid: 'all', Effect: 'Allow' }] };
    other.shareLayerVersion('tools', 61, policy);
    const { LayerVersions = [] } = await lambda.send(new ListLayerVersionsCommand({ LayerName }));
    expect(LayerVersions.slice(0, 2).map(({ Version }) => Version)).toEqual([61, 59]);
    expect(LayerVersions[0]?.CreatedDate).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+\+0000$/);
    const { Policy = '' } = await lambda.send(
      new GetLayerVersionPolicyCommand({ LayerName, VersionNumber: 61 }),
    );
    expect(JSON.parse(Policy)).toEqual(policy);
    other.deleteLayerVersion('tools', 61);
    await expect(
      lambda.send(new GetLayerVersionPolicyCommand({ LayerName, VersionNumber: 61 })),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

describe('permissions for layers', () => {
  it('are checked on the version, and for lists on everything', async () => {
    const role = roleAllowing(
      'reader',
      ['lambda:GetLayerVersion', 'lambda:ListLayers'],
      `${arn}:4`,
    );
    const { lambda } = await start({ role });
    await expect(
      lambda.send(new GetLayerVersionCommand({ LayerName, VersionNumber: 4 })),
    ).resolves.toBeDefined();
    await expect(
      lambda.send(new GetLayerVersionCommand({ LayerName, VersionNumber: 5 })),
    ).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await expect(lambda.send(new ListLayersCommand({}))).rejects.toMatchObject({
      message: expect.stringContaining('lambda:ListLayers on resource: *'),
    });
  });
});
