import { withOperation } from '../../aws/failures.ts';
import { required } from '../../aws/pages.ts';
import type { LimitAction, RegionLimit } from '../limit.ts';
import { quotaActions } from '../service-quota.ts';
import { ec2Pages, mostFrequent, SMALLEST_PAGE } from './listing.ts';
import { measureCount, quotaCount } from '../quota-count.ts';

/** Quota "Elastic network interfaces per VPC". https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const INTERFACES = { ServiceCode: 'lambda', QuotaCode: 'L-9FEE3D26' };

const DESCRIBE_NETWORK_INTERFACES = 'ec2:DescribeNetworkInterfaces';

const INTERFACE_LISTING: LimitAction = {
  action: DESCRIBE_NETWORK_INTERFACES,
  reason: 'The number of network interfaces of Lambda in each VPC.',
  probe: { ask: ({ aws }) => aws[DESCRIBE_NETWORK_INTERFACES](SMALLEST_PAGE) },
  callsPerRun: () => 1,
};

/** Network interfaces of Lambda in the VPC that has most of them. */
export const lambdaNetworkInterfaces: RegionLimit = {
  scope: 'region',
  definition: quotaCount({
    id: 'lambda-network-interfaces',
    title: 'Lambda network interfaces',
    noun: 'network interfaces',
    scope: 'region',
    set: 'ec2',
  }),
  quota: INTERFACES,
  actions: [
    INTERFACE_LISTING,
    ...quotaActions(INTERFACES, "quota of Lambda's network interfaces of a VPC"),
  ],
  remedy: {
    steps: [
      {
        kind: 'advice',
        text: 'Give functions of this VPC the same subnets and security groups: Lambda makes one interface for each combination of a subnet and security groups, and functions share it.',
      },
      {
        kind: 'advice',
        text: 'Delete functions of this VPC that nothing needs, and their old versions: Lambda deletes an interface up to 20 minutes after the last version that uses it. Remove the VPC from functions that need nothing in it.',
      },
      { kind: 'increase' },
    ],
    links: [
      { kind: 'quota' },
      { kind: 'console', label: 'Network interfaces', page: 'ec2/home', fragment: '#NIC:' },
    ],
  },
  caveat:
    'Network interfaces of other services that share this quota, such as Amazon EFS, are not in this figure.',
  // ENILimitReachedException: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
  whenFull:
    'Functions with new subnets or security groups in this VPC get no network interface, so deployments of them fail.',

  async measure({ aws }, rule) {
    const fullest = await withOperation(DESCRIBE_NETWORK_INTERFACES, async () => {
      const vpcs: string[] = [];
      const Filters = [{ Name: 'interface-type', Values: ['lambda'] }];
      const all = ec2Pages((paging) => aws[DESCRIBE_NETWORK_INTERFACES]({ Filters, ...paging }));
      for await (const { NetworkInterfaces } of all) {
        for (const { VpcId } of required(NetworkInterfaces, 'networkInterfaceSet')) {
          vpcs.push(required(VpcId, 'networkInterfaceSet[].vpcId'));
        }
      }
      return mostFrequent(vpcs);
    });
    const parent = fullest && { kind: 'VPC', name: fullest.name };
    return measureCount(aws, fullest?.times ?? 0, INTERFACES, rule, { ...(parent && { parent }) });
  },
};
