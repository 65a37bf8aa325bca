import { required } from '../../aws/pages.ts';
import type { LimitAction } from '../limit.ts';
import { countedLimit } from '../quota-limit.ts';
import { fullestParent, listInPages, SMALLEST_PAGE } from './listing.ts';

const DESCRIBE_NETWORK_INTERFACES = 'ec2:DescribeNetworkInterfaces';

const INTERFACE_LISTING: LimitAction = {
  action: DESCRIBE_NETWORK_INTERFACES,
  reason: 'The number of network interfaces of Lambda in each VPC.',
  probe: { ask: ({ aws }) => aws[DESCRIBE_NETWORK_INTERFACES](SMALLEST_PAGE) },
  callsPerRun: () => 1,
};

/**
 * Quota "Elastic network interfaces per VPC". The usage is that of the VPC with the most interfaces.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export const lambdaNetworkInterfaces = countedLimit({
  id: 'lambda-network-interfaces',
  title: 'Lambda network interfaces',
  noun: 'network interfaces',
  scope: 'region',
  set: 'ec2',
  quota: { ServiceCode: 'lambda', QuotaCode: 'L-9FEE3D26' },
  quotaName: "quota of Lambda's network interfaces of a VPC",
  reads: [INTERFACE_LISTING],
  advice: [
    'Give functions of this VPC the same subnets and security groups: Lambda makes one interface for each combination of a subnet and security groups, and functions share it.',
    'Delete functions of this VPC that nothing needs, and their old versions: Lambda deletes an interface up to 20 minutes after the last version that uses it. Remove the VPC from functions that need nothing in it.',
  ],
  page: { label: 'Network interfaces', page: 'ec2/home', fragment: '#NIC:' },
  caveat:
    'Network interfaces of other services that share this quota, such as Amazon EFS, are not in this figure.',
  // ENILimitReachedException: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
  whenFull:
    'Functions with new subnets or security groups in this VPC get no network interface, so deployments of them fail.',
  count: async ({ aws }) => {
    const Filters = [{ Name: 'interface-type', Values: ['lambda'] }];
    const vpcs = await listInPages(
      DESCRIBE_NETWORK_INTERFACES,
      (paging) => aws[DESCRIBE_NETWORK_INTERFACES]({ Filters, ...paging }),
      ({ NetworkInterfaces }) =>
        required(NetworkInterfaces, 'networkInterfaceSet').map(({ VpcId }) =>
          required(VpcId, 'networkInterfaceSet[].vpcId'),
        ),
    );
    return fullestParent('VPC', vpcs);
  },
});
