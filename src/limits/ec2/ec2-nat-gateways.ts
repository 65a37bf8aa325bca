import { withOperation, IncompleteAnswer } from '../../aws/failures.ts';
import type { AwsOperations } from '../../aws/operations.ts';
import { required } from '../../aws/pages.ts';
import type { LimitAction, RegionLimit } from '../limit.ts';
import { quotaActions } from '../service-quota.ts';
import { ec2Pages, mostFrequent, SMALLEST_PAGE } from './listing.ts';
import { measureCount, quotaCount } from '../quota-count.ts';

/** Quota "NAT gateways per Availability Zone". https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html */
const NAT_GATEWAYS = { ServiceCode: 'vpc', QuotaCode: 'L-FE5A380F' };
/** Those that count; failed and deleted ones are listed for a while. Same page, which calls the second "active". */
const COUNTED_STATES = ['pending', 'available', 'deleting'];

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

/** NAT gateways of the Availability Zone that has most of them. */
export const ec2NatGateways: RegionLimit = {
  scope: 'region',
  definition: quotaCount({
    id: 'ec2-nat-gateways',
    title: 'NAT gateways',
    noun: 'NAT gateways',
    scope: 'region',
    set: 'ec2',
  }),
  quota: NAT_GATEWAYS,
  actions: [
    GATEWAY_LISTING,
    SUBNET_LISTING,
    ...quotaActions(NAT_GATEWAYS, 'quota of NAT gateways'),
  ],
  remedy: {
    steps: [
      {
        kind: 'advice',
        text: 'Delete NAT gateways of this zone that no route uses: aws ec2 describe-route-tables --filters Name=route.nat-gateway-id,Values=nat-… lists the route tables of one. A gateway counts until it is deleted, which takes some minutes. Release its Elastic IP address separately.',
      },
      {
        kind: 'advice',
        text: 'Let the subnets of a VPC in this zone share one NAT gateway, or deploy several environments into one VPC.',
      },
      { kind: 'increase' },
    ],
    links: [
      { kind: 'quota' },
      {
        kind: 'console',
        label: 'NAT gateways',
        page: 'vpcconsole/home',
        fragment: '#NatGateways:',
      },
    ],
  },
  caveat:
    'Regional NAT gateways are counted apart: they are in no single zone, and whether AWS counts them against this quota is not documented.',
  // NatGatewayLimitExceeded: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
  whenFull: 'No NAT gateway can be created in this zone, so deployments of a VPC with one fail.',

  async measure({ aws }, rule) {
    const { regional, subnets } = await readGateways(aws);
    const zones = subnets.length === 0 ? new Map<string, string>() : await readZones(aws);
    const fullest = await withOperation(DESCRIBE_SUBNETS, async () =>
      mostFrequent(subnets.map((subnet) => required(zones.get(subnet), `subnet ${subnet}`))),
    );
    const parent = fullest && { kind: 'Availability Zone', name: fullest.name };
    const remark = `regional NAT gateways, which are not in this figure: ${regional}`;
    return measureCount(aws, fullest?.times ?? 0, NAT_GATEWAYS, rule, {
      ...(parent && { parent }),
      ...(regional > 0 && { remark }),
    });
  },
};

/**
 * Of the NAT gateways that count, the number of regional ones and the subnet of each other one.
 * @throws AwsCallError when any page cannot be read, or one is neither regional nor in a subnet.
 */
function readGateways(
  aws: Pick<AwsOperations, typeof DESCRIBE_NAT_GATEWAYS>,
): Promise<{ readonly regional: number; readonly subnets: readonly string[] }> {
  return withOperation(DESCRIBE_NAT_GATEWAYS, async () => {
    const subnets: string[] = [];
    let regional = 0;
    const Filter = [{ Name: 'state', Values: COUNTED_STATES }];
    const all = ec2Pages((paging) => aws[DESCRIBE_NAT_GATEWAYS]({ Filter, ...paging }));
    for await (const { NatGateways } of all) {
      for (const { AvailabilityMode, SubnetId } of required(NatGateways, 'natGatewaySet')) {
        if (AvailabilityMode === 'regional') regional += 1;
        else if (SubnetId !== undefined) subnets.push(SubnetId);
        else throw new IncompleteAnswer('a NAT gateway has no subnet and is not regional');
      }
    }
    return { regional, subnets };
  });
}

/** The Availability Zone of every subnet. @throws AwsCallError when any page cannot be read. */
function readZones(
  aws: Pick<AwsOperations, typeof DESCRIBE_SUBNETS>,
): Promise<ReadonlyMap<string, string>> {
  return withOperation(DESCRIBE_SUBNETS, async () => {
    const zones = new Map<string, string>();
    for await (const { Subnets } of ec2Pages((paging) => aws[DESCRIBE_SUBNETS](paging))) {
      for (const { AvailabilityZone, SubnetId } of required(Subnets, 'subnetSet')) {
        zones.set(
          required(SubnetId, 'subnetSet[].subnetId'),
          required(AvailabilityZone, 'subnetSet[].availabilityZone'),
        );
      }
    }
    return zones;
  });
}
