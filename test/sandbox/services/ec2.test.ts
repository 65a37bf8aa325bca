import {
  DescribeAddressesCommand,
  DescribeNatGatewaysCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import type { OneRegionOptions } from '../fixtures/one-region.ts';
import type { NetworkWorld } from '../world/limits.ts';
import { roleAllowing } from '../fixtures/administrator.ts';
import { closeAfterEach, oneRegion } from '../fixtures/one-region.ts';
import { DEV } from '../fixtures/small-world.ts';

closeAfterEach();

async function start(network: NetworkWorld, options: OneRegionOptions = {}) {
  const { sandbox, settings } = await oneRegion({ network }, options);
  return { sandbox, client: new EC2Client(settings) };
}

const securityGroups = Array.from({ length: 55 }, (_, at) => ({
  id: `sg-${String(at).padStart(3, '0')}`,
  ...(at < 25 && { owner: '999999999999' }),
}));

describe.each(['in process', 'http'])('EC2 %s', (transport) => {
  it('lists addresses, interfaces, gateways and subnets', async () => {
    const { client } = await start(
      {
        addresses: [{ id: 'e1' }, { id: 'e2', domain: 'standard' }],
        interfaces: [
          { id: 'eni-1', vpc: 'vpc-1' },
          { id: 'eni-2', vpc: 'vpc-2', type: 'lambda' },
        ],
        natGateways: [{ id: 'nat-1', subnet: 's1', state: 'deleted' }, { id: 'nat-2' }],
        subnets: [{ id: 's1', zone: 'eu-west-1a' }],
      },
      { transport },
    );
    const { Addresses } = await client.send(new DescribeAddressesCommand({}));
    expect(Addresses?.map(({ Domain }) => Domain)).toEqual(['vpc', 'standard']);
    const lambda = { Filters: [{ Name: 'interface-type', Values: ['lambda', 'other'] }] };
    const { NetworkInterfaces } = await client.send(new DescribeNetworkInterfacesCommand(lambda));
    expect(NetworkInterfaces).toMatchObject([{ NetworkInterfaceId: 'eni-2', VpcId: 'vpc-2' }]);
    const { NatGateways } = await client.send(new DescribeNatGatewaysCommand({ MaxResults: 5 }));
    expect(NatGateways).toMatchObject([
      { State: 'deleted', SubnetId: 's1', AvailabilityMode: 'zonal' },
      { State: 'available', AvailabilityMode: 'regional' },
    ]);
    expect(NatGateways?.[1]).not.toHaveProperty('SubnetId');
    const { Subnets } = await client.send(new DescribeSubnetsCommand({}));
    expect(Subnets).toMatchObject([{ SubnetId: 's1', AvailabilityZone: 'eu-west-1a' }]);
  });

  it('answers an empty list as an empty array', async () => {
    const { client } = await start({}, { transport });
    expect((await client.send(new DescribeAddressesCommand({}))).Addresses).toEqual([]);
    expect((await client.send(new DescribeSubnetsCommand({}))).Subnets).toEqual([]);
  });
});

describe('EC2', () => {
  it('returns short pages, and empty ones when the filter matches nothing', async () => {
    const { client } = await start({ securityGroups });
    const sizes: (number | undefined)[] = [];
    let NextToken: string | undefined;
    do {
      const page = await client.send(
        new DescribeSecurityGroupsCommand({
          MaxResults: 1_000,
          Filters: [{ Name: 'owner-id', Values: [DEV] }],
          ...(NextToken !== undefined && { NextToken }),
        }),
      );
      sizes.push(page.SecurityGroups?.length);
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    expect(sizes).toEqual([0, 15, 15]);
    const all = await client.send(new DescribeSecurityGroupsCommand({}));
    expect(all.SecurityGroups).toHaveLength(55);
  });

  it.each([4, 1_001])('refuses %i results a page', async (MaxResults) => {
    const { client } = await start({});
    await expect(client.send(new DescribeSubnetsCommand({ MaxResults }))).rejects.toMatchObject({
      name: 'InvalidParameterValue',
    });
  });

  it('refuses a foreign token', async () => {
    const { client } = await start({});
    const command = new DescribeSubnetsCommand({ MaxResults: 5, NextToken: 'x' });
    await expect(client.send(command)).rejects.toMatchObject({ name: 'InvalidPaginationToken' });
  });

  it('names denials and throttling as EC2 does', async () => {
    const { client, sandbox } = await start(
      {},
      { role: roleAllowing('addresses', 'ec2:DescribeAddresses') },
    );
    await expect(client.send(new DescribeSubnetsCommand({}))).rejects.toMatchObject({
      name: 'UnauthorizedOperation',
      $metadata: { httpStatusCode: 403 },
    });
    sandbox.faults.add({
      match: { service: 'ec2' },
      times: 'always',
      effect: { kind: 'throttle' },
    });
    await expect(client.send(new DescribeAddressesCommand({}))).rejects.toMatchObject({
      name: 'RequestLimitExceeded',
      $metadata: { httpStatusCode: 503 },
    });
  });
});
