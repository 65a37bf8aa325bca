import type {
  DescribeAddressesRequest,
  DescribeAddressesResult,
  DescribeNatGatewaysRequest,
  DescribeNatGatewaysResult,
  DescribeNetworkInterfacesRequest,
  DescribeNetworkInterfacesResult,
  DescribeSecurityGroupsRequest,
  DescribeSecurityGroupsResult,
  DescribeSubnetsRequest,
  DescribeSubnetsResult,
  Filter,
} from '@aws-sdk/client-ec2';
import type { RequestContext, ServiceDefinition } from '../service.ts';
import type { NetworkWorld } from '../world/limits.ts';
import { operation } from '../service.ts';
import { NotSimulated, ServiceFailure } from '../wire/failure.ts';
import { ec2Spellings } from '../wire/spellings.ts';
import { takeTokenPage } from './token-page.ts';

/** Basis: EC2 API reference, DescribeSecurityGroups and its kin. */
const FEWEST_RESULTS = 5;
const MOST_RESULTS = 1_000;
/** `MaxResults` is a maximum; whether pages are always full is open: few, so that callers must page. */
const ITEMS_A_PAGE = 20;
const VPC = 'vpc-0a1b2c3d';

/** 50 at once and 10 a second for each: the stricter figures. Basis: "Request throttling for the Amazon EC2 API". */
const rate = (name: string) => ({ name: `ec2 ${name}`, perSecond: 10, burst: 50 });
/** Basis: Service Authorization Reference, "Amazon EC2": its describing actions take no resource. */
const needs = (name: string) => () => [{ action: `ec2:${name}`, resource: '*' }];

/** Loading it takes half a second. Of its 4,993 exports, the schemas of what is simulated. */
async function schemas(): Promise<object> {
  const sdk = await import('@aws-sdk/client-ec2');
  const { DescribeAddresses$, DescribeNatGateways$, DescribeNetworkInterfaces$ } = sdk;
  const { DescribeSecurityGroups$, DescribeSubnets$ } = sdk;
  return {
    DescribeAddresses$,
    DescribeNatGateways$,
    DescribeNetworkInterfaces$,
    DescribeSecurityGroups$,
    DescribeSubnets$,
  };
}

/** Amazon EC2: what the limits of networks count. */
export const ec2: ServiceDefinition = {
  signingName: 'ec2',
  sdk: schemas,
  protocol: 'ec2Query',
  xmlNamespace: 'http://ec2.amazonaws.com/doc/2016-11-15/',
  spellings: ec2Spellings,
  operations: {
    /** All at once. Basis: API reference, DescribeAddresses, which has no pages. */
    DescribeAddresses: operation<DescribeAddressesRequest, DescribeAddressesResult>({
      rate: rate('DescribeAddresses'),
      needs: needs('DescribeAddresses'),
      handle: (_, context) => ({
        Addresses: (networkOf(context).addresses ?? []).map(({ id, domain = 'vpc' }, at) => ({
          AllocationId: id,
          Domain: domain,
          PublicIp: `192.0.2.${at % 256}`,
        })),
      }),
    }),

    /** Those that other accounts share are listed as well. Basis: VPC User Guide, "Share security groups". */
    DescribeSecurityGroups: operation<DescribeSecurityGroupsRequest, DescribeSecurityGroupsResult>({
      rate: rate('DescribeSecurityGroups'),
      needs: needs('DescribeSecurityGroups'),
      validate: checkMaxResults,
      handle({ Filters, ...paging }, context) {
        const { items, ...next } = onePage(networkOf(context).securityGroups, paging, Filters, {
          'owner-id': ({ owner = context.account.id }) => owner,
        });
        return {
          SecurityGroups: items.map(({ id, owner = context.account.id }) => ({
            GroupId: id,
            GroupName: id,
            OwnerId: owner,
            VpcId: VPC,
          })),
          ...next,
        };
      },
    }),

    DescribeNetworkInterfaces: operation<
      DescribeNetworkInterfacesRequest,
      DescribeNetworkInterfacesResult
    >({
      rate: rate('DescribeNetworkInterfaces'),
      needs: needs('DescribeNetworkInterfaces'),
      validate: checkMaxResults,
      handle({ Filters, ...paging }, context) {
        const { items, ...next } = onePage(networkOf(context).interfaces, paging, Filters, {
          'interface-type': ({ type = 'interface' }) => type,
        });
        return {
          NetworkInterfaces: items.map(({ id, vpc, type = 'interface' }) => ({
            NetworkInterfaceId: id,
            InterfaceType: type,
            VpcId: vpc,
          })),
          ...next,
        };
      },
    }),

    /** Deleted ones are listed for about an hour. Basis: VPC User Guide, "Work with NAT gateways". */
    DescribeNatGateways: operation<DescribeNatGatewaysRequest, DescribeNatGatewaysResult>({
      rate: rate('DescribeNatGateways'),
      needs: needs('DescribeNatGateways'),
      validate: checkMaxResults,
      handle({ Filter: filters, ...paging }, context) {
        const { items, ...next } = onePage(networkOf(context).natGateways, paging, filters, {
          state: ({ state = 'available' }) => state,
        });
        return {
          NatGateways: items.map(({ id, subnet, state = 'available' }) => ({
            NatGatewayId: id,
            State: state,
            VpcId: VPC,
            AvailabilityMode: subnet === undefined ? 'regional' : 'zonal',
            ...(subnet === undefined ? {} : { SubnetId: subnet }),
          })),
          ...next,
        };
      },
    }),

    DescribeSubnets: operation<DescribeSubnetsRequest, DescribeSubnetsResult>({
      rate: rate('DescribeSubnets'),
      needs: needs('DescribeSubnets'),
      validate: checkMaxResults,
      handle({ Filters, ...paging }, context) {
        const { items, ...next } = onePage(networkOf(context).subnets, paging, Filters, {});
        return {
          Subnets: items.map(({ id, zone }) => ({
            SubnetId: id,
            AvailabilityZone: zone,
            VpcId: VPC,
          })),
          ...next,
        };
      },
    }),
  },
};

interface Paging {
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

function checkMaxResults({ MaxResults }: Paging): void {
  if (MaxResults === undefined) return;
  if (MaxResults < FEWEST_RESULTS || MaxResults > MOST_RESULTS) {
    throw new ServiceFailure(
      'InvalidParameterValue',
      `Value ( ${MaxResults} ) for parameter maxResults is invalid. Expecting a value between 5 and 1000.`,
      400,
    );
  }
}

/**
 * One page, or all without `MaxResults`. Whether a page is full before its filters or after them is open:
 * before, so that pages are short, and empty.
 */
function onePage<Item extends { readonly id: string }>(
  all: readonly Item[] = [],
  { MaxResults, NextToken, ...query }: Paging,
  filters: readonly Filter[] | undefined,
  values: Readonly<Record<string, (item: Item) => string>>,
): { readonly items: readonly Item[]; readonly NextToken?: string } {
  const { items, next } = takeTokenPage(all, ({ id }) => id, {
    token: NextToken,
    size: MaxResults === undefined ? all.length : Math.min(MaxResults, ITEMS_A_PAGE),
    query: { ...query, filters },
    invalid: () => new ServiceFailure('InvalidPaginationToken', 'The token is invalid.', 400),
  });
  const passes = (item: Item) =>
    (filters ?? []).every(({ Name = '', Values = [] }) => {
      const valueOf = values[Name];
      if (valueOf === undefined) throw new NotSimulated(`the filter ${Name} is not simulated`);
      return Values.includes(valueOf(item));
    });
  return { items: items.filter(passes), ...(next === undefined ? {} : { NextToken: next }) };
}

function networkOf({ account, region }: RequestContext): NetworkWorld {
  return account.region(region).network ?? {};
}
