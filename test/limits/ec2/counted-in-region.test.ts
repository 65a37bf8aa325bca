import { describe, expect, it } from 'vitest';

import { ec2ElasticIps } from '../../../src/limits/ec2/ec2-elastic-ips.ts';
import { ec2SecurityGroups } from '../../../src/limits/ec2/ec2-security-groups.ts';
import { ec2Xml, json, ScriptedWire } from '../../aws/wire.ts';
import { ec2Page, measuredOver } from './measured-over.ts';

const quota = json({ Quota: { Value: 2_500 } });

describe('security groups', () => {
  const GROUP =
    '<groupId>sg-1</groupId><ipPermissions><item><ipProtocol>secret</ipProtocol></item></ipPermissions>';
  const page = (groups: number, token?: string) =>
    ec2Page(
      'DescribeSecurityGroups',
      'securityGroupInfo',
      Array.from({ length: groups }, () => GROUP),
      token,
    );

  it("are the account's own, on all pages, empty ones included", async () => {
    const wire = new ScriptedWire(page(3, 'a'), page(0, 'b'), page(2), quota);
    const measured = await measuredOver(ec2SecurityGroups, wire);
    expect(measured).toEqual({
      kind: 'measured',
      used: { unit: 'count', amount: 5 },
      limit: { known: true, source: 'applied quota', value: { unit: 'count', amount: 2_500 } },
    });
    const asked = wire.requests.slice(0, 3).map(({ body }) => new URLSearchParams(body));
    expect(asked.map((form) => form.get('NextToken'))).toEqual([null, 'a', 'b']);
    for (const form of asked) {
      expect(Object.fromEntries(form)).toMatchObject({
        MaxResults: '1000',
        'Filter.1.Name': 'owner-id',
        'Filter.1.Value.1': '111111111111',
      });
    }
  });

  it('are not measured without a list, or when one page is missing', async () => {
    const none = ec2Xml('DescribeSecurityGroups', '');
    for (const answers of [[none], [page(3, 'a'), none]]) {
      await expect(
        measuredOver(ec2SecurityGroups, new ScriptedWire(...answers)),
      ).rejects.toMatchObject({
        failure: { reason: 'malformed', operation: 'ec2:DescribeSecurityGroups' },
      });
    }
  });
});

describe('Elastic IP addresses', () => {
  const listed = (...addresses: readonly string[]) =>
    ec2Page('DescribeAddresses', 'addressesSet', addresses);
  const OF_VPC = '<publicIp>192.0.2.1</publicIp><domain>vpc</domain>';

  it.each([
    ['none', [], 0],
    ['those of a VPC, used or not', [OF_VPC, `${OF_VPC}<associationId>e-1</associationId>`], 2],
    ['none of EC2-Classic', [OF_VPC, '<domain>standard</domain>'], 1],
    ["one of the account's own pool", [`${OF_VPC}<publicIpv4Pool>p</publicIpv4Pool>`], 1],
    ['one that a service manages', [`${OF_VPC}<serviceManaged>rnat</serviceManaged>`], 1],
  ])('count %s', async (_, addresses, amount) => {
    const measured = await measuredOver(
      ec2ElasticIps,
      new ScriptedWire(listed(...addresses), quota),
    );
    expect(measured.used.amount).toBe(amount);
    expect(JSON.stringify(measured)).not.toContain('192.0.2.1');
  });

  it.each([
    ['without a list', ec2Xml('DescribeAddresses', '')],
    ['when one is of an unknown domain', listed(OF_VPC, '<publicIp>192.0.2.1</publicIp>')],
  ])('are not measured %s', async (_, answer) => {
    await expect(measuredOver(ec2ElasticIps, new ScriptedWire(answer))).rejects.toMatchObject({
      failure: { reason: 'malformed', operation: 'ec2:DescribeAddresses' },
    });
  });
});
