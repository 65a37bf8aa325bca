import { pages } from '../../aws/pages.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Query-Requests.html#api-pagination */
const ITEMS_A_PAGE = 1_000;

/** For a probe: the fewest that may be asked for, and that the limits read pages. */
export const SMALLEST_PAGE = { MaxResults: 5 };

interface Paging {
  readonly MaxResults: number;
  readonly NextToken?: string;
}

/** Every page of a listing of EC2, which is throttled sooner, and can be refused, without pages. */
export function ec2Pages<Page extends { readonly NextToken?: string | undefined }>(
  read: (paging: Paging) => Promise<Page>,
): AsyncGenerator<Page> {
  return pages(
    (NextToken) => read({ MaxResults: ITEMS_A_PAGE, ...(NextToken && { NextToken }) }),
    ({ NextToken }) => NextToken,
  );
}

/** The name that comes most often, the first in the alphabet of several; `undefined` without any. */
export function mostFrequent(
  names: readonly string[],
): { readonly name: string; readonly times: number } | undefined {
  const counted = new Map<string, number>();
  for (const name of names) counted.set(name, (counted.get(name) ?? 0) + 1);
  const [most] = [...counted]
    .map(([name, times]) => ({ name, times }))
    .toSorted((a, b) => b.times - a.times || (a.name < b.name ? -1 : 1));
  return most;
}
