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

/** Limits of `MaxResults`. Basis: EC2 API reference, DescribeSecurityGroups and the other lists. */
const FEWEST_RESULTS = 5;
const MOST_RESULTS = 1_000;
/**
 * Items of a page. AWS does not say that a page has `MaxResults` items: pages are small, so that callers must read
 * several.
 */
const ITEMS_A_PAGE = 20;
const VPC = 'vpc-0a1b2c3d';

/**
 * Returns the rate of one operation: 10 a second with a burst of 50, the stricter of AWS's figures. Basis: "Request
 * throttling for the Amazon EC2 API".
 */
const rate = (name: string) => ({ name: `ec2 ${name}`, perSecond: 10, burst: 50 });
/**
 * Returns the permission of one operation. Describe operations have no resource. Basis: Service Authorization
 * Reference, "Amazon EC2".
 */
const needs = (name: string) => () => [{ action: `ec2:${name}`, resource: '*' }];

/** Loads the schemas of the simulated operations. The module takes half a second to load and has 4,993 exports. */
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

/** The lists of Amazon EC2 that limits of networks count. */
export const ec2: ServiceDefinition = {
  signingName: 'ec2',
  sdk: schemas,
  protocol: 'ec2Query',
  xmlNamespace: 'http://ec2.amazonaws.com/doc/2016-11-15/',
  spellings: ec2Spellings,
  operations: {
    /** Returns all addresses at once: the operation has no pages. Basis: API reference, DescribeAddresses. */
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

    /**
     * Lists security groups that other accounts share with this one too. Basis: VPC User Guide, "Share security
     * groups".
     */
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

    /**
     * Lists NAT gateways for about an hour after their deletion. Basis: VPC User Guide, "Work with NAT gateways".
     */
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
 * Returns one page; without `MaxResults` all items. Filters are applied after a page is cut, so that pages are
 * short or empty; AWS does not document this.
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
