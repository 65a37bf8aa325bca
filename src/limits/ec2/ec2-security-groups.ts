import { required } from '../../aws/pages.ts';
import type { LimitAction } from '../limit.ts';
import { countedLimit } from '../quota-limit.ts';
import { listInPages, SMALLEST_PAGE } from './listing.ts';

const DESCRIBE_SECURITY_GROUPS = 'ec2:DescribeSecurityGroups';

const GROUP_LISTING: LimitAction = {
  action: DESCRIBE_SECURITY_GROUPS,
  reason: 'The number of security groups. The answer holds their rules, which are dropped.',
  probe: { ask: ({ aws }) => aws[DESCRIBE_SECURITY_GROUPS](SMALLEST_PAGE) },
  callsPerRun: () => 1,
};

/**
 * Quota "VPC security groups per Region". The groups of all VPCs count.
 * https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html
 */
export const ec2SecurityGroups = countedLimit({
  id: 'ec2-security-groups',
  title: 'Security groups',
  noun: 'security groups',
  scope: 'region',
  set: 'ec2',
  quota: { ServiceCode: 'vpc', QuotaCode: 'L-E79EC296' },
  quotaName: 'quota of security groups',
  reads: [GROUP_LISTING],
  advice: [
    'Delete security groups that no network interface uses: aws ec2 describe-network-interfaces --filters Name=group-id,Values=sg-… lists the interfaces of a group. First remove the rules of other groups that refer to it. The default group of a VPC is deleted with the VPC only.',
  ],
  page: { label: 'Security groups', page: 'ec2/home', fragment: '#SecurityGroups:' },
  // SecurityGroupLimitExceeded: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
  whenFull: 'No security group can be created, so deployments that create one or a VPC fail.',
  count: async ({ account, aws }) => {
    // Without the filter, EC2 also lists groups that other accounts share.
    const Filters = [{ Name: 'owner-id', Values: [account] }];
    const groups = await listInPages(
      DESCRIBE_SECURITY_GROUPS,
      (paging) => aws[DESCRIBE_SECURITY_GROUPS]({ Filters, ...paging }),
      ({ SecurityGroups }) => required(SecurityGroups, 'securityGroupInfo').map(() => true),
    );
    return groups.length;
  },
});
