import type { OrganizationsClient } from '@aws-sdk/client-organizations';
import {
  DescribeAccountCommand,
  DescribeOrganizationalUnitCommand,
  ListParentsCommand,
  ParentType,
} from '@aws-sdk/client-organizations';

import type { AccountId } from '../model/aws-ids.ts';
import type { ListingNeeds, OrganisationAccount } from '../model/discovery.ts';
import { withOperation, IncompleteAnswer } from '../aws/failures.ts';
import { DESCRIBE_ACCOUNT, DESCRIBE_OU, LIST_PARENTS } from './organization-actions.ts';
import { accountIn, tagsOf } from './organizations.ts';
import { pages, required } from '../aws/pages.ts';

/** https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html (OU maximum nesting in a root) */
const MOST_OUS = 5;

/** OUs cannot be moved, so that what is read one after another is one path. */
type Parent = { readonly id: string; readonly isRoot: boolean };

/**
 * One account as the organisation has it now, with what the rules need of it and no more: one request, two
 * more for each OU above it and one for the root, and one for its tags.
 * @throws AwsCallError when any part cannot be read; `AccountNotFoundException` when the account is not in
 * the organisation.
 */
export async function readOrganisationAccount(
  organizations: OrganizationsClient,
  id: AccountId,
  needs: ListingNeeds,
  wantsTags: (account: OrganisationAccount) => boolean,
): Promise<OrganisationAccount> {
  const described = await describedAccount(organizations, id);
  const placed = needs.ous ? { ...described, ous: await ousAbove(organizations, id) } : described;
  if (!needs.tags || !wantsTags(placed)) return placed;
  return { ...placed, tags: await tagsOf(organizations, id) };
}

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeAccount.html */
function describedAccount(
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

/** The names of the OUs that the account is in, from the root. */
async function ousAbove(
  organizations: OrganizationsClient,
  account: AccountId,
): Promise<readonly string[]> {
  const names: string[] = [];
  let parent = await parentOf(organizations, account);
  while (!parent.isRoot) {
    names.unshift(await nameOf(organizations, parent.id));
    parent = await parentOf(organizations, parent.id, names.length);
  }
  return names;
}

/** "In the current release, a child can have only a single parent." https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListParents.html */
function parentOf(organizations: OrganizationsClient, child: string, depth = 0): Promise<Parent> {
  return withOperation(LIST_PARENTS, async () => {
    const found: Parent[] = [];
    const all = pages(
      (NextToken) =>
        organizations.send(
          new ListParentsCommand({ ChildId: child, ...(NextToken && { NextToken }) }),
        ),
      ({ NextToken }) => NextToken,
    );
    for await (const { Parents } of all) {
      for (const { Id, Type } of required(Parents, 'Parents')) {
        const isRoot = required(Type, 'Type') === ParentType.ROOT;
        found.push({ id: required(Id, 'Id'), isRoot });
      }
    }
    const [only, another] = found;
    if (only === undefined || another !== undefined || (!only.isRoot && depth >= MOST_OUS)) {
      throw new IncompleteAnswer(`${child} has ${found.length} parents at depth ${depth}`);
    }
    return only;
  });
}

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeOrganizationalUnit.html */
function nameOf(organizations: OrganizationsClient, id: string): Promise<string> {
  return withOperation(DESCRIBE_OU, async () => {
    const { OrganizationalUnit } = await organizations.send(
      new DescribeOrganizationalUnitCommand({ OrganizationalUnitId: id }),
    );
    return required(required(OrganizationalUnit, 'OrganizationalUnit').Name, 'Name');
  });
}
