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

/** Operations of the set `ec2`. */
export function ec2Operations(make: MakeClient) {
  const ec2 = make(EC2Client);
  return {
    describeAddresses: (input: object) => ec2.send(new DescribeAddressesCommand(input)),
    describeNatGateways: (input: DescribeNatGatewaysRequest) =>
      ec2.send(new DescribeNatGatewaysCommand(input)),
    describeNetworkInterfaces: (input: DescribeNetworkInterfacesRequest) =>
      ec2.send(new DescribeNetworkInterfacesCommand(input)),
    describeSecurityGroups: (input: DescribeSecurityGroupsRequest) =>
      ec2.send(new DescribeSecurityGroupsCommand(input)),
    describeSubnets: (input: DescribeSubnetsRequest) => ec2.send(new DescribeSubnetsCommand(input)),
  };
}
