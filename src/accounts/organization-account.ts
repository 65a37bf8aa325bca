import type { OrganizationsClient } from '@aws-sdk/client-organizations';
import {
  DescribeAccountCommand,
  DescribeOrganizationalUnitCommand,
  ListDelegatedServicesForAccountCommand,
  ListParentsCommand,
  ParentType,
} from '@aws-sdk/client-organizations';

import { catchFailure, withOperation, IncompleteAnswer } from '../aws/failures.ts';
import type { AccountId } from '../model/aws-ids.ts';
import type { ListingNeeds, OrganisationAccount } from '../model/discovery.ts';
import {
  accountIn,
  DESCRIBE_ACCOUNT,
  DESCRIBE_OU,
  LIST_DELEGATED_SERVICES,
  LIST_PARENTS,
  listItems,
  tagsOf,
} from './organizations.ts';
import { pages, required } from '../aws/pages.ts';

/** The maximum nesting of OUs. https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html */
const MOST_OUS = 5;

type Parent = { readonly id: string; readonly isRoot: boolean };

/**
 * Reads one account of the organisation, with only what the rules need: one request, two more for each OU above the
 * account, one for the root and one for tags.
 * @throws AwsCallError when any part cannot be read: `AccountNotFoundException` for an account outside the
 * organisation.
 */
export async function readOrganisationAccount(
  organizations: OrganizationsClient,
  id: AccountId,
  needs: ListingNeeds,
  needsTags: (account: OrganisationAccount) => boolean,
): Promise<OrganisationAccount> {
  const described = await describeAccount(organizations, id);
  const placed = needs.ous ? { ...described, ous: await ousAbove(organizations, id) } : described;
  if (!needs.tags || !needsTags(placed)) return placed;
  return { ...placed, tags: await tagsOf(organizations, id) };
}

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeAccount.html */
function describeAccount(
  organizations: OrganizationsClient,
  id: AccountId,
): Promise<OrganisationAccount> {
  return withOperation(DESCRIBE_ACCOUNT, async () => {
    const { Account } = await organizations.send(new DescribeAccountCommand({ AccountId: id }));
    const account = accountIn(required(Account, 'Account'));
    if (account.id !== id) throw new IncompleteAnswer(`the answer is of account ${account.id}`);
    return account;
  });
}

async function ousAbove(
  organizations: OrganizationsClient,
  account: AccountId,
): Promise<readonly string[]> {
  const names: string[] = [];
  let parent = await parentOf(organizations, account);
  while (!parent.isRoot) {
    names.unshift(await ouName(organizations, parent.id));
    parent = await parentOf(organizations, parent.id, names.length);
  }
  return names;
}

/**
 * The root or OU that contains an account or OU. AWS: "In the current release, a child can have only a single
 * parent." https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListParents.html
 */
function parentOf(organizations: OrganizationsClient, child: string, depth = 0): Promise<Parent> {
  return withOperation(LIST_PARENTS, async () => {
    const found = await listItems(
      LIST_PARENTS,
      (NextToken) => organizations.send(new ListParentsCommand({ ChildId: child, NextToken })),
      ({ Parents }) =>
        required(Parents, 'Parents').map(({ Id, Type }): Parent => ({
          id: required(Id, 'Id'),
          isRoot: required(Type, 'Type') === ParentType.ROOT,
        })),
    );
    const [only, another] = found;
    if (only === undefined || another !== undefined || (!only.isRoot && depth >= MOST_OUS)) {
      throw new IncompleteAnswer(`${child} has ${found.length} parents at depth ${depth}`);
    }
    return only;
  });
}

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeOrganizationalUnit.html */
function ouName(organizations: OrganizationsClient, id: string): Promise<string> {
  return withOperation(DESCRIBE_OU, async () => {
    const { OrganizationalUnit } = await organizations.send(
      new DescribeOrganizationalUnitCommand({ OrganizationalUnitId: id }),
    );
    return required(required(OrganizationalUnit, 'OrganizationalUnit').Name, 'Name');
  });
}

/** The service principal of StackSets. Their administrator can create any role in any member account. */
const STACK_SETS = 'member.org.stacksets.cloudformation.amazonaws.com';

/**
 * Whether the account is a delegated administrator of StackSets. Undefined when unknown: AWS answers only the
 * management account and delegated administrators.
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListDelegatedServicesForAccount.html
 */
export function administersStackSets(
  organizations: OrganizationsClient,
  account: AccountId,
): Promise<boolean | undefined> {
  const read = async (): Promise<boolean> => {
    const all = pages(
      (NextToken) =>
        organizations.send(
          new ListDelegatedServicesForAccountCommand({ AccountId: account, NextToken }),
        ),
      ({ NextToken }) => NextToken,
    );
    for await (const { DelegatedServices } of all) {
      const services = required(DelegatedServices, 'DelegatedServices');
      if (services.some(({ ServicePrincipal }) => ServicePrincipal === STACK_SETS)) return true;
    }
    return false;
  };
  return catchFailure<boolean | undefined>(
    () => withOperation(LIST_DELEGATED_SERVICES, read),
    () => undefined,
  );
}
