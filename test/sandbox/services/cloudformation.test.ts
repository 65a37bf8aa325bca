import {
  CloudFormationClient,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  ListStacksCommand,
  paginateListStackResources,
  paginateListStacks,
} from '@aws-sdk/client-cloudformation';
import type { StackSummary } from '@aws-sdk/client-cloudformation';
import { describe, expect, it } from 'vitest';
import type { DeployedStackWorld } from '../world/deployments.ts';
import type { OneRegionOptions } from '../fixtures/one-region.ts';
import { roleAllowing } from '../fixtures/administrator.ts';
import { closeAfterEach, oneRegion } from '../fixtures/one-region.ts';
import { DEV } from '../fixtures/small-world.ts';

closeAfterEach();

const version = `arn:aws:lambda:eu-west-1:${DEV}:function:setup:7`;
const custom: DeployedStackWorld = {
  name: 'shop',
  status: 'UPDATE_ROLLBACK_IN_PROGRESS',
  updatedAt: '2026-11-22T07:59:00Z',
  template: `
Resources:
  Setup:
    Type: Custom::Setup
    Properties:
      ServiceToken: ${version}
  Other:
    Type: AWS::CloudFormation::CustomResource
    Properties:
      ServiceToken: !Ref SetupVersion
`,
};

async function start(stacks: readonly DeployedStackWorld[], options: OneRegionOptions = {}) {
  const { sandbox, settings } = await oneRegion({ stacks }, options);
  const client = new CloudFormationClient(settings);
  const list = async (StackStatusFilter?: StackSummary['StackStatus'][]) => {
    const found: StackSummary[] = [];
    const filter = StackStatusFilter?.filter((status) => status !== undefined);
    const pages = paginateListStacks({ client }, { StackStatusFilter: filter });
    for await (const { StackSummaries = [] } of pages) found.push(...StackSummaries);
    return found;
  };
  return { sandbox, client, list };
}

describe.each(['in process', 'http'])('CloudFormation %s', (transport) => {
  it('lists stacks by their status, in pages', async () => {
    const many = Array.from({ length: 130 }, (_, i) => ({ name: `stack-${i}` }));
    const { list, sandbox } = await start([custom, ...many], { transport });
    expect(await list()).toHaveLength(131);
    expect(sandbox.calls.count()).toBe(2);
    expect(await list(['UPDATE_IN_PROGRESS', 'UPDATE_ROLLBACK_IN_PROGRESS'])).toMatchObject([
      {
        StackName: 'shop',
        StackStatus: 'UPDATE_ROLLBACK_IN_PROGRESS',
        LastUpdatedTime: new Date('2026-11-22T07:59:00Z'),
        StackId: expect.stringMatching(
          `^arn:aws:cloudformation:eu-west-1:${DEV}:stack/shop/[\\da-f-]{36}$`,
        ),
      },
    ]);
  });

  it('returns the template as it was deployed, with unresolved references', async () => {
    const { client } = await start([custom], { transport });
    const { TemplateBody = '' } = await client.send(new GetTemplateCommand({ StackName: 'shop' }));
    expect(TemplateBody).toBe(custom.template);
    expect(TemplateBody).toContain('!Ref SetupVersion');
  });

  it('refuses a stack that does not exist', async () => {
    const { client } = await start([], { transport });
    await expect(client.send(new DescribeStacksCommand({ StackName: 'no' }))).rejects.toMatchObject(
      {
        name: 'ValidationError',
        message: 'Stack with id no does not exist',
        $metadata: { httpStatusCode: 400 },
      },
    );
  });
});

describe('resources of a stack', () => {
  it('are listed in pages, while DescribeStackResources stops at 100', async () => {
    const resources = Array.from({ length: 150 }, (_, i) => ({
      logicalId: `R${String(i).padStart(3, '0')}`,
      type: 'AWS::Lambda::Version',
      physicalId: `${version}${i}`,
    }));
    const { client } = await start([{ name: 'big', resources }]);
    const ids: (string | undefined)[] = [];
    const pages = paginateListStackResources({ client }, { StackName: 'big' });
    for await (const { StackResourceSummaries = [] } of pages) {
      ids.push(...StackResourceSummaries.map(({ PhysicalResourceId }) => PhysicalResourceId));
    }
    expect(ids).toEqual(resources.map(({ physicalId }) => physicalId));
    const { StackResources } = await client.send(
      new DescribeStackResourcesCommand({ StackName: 'big' }),
    );
    expect(StackResources).toHaveLength(100);
  });

  it('come from the template when the world names none', async () => {
    const { client } = await start([custom]);
    const { StackResources } = await client.send(
      new DescribeStackResourcesCommand({ StackName: 'shop', LogicalResourceId: 'Setup' }),
    );
    expect(StackResources).toMatchObject([
      { LogicalResourceId: 'Setup', ResourceType: 'Custom::Setup' },
    ]);
  });
});

describe('stacks', () => {
  const gone = { name: 'gone', deletedAt: '2026-11-20T00:00:00Z' };

  it('that were deleted are listed for 90 days, and described only by their id', async () => {
    const { client, list } = await start([
      gone,
      { name: 'long-gone', deletedAt: '2026-08-01T00:00:00Z' },
    ]);
    const stacks = await list();
    expect(stacks.map(({ StackName, StackStatus }) => [StackName, StackStatus])).toEqual([
      ['gone', 'DELETE_COMPLETE'],
    ]);
    await expect(
      client.send(new DescribeStacksCommand({ StackName: 'gone' })),
    ).rejects.toMatchObject({ name: 'ValidationError' });
    await expect(
      client.send(new DescribeStacksCommand({ StackName: stacks[0]?.StackId })),
    ).resolves.toMatchObject({ Stacks: [{ StackName: 'gone' }] });
    await expect(client.send(new DescribeStacksCommand({}))).resolves.toMatchObject({ Stacks: [] });
  });

  it('of the shipped templates are listed too, in their own Region', async () => {
    const stacks = [
      {
        template: 'src/stacks/member-read-role.yml',
        parameters: { ToolingAccountId: '100000000001', ExternalId: 'watchdog-of-acme' },
      },
    ];
    const { list } = await start([], {
      account: { stacks, roles: [roleAllowing('admin', '*')] },
      region: 'us-east-1',
    });
    expect(await list()).toMatchObject([
      { StackName: 'member-read-role', StackStatus: 'CREATE_COMPLETE' },
    ]);
  });

  it('are allowed one by one, by the ARN of their name', async () => {
    const shop = `arn:aws:cloudformation:eu-west-1:${DEV}:stack/shop/*`;
    const role = roleAllowing('reader', ['cloudformation:*'], shop);
    const { client, list } = await start([custom, { name: 'other' }], { role });
    await expect(client.send(new GetTemplateCommand({ StackName: 'shop' }))).resolves.toBeDefined();
    await expect(client.send(new GetTemplateCommand({ StackName: 'other' }))).rejects.toMatchObject(
      {
        name: 'AccessDenied',
        message: expect.stringContaining(
          `cloudformation:GetTemplate on resource: ${shop.replace('shop', 'other')} because`,
        ),
      },
    );
    await expect(list()).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  it('are read ten times a second', async () => {
    const { client } = await start([]);
    const ask = () => client.send(new ListStacksCommand({}));
    for (let i = 0; i < 10; i += 1) await ask();
    await expect(ask()).rejects.toMatchObject({ name: 'Throttling' });
  });
});
