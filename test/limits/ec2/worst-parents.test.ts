import { describe, expect, it } from 'vitest';

import { ec2NatGateways } from '../../../src/limits/ec2/ec2-nat-gateways.ts';
import { lambdaNetworkInterfaces } from '../../../src/limits/ec2/lambda-network-interfaces.ts';
import type { WireAnswer } from '../../aws/wire.ts';
import { ec2Xml, json, ScriptedWire } from '../../aws/wire.ts';
import { ec2Page, measuredOver } from './measured-over.ts';

const quota = json({ Quota: { Value: 250 } });

describe('network interfaces of Lambda', () => {
  const page = (vpcs: readonly string[], token?: string) =>
    ec2Page(
      'DescribeNetworkInterfaces',
      'networkInterfaceSet',
      vpcs.map((vpc) => `<vpcId>vpc-${vpc}</vpcId>`),
      token,
    );

  it.each([
    ['fills up on the second page', [page(['a', 'b'], 'more'), page(['b', 'b'])], 'vpc-b', 3],
    ['is the first by name of two', [page(['b', 'a'])], 'vpc-a', 1],
    ['comes after an empty page', [page([], 'more'), page(['a'])], 'vpc-a', 1],
  ])('are those of the VPC that %s', async (_, answers, name, amount) => {
    const wire = new ScriptedWire(...answers, quota);
    await expect(measuredOver(lambdaNetworkInterfaces, wire)).resolves.toMatchObject({
      used: { amount },
      limit: { value: { amount: 250 } },
      parent: { kind: 'VPC', name },
    });
    expect(wire.requests[0]?.body).toContain(
      'Filter.1.Name=interface-type&Filter.1.Value.1=lambda',
    );
  });

  it('are 0 and name no VPC when there are none', async () => {
    const measured = await measuredOver(lambdaNetworkInterfaces, new ScriptedWire(page([]), quota));
    expect(measured.used.amount).toBe(0);
    expect(measured.parent).toBeUndefined();
  });

  it.each([
    ['without a list', ec2Xml('DescribeNetworkInterfaces', '')],
    [
      'when one is in no VPC',
      ec2Page('DescribeNetworkInterfaces', 'networkInterfaceSet', ['<a/>']),
    ],
  ])('are not measured %s', async (_, answer) => {
    await expect(
      measuredOver(lambdaNetworkInterfaces, new ScriptedWire(answer)),
    ).rejects.toMatchObject({
      failure: { reason: 'malformed', operation: 'ec2:DescribeNetworkInterfaces' },
    });
  });
});

describe('NAT gateways', () => {
  const REGIONAL = '<availabilityMode>regional</availabilityMode>';
  const inSubnet = (subnet: string) => `<subnetId>${subnet}</subnetId>`;
  const gateways = (items: readonly string[], token?: string) =>
    ec2Page('DescribeNatGateways', 'natGatewaySet', items, token);
  const subnets = (zones: Readonly<Record<string, string>>, token?: string) =>
    ec2Page(
      'DescribeSubnets',
      'subnetSet',
      Object.entries(zones).map(
        ([id, zone]) => `<subnetId>${id}</subnetId><availabilityZone>${zone}</availabilityZone>`,
      ),
      token,
    );

  it('are counted in the zone that has the most, over all of its subnets and all pages', async () => {
    const wire = new ScriptedWire(
      gateways([inSubnet('s1'), inSubnet('s2')], 'more'),
      gateways([inSubnet('s3')]),
      subnets({ s1: 'eu-west-1a' }, 'more'),
      subnets({ s2: 'eu-west-1b', s3: 'eu-west-1b', s4: 'eu-west-1c' }),
      quota,
    );
    const measured = await measuredOver(ec2NatGateways, wire);
    expect(measured).toMatchObject({
      used: { amount: 2 },
      parent: { kind: 'Availability Zone', name: 'eu-west-1b' },
    });
    expect(measured.remark).toBeUndefined();
    const form = new URLSearchParams(wire.requests[0]?.body);
    expect([...form].filter(([name]) => name.startsWith('Filter.1'))).toEqual([
      ['Filter.1.Name', 'state'],
      ['Filter.1.Value.1', 'pending'],
      ['Filter.1.Value.2', 'available'],
      ['Filter.1.Value.3', 'deleting'],
    ]);
  });

  it('that are regional are in no zone and counted separately', async () => {
    const some = new ScriptedWire(
      gateways([REGIONAL, inSubnet('s1'), REGIONAL]),
      subnets({ s1: 'eu-west-1a' }),
      quota,
    );
    await expect(measuredOver(ec2NatGateways, some)).resolves.toMatchObject({
      used: { amount: 1 },
      remark: 'regional NAT gateways, which are not in this figure: 2',
    });
    const alone = new ScriptedWire(gateways([REGIONAL]), quota);
    const measured = await measuredOver(ec2NatGateways, alone);
    expect(measured).toMatchObject({ used: { amount: 0 }, remark: expect.stringContaining('1') });
    expect(measured.parent).toBeUndefined();
  });

  it.each<[string, readonly WireAnswer[], string]>([
    ['without a list', [ec2Xml('DescribeNatGateways', '')], 'ec2:DescribeNatGateways'],
    [
      'when one is neither regional nor in a subnet',
      [gateways(['<natGatewayId>nat-1</natGatewayId>'])],
      'ec2:DescribeNatGateways',
    ],
    [
      'without a list of subnets',
      [gateways([inSubnet('s1')]), ec2Xml('DescribeSubnets', '')],
      'ec2:DescribeSubnets',
    ],
    [
      'where one is in a subnet that is not listed',
      [gateways([inSubnet('s1'), inSubnet('s2')]), subnets({ s1: 'eu-west-1a' })],
      'ec2:DescribeSubnets',
    ],
  ])('are not measured %s', async (_, answers, operation) => {
    await expect(measuredOver(ec2NatGateways, new ScriptedWire(...answers))).rejects.toMatchObject({
      failure: { reason: 'malformed', operation },
    });
  });
});
