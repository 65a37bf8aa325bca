import { withOperation } from '../../aws/failures.ts';
import { required } from '../../aws/pages.ts';
import type { LimitAction } from '../limit.ts';
import { countedLimit } from '../quota-limit.ts';

const DESCRIBE_ADDRESSES = 'ec2:DescribeAddresses';

/** DescribeAddresses returns all addresses in one answer: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeAddresses.html */
const ADDRESS_LISTING: LimitAction = {
  action: DESCRIBE_ADDRESSES,
  reason: 'The number of Elastic IP addresses. The answer holds the addresses, which are dropped.',
  probe: { ask: ({ aws }) => aws[DESCRIBE_ADDRESSES]({}) },
  callsPerRun: () => 1,
};

/**
 * Quota "EC2-VPC Elastic IPs".
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/elastic-ip-addresses-eip.html#using-instance-addressing-limit
 */
export const ec2ElasticIps = countedLimit({
  id: 'ec2-elastic-ips',
  title: 'Elastic IP addresses',
  noun: 'addresses',
  scope: 'region',
  set: 'ec2',
  quota: { ServiceCode: 'ec2', QuotaCode: 'L-0263D0A3' },
  quotaName: 'quota of Elastic IP addresses',
  reads: [ADDRESS_LISTING],
  advice: [
    "Release addresses that are associated with nothing: aws ec2 describe-addresses --query 'Addresses[?AssociationId==null].AllocationId' lists them, aws ec2 release-address --allocation-id eipalloc-… releases one. First check that no DNS record and no allowlist names the address: a released address can often not be recovered.",
  ],
  page: { label: 'Elastic IP addresses', page: 'ec2/home', fragment: '#Addresses:' },
  caveat:
    'Addresses of your own pools and those that services of AWS manage are in this figure; whether AWS counts them is not documented, so it can be too high.',
  // AddressLimitExceeded: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
  whenFull:
    'No Elastic IP address can be allocated, so deployments with a NAT gateway or an address of their own fail.',
  count: ({ aws }) =>
    withOperation(DESCRIBE_ADDRESSES, async () => {
      const { Addresses } = await aws[DESCRIBE_ADDRESSES]({});
      // Addresses of EC2-Classic (domain `standard`) count towards another quota.
      return required(Addresses, 'addressesSet').filter(
        ({ Domain }) => required(Domain, 'addressesSet[].domain') === 'vpc',
      ).length;
    }),
});
