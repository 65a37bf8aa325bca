import type {
  DescribeNatGatewaysRequest,
  DescribeNetworkInterfacesRequest,
  DescribeSecurityGroupsRequest,
  DescribeSubnetsRequest,
} from '@aws-sdk/client-ec2';
import {
  DescribeAddressesCommand,
  DescribeNatGatewaysCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';

import type { MakeClient } from '../operations.ts';

export function ec2Operations(make: MakeClient) {
  const ec2 = make(EC2Client);
  return {
    'ec2:DescribeAddresses': (input: object) => ec2.send(new DescribeAddressesCommand(input)),
    'ec2:DescribeNatGateways': (input: DescribeNatGatewaysRequest) =>
      ec2.send(new DescribeNatGatewaysCommand(input)),
    'ec2:DescribeNetworkInterfaces': (input: DescribeNetworkInterfacesRequest) =>
      ec2.send(new DescribeNetworkInterfacesCommand(input)),
    'ec2:DescribeSecurityGroups': (input: DescribeSecurityGroupsRequest) =>
      ec2.send(new DescribeSecurityGroupsCommand(input)),
    'ec2:DescribeSubnets': (input: DescribeSubnetsRequest) =>
      ec2.send(new DescribeSubnetsCommand(input)),
  };
}
