import * as sdk from '@aws-sdk/client-organizations';
import type {
  Account,
  DescribeAccountRequest,
  DescribeAccountResponse,
  DescribeOrganizationalUnitRequest,
  DescribeOrganizationalUnitResponse,
  ListAccountsForParentRequest,
  ListAccountsForParentResponse,
  ListAccountsRequest,
  ListAccountsResponse,
  ListDelegatedServicesForAccountRequest,
  ListDelegatedServicesForAccountResponse,
  ListOrganizationalUnitsForParentRequest,
  ListOrganizationalUnitsForParentResponse,
  ListParentsRequest,
  ListParentsResponse,
  ListRootsRequest,
  ListRootsResponse,
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
} from '@aws-sdk/client-organizations';
import { parsePolicy } from '../iam/policy.ts';
import type { Need, RequestContext, ServiceDefinition } from '../service.ts';
import type { MemberWorld, OrganizationWorld } from '../world/organization.ts';
import { globalRegionOf } from '../regions.ts';
import { operation } from '../service.ts';
import { ServiceFailure } from '../wire/failure.ts';
import { jsonSpellings } from '../wire/spellings.ts';
import { takeTokenPage } from './token-page.ts';

/**
 * AWS Organizations: listing and describing accounts and OUs. Basis: API reference of each operation and its doc
 * text in the SDK; User Guide, "Quotas for AWS Organizations".
 */

/** Default and largest MaxResults. Basis: API reference, "Valid Range: … Maximum value of 20". */
const PAGE = 20;
const ORGANIZATION = 'o-a1b2c3d4e5';
const ROOT = 'r-a1b2';
/**
 * Returns the rate of one operation. AWS's rates differ by operation and were not found; 5 a second with a burst of
 * 10 is assumed.
 */
const rate = (name: string) => ({ name: `organizations ${name}`, perSecond: 5, burst: 10 });

export const organizations: ServiceDefinition = {
  signingName: 'organizations',
  sdk,
  protocol: 'awsJson1_1',
  targetPrefix: 'AWSOrganizationsV20161128',
  spellings: {
    ...jsonSpellings(400),
    throttled: { code: 'TooManyRequestsException', status: 400, message: 'Rate exceeded' },
    serverError: { code: 'ServiceException', status: 500, message: 'Internal service error.' },
  },
  operations: {
    ListAccounts: operation<ListAccountsRequest, ListAccountsResponse>({
      rate: rate('ListAccounts'),
      validate: ({ MaxResults }) => refusePage(MaxResults),
      needs: (_, context) => [needOf('ListAccounts', '*', context)],
      handle({ NextToken, MaxResults }, context) {
        const world = readableOrganization(context);
        const accounts = world.members.map((member) => accountOf(member, world, context));
        const { items, next } = paged(accounts, idOf, world, NextToken, MaxResults, 'accounts');
        return { Accounts: items, ...next };
      },
    }),
    ListRoots: operation<ListRootsRequest, ListRootsResponse>({
      rate: rate('ListRoots'),
      validate: ({ MaxResults }) => refusePage(MaxResults),
      needs: (_, context) => [needOf('ListRoots', '*', context)],
      handle(_, context) {
        const world = readableOrganization(context);
        return { Roots: [{ Id: ROOT, Name: 'Root', Arn: arnOf('root', ROOT, world, context) }] };
      },
    }),
    ListOrganizationalUnitsForParent: operation<
      ListOrganizationalUnitsForParentRequest,
      ListOrganizationalUnitsForParentResponse
    >({
      rate: rate('ListOrganizationalUnitsForParent'),
      validate: ({ MaxResults }) => refusePage(MaxResults),
      needs: ({ ParentId }, context) => [
        needOf('ListOrganizationalUnitsForParent', parentArn(ParentId, context), context),
      ],
      handle({ ParentId, NextToken, MaxResults }, context) {
        const world = readableOrganization(context);
        const parent = ouOf(ParentId, world);
        const children = ousOf(world).filter(
          (ou) => ou.length === parent.length + 1 && parent.every((name, at) => ou[at] === name),
        );
        const units = children.map((ou) => ({
          Id: ouId(ou),
          Name: ou.at(-1) ?? '',
          Arn: arnOf('ou', ouId(ou), world, context),
        }));
        const { items, next } = paged(units, idOf, world, NextToken, MaxResults, ParentId);
        return { OrganizationalUnits: items, ...next };
      },
    }),
    ListAccountsForParent: operation<ListAccountsForParentRequest, ListAccountsForParentResponse>({
      rate: rate('ListAccountsForParent'),
      validate: ({ MaxResults }) => refusePage(MaxResults),
      needs: ({ ParentId }, context) => [
        needOf('ListAccountsForParent', parentArn(ParentId, context), context),
      ],
      handle({ ParentId, NextToken, MaxResults }, context) {
        const world = readableOrganization(context);
        const parent = ouOf(ParentId, world);
        const accounts = world.members
          .filter(({ ou = [] }) => JSON.stringify(ou) === JSON.stringify(parent))
          .map((member) => accountOf(member, world, context));
        const { items, next } = paged(accounts, idOf, world, NextToken, MaxResults, ParentId);
        return { Accounts: items, ...next };
      },
    }),
    DescribeAccount: operation<DescribeAccountRequest, DescribeAccountResponse>({
      rate: rate('DescribeAccount'),
      needs: ({ AccountId }, context) => [
        needOf(
          'DescribeAccount',
          arnOf('account', AccountId, organizationOf(context), context),
          context,
        ),
      ],
      handle({ AccountId }, context) {
        const world = readableOrganization(context);
        const member = world.members.find(({ id }) => id === AccountId);
        // Basis: API_DescribeAccount, Errors.
        if (member === undefined) {
          throw new ServiceFailure(
            'AccountNotFoundException',
            "You specified an account that doesn't exist.",
            400,
          );
        }
        return { Account: accountOf(member, world, context) };
      },
    }),
    // Basis: API_ListParents: the parent of an account or an OU, not of a root; "a child can have only a single
    // parent".
    ListParents: operation<ListParentsRequest, ListParentsResponse>({
      rate: rate('ListParents'),
      validate: ({ MaxResults }) => refusePage(MaxResults),
      needs: ({ ChildId }, context) => [
        needOf(
          'ListParents',
          arnOf(
            ChildId.startsWith('ou-') ? 'ou' : 'account',
            ChildId,
            organizationOf(context),
            context,
          ),
          context,
        ),
      ],
      handle({ ChildId, NextToken, MaxResults }, context) {
        const world = readableOrganization(context);
        const parent = parentOf(ChildId, world);
        const parents =
          parent.length === 0
            ? [{ Id: ROOT, Type: 'ROOT' as const }]
            : [{ Id: ouId(parent), Type: 'ORGANIZATIONAL_UNIT' as const }];
        const { items, next } = paged(parents, idOf, world, NextToken, MaxResults, ChildId);
        return { Parents: items, ...next };
      },
    }),
    DescribeOrganizationalUnit: operation<
      DescribeOrganizationalUnitRequest,
      DescribeOrganizationalUnitResponse
    >({
      rate: rate('DescribeOrganizationalUnit'),
      needs: ({ OrganizationalUnitId }, context) => [
        needOf(
          'DescribeOrganizationalUnit',
          arnOf('ou', OrganizationalUnitId, organizationOf(context), context),
          context,
        ),
      ],
      handle({ OrganizationalUnitId }, context) {
        const world = readableOrganization(context);
        const ou = ousOf(world).find((one) => ouId(one) === OrganizationalUnitId);
        // Basis: API_DescribeOrganizationalUnit, Errors.
        if (ou === undefined) {
          throw new ServiceFailure(
            'OrganizationalUnitNotFoundException',
            "We can't find an OU with the OrganizationalUnitId that you specified.",
            400,
          );
        }
        return {
          OrganizationalUnit: {
            Id: ouId(ou),
            Name: ou.at(-1) ?? '',
            Arn: arnOf('ou', ouId(ou), world, context),
          },
        };
      },
    }),
    // Basis: API_ListDelegatedServicesForAccount, Errors.
    ListDelegatedServicesForAccount: operation<
      ListDelegatedServicesForAccountRequest,
      ListDelegatedServicesForAccountResponse
    >({
      rate: rate('ListDelegatedServicesForAccount'),
      validate: ({ MaxResults }) => refusePage(MaxResults),
      needs: ({ AccountId }, context) => [
        needOf(
          'ListDelegatedServicesForAccount',
          arnOf('account', AccountId, organizationOf(context), context),
          context,
        ),
      ],
      handle({ AccountId, NextToken, MaxResults }, context) {
        const world = readableOrganization(context);
        if (world.delegatedAdministrators?.includes(AccountId) !== true) {
          throw new ServiceFailure(
            'AccountNotRegisteredException',
            'The specified account is not a delegated administrator for this Amazon Web Services service.',
            400,
          );
        }
        const services = world.delegatedServices?.[AccountId] ?? ['guardduty.amazonaws.com'];
        const registered = services.map((ServicePrincipal) => ({
          ServicePrincipal,
          DelegationEnabledDate: new Date(0),
        }));
        const { items, next } = paged(
          registered,
          ({ ServicePrincipal }) => ServicePrincipal,
          world,
          NextToken,
          MaxResults,
          AccountId,
        );
        return { DelegatedServices: items, ...next };
      },
    }),
    ListTagsForResource: operation<ListTagsForResourceRequest, ListTagsForResourceResponse>({
      rate: rate('ListTagsForResource'),
      needs: ({ ResourceId }, context) => [
        needOf(
          'ListTagsForResource',
          arnOf('account', ResourceId, organizationOf(context), context),
          context,
        ),
      ],
      handle({ ResourceId, NextToken }, context) {
        const world = readableOrganization(context);
        const member = world.members.find(({ id }) => id === ResourceId);
        if (member === undefined) {
          throw new ServiceFailure(
            'TargetNotFoundException',
            "We can't find a root, OU, account, or policy with the TargetId that you specified.",
            400,
          );
        }
        const tags = Object.entries(member.tags ?? {}).map(([Key, Value]) => ({ Key, Value }));
        const { items, next } = paged(
          tags,
          ({ Key }) => Key,
          world,
          NextToken,
          undefined,
          ResourceId,
        );
        return { Tags: items, ...next };
      },
    }),
  },
};

/**
 * Returns the organisation of the caller's account, whether or not the caller may read it.
 *
 * @throws ServiceFailure for an account outside the organisation
 */
function organizationOf({ organisation, account }: RequestContext): OrganizationWorld {
  const { organization } = organisation;
  const isMember =
    organization !== undefined &&
    (organization.management === account.id ||
      organization.members.some(({ id }) => id === account.id));
  if (!isMember) {
    // Basis: ListAccounts, AWSOrganizationsNotInUseException.
    throw new ServiceFailure(
      'AWSOrganizationsNotInUseException',
      'Your account is not a member of an organization.',
      400,
    );
  }
  return organization;
}

/**
 * Returns the permission on an operation. For a member account the delegation policy must allow it too, if there is
 * one; for a delegated administrator that policy can only deny. Basis: User Guide, "Delegated administrator for AWS
 * Organizations": "you must grant roles and users in the delegated administrator account the corresponding IAM
 * permissions".
 */
function needOf(action: string, resource: string, context: RequestContext): Need {
  const need = { action: `organizations:${action}`, resource };
  const { management, delegatedAdministrators = [], delegationPolicy } = organizationOf(context);
  if (delegationPolicy === undefined || management === context.account.id) return need;
  return {
    ...need,
    resourcePolicy: {
      kind: 'resource-based policy',
      policy: parsePolicy(delegationPolicy, 'resource'),
      isSameAccount: delegatedAdministrators.includes(context.account.id),
    },
  };
}

/**
 * Returns the organisation if the caller may read it. Basis, in each operation: "You can only call this operation
 * from the management account or a member account that is a delegated administrator"; User Guide, "Supported
 * delegation policy actions", which lists each of them.
 *
 * @throws ServiceFailure when the caller may not read it
 */
function readableOrganization(context: RequestContext): OrganizationWorld {
  const world = organizationOf(context);
  const { management, delegatedAdministrators = [], delegationPolicy } = world;
  const isTrusted =
    management === context.account.id || delegatedAdministrators.includes(context.account.id);
  // If the delegation policy had no statement for the account, IAM has denied the request already.
  if (isTrusted || delegationPolicy !== undefined) return world;
  throw new ServiceFailure(
    'AccessDeniedException',
    "You don't have permissions to access this resource.",
    400,
  );
}

function refusePage(size: number | undefined): void {
  if (size === undefined || (size >= 1 && size <= PAGE)) return;
  throw new ServiceFailure(
    'InvalidInputException',
    'You provided a value that does not match the required pattern.',
    400,
  );
}

function paged<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  { pageSize = PAGE, emptyPages = false }: OrganizationWorld,
  token: string | undefined,
  size: number | undefined,
  query: string,
): { readonly items: Item[]; readonly next: { readonly NextToken?: string } } {
  // Basis: "might return fewer results than the maximum even when there are more results available".
  const skipped = emptyPages && token?.startsWith('empty:') !== true;
  if (skipped) return { items: [], next: { NextToken: `empty:${token ?? ''}` } };
  const place = emptyPages ? token?.slice('empty:'.length) : token;
  const page = takeTokenPage(items, keyOf, {
    token: place === '' ? undefined : place,
    size: Math.min(size ?? PAGE, pageSize),
    query: { query },
    invalid: () => new ServiceFailure('InvalidInputException', 'Invalid NextToken.', 400),
  });
  return {
    items: [...page.items],
    next: page.next === undefined ? {} : { NextToken: page.next },
  };
}

function idOf({ Id = '' }: { readonly Id?: string | undefined }): string {
  return Id;
}

/** Returns an account without `Status`, which AWS removed on 2026-09-09. Basis: API_Account. */
function accountOf(
  { id, name, state = 'ACTIVE' }: MemberWorld,
  world: OrganizationWorld,
  context: RequestContext,
): Account {
  return {
    Id: id,
    Arn: arnOf('account', id, world, context),
    Email: `aws+${id}@example.com`,
    Name: name,
    State: state,
    JoinedMethod: 'CREATED',
    JoinedTimestamp: new Date(0),
  };
}

/** Returns every OU as the list of names from the root to it, including the parents of OUs in the world. */
function ousOf({ members, ous = [] }: OrganizationWorld): readonly (readonly string[])[] {
  const all = new Map<string, readonly string[]>();
  for (const path of [...ous, ...members.map(({ ou = [] }) => ou)]) {
    for (let depth = 1; depth <= path.length; depth += 1) {
      const ou = path.slice(0, depth);
      all.set(JSON.stringify(ou), ou);
    }
  }
  return [...all.values()];
}

function ouOf(id: string, world: OrganizationWorld): readonly string[] {
  if (id === ROOT) return [];
  const found = ousOf(world).find((ou) => ouId(ou) === id);
  if (found !== undefined) return found;
  throw new ServiceFailure(
    'ParentNotFoundException',
    "We can't find a root or OU with the ParentId that you specified.",
    400,
  );
}

/** Returns the parent OU of an account or OU, as its names from the root; empty for the root. */
function parentOf(child: string, world: OrganizationWorld): readonly string[] {
  const member = world.members.find(({ id }) => id === child);
  if (member !== undefined) return member.ou ?? [];
  const ou = ousOf(world).find((one) => ouId(one) === child);
  if (ou !== undefined) return ou.slice(0, -1);
  // Basis: API_ListParents, Errors.
  throw new ServiceFailure(
    'ChildNotFoundException',
    "We can't find an organizational unit (OU) or AWS account with the ChildId that you specified.",
    400,
  );
}

/** Returns the id of an OU. Basis of the pattern: `ou-`, the root's part, and 8 to 32 letters or digits. */
function ouId(ou: readonly string[]): string {
  const hex = Buffer.from(JSON.stringify(ou)).reduce(
    (hash, byte) => Math.imul(hash ^ byte, 16777619) >>> 0,
    2166136261,
  );
  return `ou-a1b2-${hex.toString(16).padStart(8, '0')}`;
}

function parentArn(id: string, context: RequestContext): string {
  return arnOf(id.startsWith('r-') ? 'root' : 'ou', id, organizationOf(context), context);
}

/** Returns the ARN of a root, OU or account. Basis: Service Authorization Reference, "AWS Organizations". */
function arnOf(
  type: 'root' | 'ou' | 'account',
  id: string,
  { management }: OrganizationWorld,
  { organisation, region }: RequestContext,
): string {
  if (region !== globalRegionOf(organisation.partition)) {
    // Basis: "Endpoints and quotas", AWS Organizations: one endpoint in each partition.
    throw new ServiceFailure(
      'InvalidSignatureException',
      `Credential should be scoped to a valid region.`,
      400,
    );
  }
  return `arn:${organisation.partition}:organizations::${management}:${type}/${ORGANIZATION}/${id}`;
}
