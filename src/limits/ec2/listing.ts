import { listAll } from '../../aws/pages.ts';

/** The largest page: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Query-Requests.html#api-pagination */
const ITEMS_A_PAGE = 1_000;

/** The smallest page that EC2 accepts, for requests that only test a permission. */
export const SMALLEST_PAGE = { MaxResults: 5 };

interface Paging {
  readonly MaxResults: number;
  readonly NextToken?: string;
}

/**
 * Reads all pages of a listing and returns the items that `pick` takes from them. EC2 throttles or refuses
 * listings without a page size.
 * @throws AwsCallError with the name `operation` when a page cannot be read.
 */
export function listInPages<Page extends { readonly NextToken?: string | undefined }, Item>(
  operation: string,
  read: (paging: Paging) => Promise<Page>,
  pick: (page: Page) => readonly Item[],
): Promise<readonly Item[]> {
  return listAll(
    operation,
    (NextToken) => read({ MaxResults: ITEMS_A_PAGE, ...(NextToken && { NextToken }) }),
    ({ NextToken }) => NextToken,
    pick,
  );
}

/**
 * The most frequent name, of equals the alphabetically first, and how often it occurs. Without names, `used` is 0.
 * @param kind what the names are, for messages: `VPC`
 * @param names the name of the parent of each resource, such as the id of its VPC
 */
export function fullestParent(
  kind: string,
  names: readonly string[],
): { readonly used: number; readonly parent?: { readonly kind: string; readonly name: string } } {
  const counted = new Map<string, number>();
  for (const name of names) counted.set(name, (counted.get(name) ?? 0) + 1);
  const [fullest] = [...counted].toSorted(
    ([a, timesA], [b, timesB]) => timesB - timesA || (a < b ? -1 : 1),
  );
  if (fullest === undefined) return { used: 0 };
  const [name, used] = fullest;
  return { used, parent: { kind, name } };
}
