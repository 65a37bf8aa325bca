import { IncompleteAnswer, withOperation } from '../../aws/failures.ts';
import type { AwsOperations } from '../../aws/operations.ts';
import { required } from '../../aws/pages.ts';
import type { LimitAction } from '../limit.ts';
import { countedLimit } from '../quota-limit.ts';
import { fullestParent, listInPages, SMALLEST_PAGE } from './listing.ts';

/**
 * The states of NAT gateways that count. EC2 also lists failed and deleted gateways for a while, which do not
 * count. The page calls the state `available` "active".
 * https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html
 */
const COUNTED = [{ Name: 'state', Values: ['pending', 'available', 'deleting'] }];

const DESCRIBE_NAT_GATEWAYS = 'ec2:DescribeNatGateways';
const DESCRIBE_SUBNETS = 'ec2:DescribeSubnets';

const GATEWAY_LISTING: LimitAction = {
  action: DESCRIBE_NAT_GATEWAYS,
  reason: 'The number of NAT gateways in each subnet.',
  probe: { ask: ({ aws }) => aws[DESCRIBE_NAT_GATEWAYS](SMALLEST_PAGE) },
  callsPerRun: () => 1,
};

const SUBNET_LISTING: LimitAction = {
  action: DESCRIBE_SUBNETS,
  reason: 'The Availability Zone of each subnet that has a NAT gateway.',
  probe: { ask: ({ aws }) => aws[DESCRIBE_SUBNETS](SMALLEST_PAGE) },
  callsPerRun: () => 1,
};

/**
 * Quota "NAT gateways per Availability Zone". The usage is that of the zone with the most gateways.
 * https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html
 */
export const ec2NatGateways = countedLimit({
  id: 'ec2-nat-gateways',
  title: 'NAT gateways',
  noun: 'NAT gateways',
  scope: 'region',
  set: 'ec2',
  quota: { ServiceCode: 'vpc', QuotaCode: 'L-FE5A380F' },
  quotaName: 'quota of NAT gateways',
  reads: [GATEWAY_LISTING, SUBNET_LISTING],
  advice: [
    'Delete NAT gateways of this zone that no route uses: aws ec2 describe-route-tables --filters Name=route.nat-gateway-id,Values=nat-… lists the route tables of one. A gateway counts until it is deleted, which takes some minutes. Release its Elastic IP address separately.',
    'Let the subnets of a VPC in this zone share one NAT gateway, or deploy several environments into one VPC.',
  ],
  page: { label: 'NAT gateways', page: 'vpcconsole/home', fragment: '#NatGateways:' },
  caveat:
    'Regional NAT gateways are counted apart: they are in no single zone, and whether AWS counts them against this quota is not documented.',
  // NatGatewayLimitExceeded: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
  whenFull: 'No NAT gateway can be created in this zone, so deployments of a VPC with one fail.',
  count: async ({ aws }) => {
    const gateways = await listInPages(
      DESCRIBE_NAT_GATEWAYS,
      (paging) => aws[DESCRIBE_NAT_GATEWAYS]({ Filter: COUNTED, ...paging }),
      ({ NatGateways }) =>
        required(NatGateways, 'natGatewaySet').map(({ AvailabilityMode, SubnetId }) => {
          if (AvailabilityMode === 'regional') return 'regional';
          if (SubnetId !== undefined) return { subnet: SubnetId };
          throw new IncompleteAnswer('a NAT gateway has no subnet and is not regional');
        }),
    );
    const subnets = gateways.flatMap((one) => (one === 'regional' ? [] : one.subnet));
    const regional = gateways.length - subnets.length;
    const zoneOf = new Map(subnets.length === 0 ? [] : await listZones(aws));
    const fullest = await withOperation(DESCRIBE_SUBNETS, async () =>
      fullestParent(
        'Availability Zone',
        subnets.map((subnet) => required(zoneOf.get(subnet), `subnet ${subnet}`)),
      ),
    );
    const remark = `regional NAT gateways, which are not in this figure: ${regional}`;
    return { ...fullest, ...(regional > 0 && { remark }) };
  },
});

function listZones(
  aws: Pick<AwsOperations, typeof DESCRIBE_SUBNETS>,
): Promise<readonly (readonly [string, string])[]> {
  return listInPages(
    DESCRIBE_SUBNETS,
    (paging) => aws[DESCRIBE_SUBNETS](paging),
    ({ Subnets }) =>
      required(Subnets, 'subnetSet').map(
        ({ AvailabilityZone, SubnetId }) =>
          [
            required(SubnetId, 'subnetSet[].subnetId'),
            required(AvailabilityZone, 'subnetSet[].availabilityZone'),
          ] as const,
      ),
  );
}
