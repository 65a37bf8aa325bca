/*
 * What the watchdog asks of AWS Organizations, by IAM action. Each works from the management account, from an
 * account that is a delegated administrator, or where the organisation's delegation policy allows it.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_delegate_policies.html
 */

export const LIST_ACCOUNTS = 'organizations:ListAccounts';
export const LIST_ROOTS = 'organizations:ListRoots';
export const LIST_OUS = 'organizations:ListOrganizationalUnitsForParent';
export const LIST_ACCOUNTS_FOR_PARENT = 'organizations:ListAccountsForParent';
export const LIST_TAGS = 'organizations:ListTagsForResource';
export const DESCRIBE_ACCOUNT = 'organizations:DescribeAccount';
export const DESCRIBE_OU = 'organizations:DescribeOrganizationalUnit';
export const LIST_PARENTS = 'organizations:ListParents';
/** Asked by `doctor` alone, and by no delegation policy: it works for a delegated administrator. */
export const LIST_DELEGATED_SERVICES = 'organizations:ListDelegatedServicesForAccount';

/** All that listing may need, by the rules. */
export const LISTING_ACTIONS: readonly string[] = [
  LIST_ACCOUNTS,
  LIST_ROOTS,
  LIST_OUS,
  LIST_ACCOUNTS_FOR_PARENT,
  LIST_TAGS,
];

/** All that one account may be asked for. */
export const ACCOUNT_ACTIONS: readonly string[] = [
  DESCRIBE_ACCOUNT,
  DESCRIBE_OU,
  LIST_PARENTS,
  LIST_TAGS,
];
