import { withOperation } from '../../aws/failures.ts';
import { required } from '../../aws/pages.ts';
import type { LimitAction, RegionLimit } from '../limit.ts';
import { quotaActions } from '../service-quota.ts';
import { ec2Pages, SMALLEST_PAGE } from './listing.ts';
import { measureCount, quotaCount } from '../quota-count.ts';

/** Quota "VPC security groups per Region". https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html */
const SECURITY_GROUPS = { ServiceCode: 'vpc', QuotaCode: 'L-E79EC296' };

const DESCRIBE_SECURITY_GROUPS = 'ec2:DescribeSecurityGroups';

const GROUP_LISTING: LimitAction = {
  action: DESCRIBE_SECURITY_GROUPS,
  reason: 'The number of security groups. The answer holds their rules, which are dropped.',
  probe: { ask: ({ aws }) => aws[DESCRIBE_SECURITY_GROUPS](SMALLEST_PAGE) },
  callsPerRun: () => 1,
};

/** Security groups of an account in a Region, those of all of its VPCs. */
export const ec2SecurityGroups: RegionLimit = {
  scope: 'region',
  definition: quotaCount({
    id: 'ec2-security-groups',
    title: 'Security groups',
    noun: 'security groups',
    scope: 'region',
    set: 'ec2',
  }),
  quota: SECURITY_GROUPS,
  actions: [GROUP_LISTING, ...quotaActions(SECURITY_GROUPS, 'quota of security groups')],
  remedy: {
    steps: [
      {
        kind: 'advice',
        text: 'Delete security groups that no network interface uses: aws ec2 describe-network-interfaces --filters Name=group-id,Values=sg-… lists the interfaces of a group. First remove the rules of other groups that refer to it. The default group of a VPC is deleted with the VPC only.',
      },
      { kind: 'increase' },
    ],
    links: [
      { kind: 'quota' },
      {
        kind: 'console',
        label: 'Security groups',
        page: 'ec2/home',
        fragment: '#SecurityGroups:',
      },
    ],
  },
  // SecurityGroupLimitExceeded: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
  whenFull: 'No security group can be created, so deployments that create one or a VPC fail.',

  async measure({ account, aws }, rule) {
    const groups = await withOperation(DESCRIBE_SECURITY_GROUPS, async () => {
      let counted = 0;
      // Groups that other accounts share are listed as well.
      const Filters = [{ Name: 'owner-id', Values: [account] }];
      const all = ec2Pages((paging) => aws[DESCRIBE_SECURITY_GROUPS]({ Filters, ...paging }));
      for await (const { SecurityGroups } of all) {
        counted += required(SecurityGroups, 'securityGroupInfo').length;
      }
      return counted;
    });
    return measureCount(aws, groups, SECURITY_GROUPS, rule);
  },
};
