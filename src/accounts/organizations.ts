import type { Account, OrganizationsClient } from '@aws-sdk/client-organizations';
import {
  ListAccountsCommand,
  ListAccountsForParentCommand,
  ListOrganizationalUnitsForParentCommand,
  ListRootsCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-organizations';

import { accountId } from '../model/aws-ids.ts';
import type { ListingNeeds, OrganisationAccount } from '../model/discovery.ts';
import { withOperation, IncompleteAnswer } from '../aws/failures.ts';
import { listAll, required } from '../aws/pages.ts';

/**
 * IAM actions of AWS Organizations. They work from the management account, from a delegated administrator, or
 * where the organisation's delegation policy allows it.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_delegate_policies.html
 */

export const LIST_ACCOUNTS = 'organizations:ListAccounts';
export const LIST_ROOTS = 'organizations:ListRoots';
const LIST_OUS = 'organizations:ListOrganizationalUnitsForParent';
const LIST_ACCOUNTS_FOR_PARENT = 'organizations:ListAccountsForParent';
export const LIST_TAGS = 'organizations:ListTagsForResource';
export const DESCRIBE_ACCOUNT = 'organizations:DescribeAccount';
export const DESCRIBE_OU = 'organizations:DescribeOrganizationalUnit';
export const LIST_PARENTS = 'organizations:ListParents';
/** Only `doctor` uses it. No delegation policy can grant it, but a delegated administrator may call it. */
export const LIST_DELEGATED_SERVICES = 'organizations:ListDelegatedServicesForAccount';

export const LISTING_ACTIONS: readonly string[] = [
  LIST_ACCOUNTS,
  LIST_ROOTS,
  LIST_OUS,
  LIST_ACCOUNTS_FOR_PARENT,
  LIST_TAGS,
];

export const ACCOUNT_ACTIONS: readonly string[] = [
  DESCRIBE_ACCOUNT,
  DESCRIBE_OU,
  LIST_PARENTS,
  LIST_TAGS,
];

/**
 * The requests per second to AWS Organizations. The value 4 is an assumption: AWS does not publish the rate of each
 * operation, and all automation of the organisation shares it. The pacer slows down when AWS throttles.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html (Throttling limits)
 */
export const LISTING_REQUESTS_PER_SECOND = 4;

/** The most reads of all OUs: they are read once more when an account was moved during the first read. */
const OU_READS = 2;

/**
 * All accounts of the organisation, in any state, with only what the rules need. Tags are read only of accounts for
 * which `needsTags` returns true.
 * @throws AwsCallError when any part cannot be read, since an incomplete list looks like a complete one.
 */
export async function listOrganisation(
  organizations: OrganizationsClient,
  needs: ListingNeeds,
  needsTags: (account: OrganisationAccount) => boolean,
): Promise<readonly OrganisationAccount[]> {
  const accounts = await listAccounts(organizations);
  const placed = needs.ous ? await withOus(organizations, accounts) : accounts;
  if (!needs.tags) return placed;
  const tagged: OrganisationAccount[] = [];
  for (const account of placed) {
    tagged.push(
      needsTags(account) ? { ...account, tags: await tagsOf(organizations, account.id) } : account,
    );
  }
  return tagged;
}

async function listAccounts(
  organizations: OrganizationsClient,
): Promise<readonly OrganisationAccount[]> {
  return withOperation(LIST_ACCOUNTS, async () => {
    const found = await listItems(
      LIST_ACCOUNTS,
      (NextToken) => organizations.send(new ListAccountsCommand({ NextToken })),
      ({ Accounts }) => required(Accounts, 'Accounts').map(accountIn),
    );
    if (new Set(found.map(({ id }) => id)).size !== found.length) {
      throw new IncompleteAnswer('the listing holds an account twice');
    }
    return found;
  });
}

/** All items of a listing of AWS Organizations. @throws AwsCallError, which names `action`. */
export function listItems<Page extends { readonly NextToken?: string | undefined }, Item>(
  action: string,
  read: (NextToken: string | undefined) => Promise<Page>,
  itemsOf: (page: Page) => readonly Item[],
): Promise<readonly Item[]> {
  return listAll(action, read, ({ NextToken }) => NextToken, itemsOf);
}

/**
 * Converts an account of the SDK. Its state is in `State`: AWS retired `Status` on 2026-09-09.
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_Account.html
 */
export function accountIn({ Id, Name, State }: Account): OrganisationAccount {
  return { id: accountId(required(Id, 'Id')), name: Name ?? '', state: required(State, 'State') };
}

async function withOus(
  organizations: OrganizationsClient,
  accounts: readonly OrganisationAccount[],
): Promise<readonly OrganisationAccount[]> {
  for (let attempt = 1; ; attempt += 1) {
    const paths = await ouPaths(organizations);
    const placed = accounts.map((account) => ({ account, ous: paths.get(account.id) }));
    const [misplaced] = placed.filter(({ ous }) => ous?.length !== 1);
    if (misplaced === undefined) {
      return placed.flatMap(({ account, ous = [] }) =>
        ous.map((one) => ({ ...account, ous: one })),
      );
    }
    if (attempt === OU_READS) {
      return withOperation(LIST_ACCOUNTS_FOR_PARENT, () =>
        Promise.reject(
          new IncompleteAnswer(
            `account ${misplaced.account.id} was in ${misplaced.ous?.length ?? 0} OUs; it may be on the move`,
          ),
        ),
      );
    }
  }
}

/** The names of the OUs above each account, by its id; more than one list when the account was found twice. */
async function ouPaths(
  organizations: OrganizationsClient,
): Promise<ReadonlyMap<string, readonly (readonly string[])[]>> {
  const paths = new Map<string, readonly (readonly string[])[]>();
  const toVisit: { readonly id: string; readonly names: readonly string[] }[] = (
    await rootsOf(organizations)
  ).map((id) => ({ id, names: [] }));
  for (let parent = toVisit.pop(); parent !== undefined; parent = toVisit.pop()) {
    const { id, names } = parent;
    for (const account of await accountsIn(organizations, id)) {
      paths.set(account, [...(paths.get(account) ?? []), names]);
    }
    for (const ou of await ousIn(organizations, id)) {
      toVisit.push({ id: ou.id, names: [...names, ou.name] });
    }
  }
  return paths;
}

function rootsOf(organizations: OrganizationsClient): Promise<readonly string[]> {
  return listItems(
    LIST_ROOTS,
    (NextToken) => organizations.send(new ListRootsCommand({ NextToken })),
    ({ Roots }) => required(Roots, 'Roots').map(({ Id }) => required(Id, 'Id')),
  );
}

function ousIn(
  organizations: OrganizationsClient,
  ParentId: string,
): Promise<readonly { readonly id: string; readonly name: string }[]> {
  return listItems(
    LIST_OUS,
    (NextToken) =>
      organizations.send(new ListOrganizationalUnitsForParentCommand({ ParentId, NextToken })),
    ({ OrganizationalUnits }) =>
      required(OrganizationalUnits, 'OrganizationalUnits').map(({ Id, Name }) => ({
        id: required(Id, 'Id'),
        name: required(Name, 'Name'),
      })),
  );
}

function accountsIn(
  organizations: OrganizationsClient,
  ParentId: string,
): Promise<readonly string[]> {
  return listItems(
    LIST_ACCOUNTS_FOR_PARENT,
    (NextToken) => organizations.send(new ListAccountsForParentCommand({ ParentId, NextToken })),
    ({ Accounts }) => required(Accounts, 'Accounts').map(({ Id }) => required(Id, 'Id')),
  );
}

export async function tagsOf(
  organizations: OrganizationsClient,
  ResourceId: string,
): Promise<Readonly<Record<string, string>>> {
  const tags = await listItems(
    LIST_TAGS,
    (NextToken) => organizations.send(new ListTagsForResourceCommand({ ResourceId, NextToken })),
    ({ Tags }) =>
      required(Tags, 'Tags').map(({ Key, Value }) => [
        required(Key, 'Key'),
        required(Value, 'Value'),
      ]),
  );
  // Not by assignment: a key may be `__proto__`.
  return Object.fromEntries(tags);
}
