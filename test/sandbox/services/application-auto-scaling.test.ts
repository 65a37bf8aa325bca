import {
  ApplicationAutoScalingClient,
  DescribeScalableTargetsCommand,
  InvalidNextTokenException,
  paginateDescribeScalableTargets,
} from '@aws-sdk/client-application-auto-scaling';
import { describe, expect, it } from 'vitest';
import type { OneRegionOptions } from '../fixtures/one-region.ts';
import { roleAllowing } from '../fixtures/administrator.ts';
import { closeAfterEach, oneRegion } from '../fixtures/one-region.ts';

closeAfterEach();

const scalableTargets = [
  {
    resourceId: 'table/orders',
    namespace: 'dynamodb' as const,
    dimension: 'dynamodb:table:ReadCapacityUnits',
  },
  ...Array.from({ length: 120 }, (_, i) => ({ resourceId: `function:pay:${i + 1}` })),
];
const ServiceNamespace = 'lambda';

async function start(options: OneRegionOptions = {}) {
  const { sandbox, settings } = await oneRegion({ scalableTargets }, options);
  return { sandbox, client: new ApplicationAutoScalingClient(settings) };
}

describe.each(['in process', 'http'])('Application Auto Scaling %s', (transport) => {
  it('describes targets of a namespace in pages of 50', async () => {
    const { client, sandbox } = await start({ transport });
    const ids = [];
    for await (const page of paginateDescribeScalableTargets({ client }, { ServiceNamespace })) {
      ids.push(...(page.ScalableTargets ?? []).map(({ ResourceId }) => ResourceId));
    }
    expect(new Set(ids).size).toBe(120);
    expect(ids).not.toContain('table/orders');
    expect(sandbox.calls.count()).toBe(3);
  });

  it('returns errors of the right class', async () => {
    const { client } = await start({ transport });
    const error: unknown = await client
      .send(new DescribeScalableTargetsCommand({ ServiceNamespace, NextToken: 'mine' }))
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InvalidNextTokenException);
  });
});

describe('DescribeScalableTargets', () => {
  it('finds a version by its resource id', async () => {
    const { client } = await start();
    const { ScalableTargets } = await client.send(
      new DescribeScalableTargetsCommand({
        ServiceNamespace,
        ResourceIds: ['function:pay:7', 'function:pay:live'],
        ScalableDimension: 'lambda:function:ProvisionedConcurrency',
      }),
    );
    expect(ScalableTargets).toMatchObject([
      {
        ResourceId: 'function:pay:7',
        ScalableDimension: 'lambda:function:ProvisionedConcurrency',
        MinCapacity: 1,
      },
    ]);
  });

  it.each([
    { MaxResults: 51 },
    { MaxResults: 0 },
    { ScalableDimension: 'lambda:function:ProvisionedConcurrency' as const },
    { ServiceNamespace: undefined },
  ])('refuses %j', async (input) => {
    const { client } = await start();
    await expect(
      client.send(new DescribeScalableTargetsCommand({ ServiceNamespace, ...input })),
    ).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('is denied without its permission', async () => {
    const { client } = await start({ role: roleAllowing('reader', 'lambda:*') });
    await expect(
      client.send(new DescribeScalableTargetsCommand({ ServiceNamespace })),
    ).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(
        'application-autoscaling:DescribeScalableTargets on resource: *',
      ),
    });
  });
});
