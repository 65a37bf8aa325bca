import { IncompleteAnswer, withOperation } from './failures.ts';

/**
 * Every page of a listing, empty ones included, until AWS gives no further token.
 * @throws IncompleteAnswer when tokens lead round in a circle, which would never end.
 */
export async function* pages<Page>(
  read: (token: string | undefined) => Promise<Page>,
  nextToken: (page: Page) => string | null | undefined,
): AsyncGenerator<Page> {
  let token: string | undefined;
  // One token is remembered, and a later one each time that the way since has doubled (Brent's
  // algorithm): a circle of any length is found, and a long listing takes no memory.
  let remembered: string | undefined;
  let since = 0;
  let patience = 1;
  do {
    const page = await read(token);
    yield page;
    const next = nextToken(page) ?? '';
    token = next === '' ? undefined : next;
    if (token !== undefined && token === remembered) {
      throw new IncompleteAnswer('the listing repeats a page token');
    }
    since += 1;
    if (since === patience) {
      remembered = token;
      since = 0;
      patience *= 2;
    }
  } while (token !== undefined);
}

/** The items of every page. @throws what `pages` and `itemsOf` throw. */
async function listItems<Page, Item>(
  read: (token: string | undefined) => Promise<Page>,
  nextToken: (page: Page) => string | null | undefined,
  itemsOf: (page: Page) => readonly Item[],
): Promise<readonly Item[]> {
  const items: Item[] = [];
  for await (const page of pages(read, nextToken)) items.push(...itemsOf(page));
  return items;
}

/**
 * All that `pick` takes of the pages of a listing.
 * @throws AwsCallError of `operation` when any page cannot be read, or `pick` finds it incomplete.
 */
export function listAll<Page, Item>(
  operation: string,
  ...listing: Parameters<typeof listItems<Page, Item>>
): Promise<readonly Item[]> {
  return withOperation(operation, () => listItems(...listing));
}

/** @returns the list. @throws IncompleteAnswer when the answer has none, which is not an empty list. */
export function required<Value>(value: Value | undefined, name: string): Value {
  if (value === undefined || value === null) {
    throw new IncompleteAnswer(`the answer holds no ${name}`);
  }
  return value;
}

/**
 * What Lambda lists on a page at most; with all versions of functions, whatever is asked for.
 * https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html
 */
export const LAMBDA_ITEMS_A_PAGE = 50;

/** Requests that list so many items; one for none. */
export function pagesOf(items: number, onAPage: number): number {
  return Math.max(1, Math.ceil(items / onAPage));
}
