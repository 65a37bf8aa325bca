import {
  BatchGetDeploymentsCommand,
  CodeDeployClient,
  DeploymentDoesNotExistException,
  GetDeploymentCommand,
  GetDeploymentTargetCommand,
  ListApplicationsCommand,
  ListDeploymentTargetsCommand,
  paginateListDeployments,
} from '@aws-sdk/client-codedeploy';
import type { ListDeploymentsCommandInput } from '@aws-sdk/client-codedeploy';
import { describe, expect, it } from 'vitest';
import type { OneRegionOptions } from '../fixtures/one-region.ts';
import type { DeployApplicationWorld, DeploymentWorld } from '../world/deployments.ts';
import { roleAllowing } from '../fixtures/administrator.ts';
import { closeAfterEach, oneRegion } from '../fixtures/one-region.ts';
import { DEV } from '../fixtures/small-world.ts';

closeAfterEach();

const lambda = {
  functionName: `arn:aws:lambda:eu-west-1:${DEV}:function:pay`,
  alias: 'live',
  currentVersion: '7',
  targetVersion: '8',
  targetWeight: 10,
};
const shifting: DeploymentWorld = { id: 'd-SHIFTING1', lambda };
const done: DeploymentWorld = { id: 'd-DONE1', status: 'Succeeded', lambda };
const shop = (...deployments: DeploymentWorld[]): DeployApplicationWorld => ({
  name: 'shop',
  deployments,
});

async function start(
  deployApplications: readonly DeployApplicationWorld[],
  options: OneRegionOptions = {},
) {
  const { sandbox, settings } = await oneRegion({ deployApplications }, options);
  const client = new CodeDeployClient(settings);
  const list = async (input: ListDeploymentsCommandInput = {}) => {
    const found: string[] = [];
    for await (const { deployments = [] } of paginateListDeployments({ client }, input)) {
      found.push(...deployments);
    }
    return found;
  };
  return { sandbox, client, list };
}

describe.each(['in process', 'http'])('CodeDeploy %s', (transport) => {
  it('lists deployments of all applications, and returns the versions of one', async () => {
    const { client, list } = await start(
      [
        shop(shifting, done),
        { name: 'servers', platform: 'Server', deployments: [{ id: 'd-EC2' }] },
      ],
      { transport },
    );
    expect((await list({ includeOnlyStatuses: ['InProgress'] })).sort()).toEqual([
      'd-EC2',
      'd-SHIFTING1',
    ]);
    const { applications } = await client.send(new ListApplicationsCommand({}));
    expect(applications).toEqual(['servers', 'shop']);
    const { deploymentsInfo = [] } = await client.send(
      new BatchGetDeploymentsCommand({ deploymentIds: ['d-SHIFTING1', 'd-EC2', 'd-NONE'] }),
    );
    expect(deploymentsInfo).toMatchObject([
      { deploymentId: 'd-SHIFTING1', computePlatform: 'Lambda', status: 'InProgress' },
      { deploymentId: 'd-EC2', computePlatform: 'Server', revision: { revisionType: 'S3' } },
    ]);
    const content: unknown = JSON.parse(
      deploymentsInfo[0]?.revision?.appSpecContent?.content ?? '',
    );
    expect(content).toMatchObject({
      Resources: [
        { function: { Properties: { Alias: 'live', CurrentVersion: '7', TargetVersion: '8' } } },
      ],
    });
  });

  it('returns the versions of a target, whatever the revision is', async () => {
    const { client } = await start([shop({ ...shifting, revision: 'S3' })], { transport });
    const deploymentId = 'd-SHIFTING1';
    const { deploymentInfo } = await client.send(new GetDeploymentCommand({ deploymentId }));
    expect(deploymentInfo?.revision?.revisionType).toBe('S3');
    const { targetIds = [] } = await client.send(
      new ListDeploymentTargetsCommand({ deploymentId }),
    );
    expect(targetIds).toEqual(['pay:live']);
    const { deploymentTarget } = await client.send(
      new GetDeploymentTargetCommand({ deploymentId, targetId: targetIds[0] }),
    );
    expect(deploymentTarget?.lambdaTarget).toMatchObject({
      status: 'InProgress',
      lambdaFunctionInfo: {
        functionName: 'pay',
        functionAlias: 'live',
        currentVersion: '7',
        targetVersion: '8',
        targetVersionWeight: 10,
      },
    });
  });

  it('returns errors of the right class', async () => {
    const { client } = await start([], { transport });
    const error: unknown = await client
      .send(new GetDeploymentCommand({ deploymentId: 'd-NONE' }))
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(DeploymentDoesNotExistException);
  });
});

describe('ListDeployments', () => {
  it('continues in pages of 100, the latest first', async () => {
    const many = Array.from({ length: 130 }, (_, i) => ({
      id: `d-N${i}`,
      createdAt: new Date(Date.UTC(2026, 10, 1, 0, i)).toISOString(),
    }));
    const { list, sandbox } = await start([shop(...many)]);
    expect(await list()).toEqual(many.map(({ id }) => id).reverse());
    expect(sandbox.calls.count()).toBe(2);
    const start0 = new Date('2026-11-01T02:00:00Z');
    expect(await list({ createTimeRange: { start: start0 } })).toHaveLength(10);
  });

  it('needs application and group together, or neither', async () => {
    const { list } = await start([shop(shifting)]);
    await expect(list({ applicationName: 'shop' })).rejects.toMatchObject({
      name: 'DeploymentGroupNameRequiredException',
    });
    await expect(list({ deploymentGroupName: 'shop' })).rejects.toMatchObject({
      name: 'ApplicationNameRequiredException',
    });
    await expect(
      list({ applicationName: 'none', deploymentGroupName: 'shop' }),
    ).rejects.toMatchObject({ name: 'ApplicationDoesNotExistException' });
    expect(await list({ applicationName: 'shop', deploymentGroupName: 'shop' })).toEqual([
      'd-SHIFTING1',
    ]);
  });
});

describe('BatchGetDeployments', () => {
  it('takes 25 deployments at most', async () => {
    const { client } = await start([]);
    const deploymentIds = Array.from({ length: 26 }, (_, i) => `d-N${i}`);
    await expect(
      client.send(new BatchGetDeploymentsCommand({ deploymentIds })),
    ).rejects.toMatchObject({ name: 'BatchLimitExceededException' });
  });

  it('is allowed by the group of each deployment', async () => {
    const arn = `arn:aws:codedeploy:eu-west-1:${DEV}:deploymentgroup:shop/shop`;
    const role = roleAllowing('reader', 'codedeploy:*', arn);
    const { client, list } = await start([shop(shifting, { id: 'd-OTHER', group: 'canary' })], {
      role,
    });
    const get = (...deploymentIds: string[]) =>
      client.send(new BatchGetDeploymentsCommand({ deploymentIds }));
    await expect(get('d-SHIFTING1')).resolves.toBeDefined();
    await expect(get('d-SHIFTING1', 'd-OTHER')).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining('deploymentgroup:shop/canary'),
    });
    await expect(list()).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});
