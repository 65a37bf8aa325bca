import { IncompleteAnswer, withOperation } from './failures.ts';

/**
 * All pages of a listing, including empty ones.
 * @throws IncompleteAnswer when the page tokens form a circle.
 */
export async function* pages<Page>(
  read: (token: string | undefined) => Promise<Page>,
  nextToken: (page: Page) => string | null | undefined,
): AsyncGenerator<Page> {
  let token: string | undefined;
  // Brent's algorithm: finds a circle of any length with one remembered token.
  let remembered: string | undefined;
  let since = 0;
  let steps = 1;
  do {
    const page = await read(token);
    yield page;
    const next = nextToken(page) ?? '';
    token = next === '' ? undefined : next;
    if (token !== undefined && token === remembered) {
      throw new IncompleteAnswer('the listing repeats a page token');
    }
    since += 1;
    if (since === steps) {
      remembered = token;
      since = 0;
      steps *= 2;
    }
  } while (token !== undefined);
}

/**
 * The items of all pages of a listing.
 * @throws AwsCallError of `operation` when a page cannot be read or is incomplete.
 */
export function listAll<Page, Item>(
  operation: string,
  read: (token: string | undefined) => Promise<Page>,
  nextToken: (page: Page) => string | null | undefined,
  itemsOf: (page: Page) => readonly Item[],
): Promise<readonly Item[]> {
  return withOperation(operation, async () => {
    const items: Item[] = [];
    for await (const page of pages(read, nextToken)) items.push(...itemsOf(page));
    return items;
  });
}

/** `value`, a member of an answer. @throws IncompleteAnswer when it is missing, which does not mean an empty list. */
export function required<Value>(value: Value | undefined, name: string): Value {
  if (value === undefined || value === null) {
    throw new IncompleteAnswer(`the answer holds no ${name}`);
  }
  return value;
}

/**
 * The most items on a page of a Lambda listing, even if the request asks for more.
 * https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html
 */
export const LAMBDA_ITEMS_A_PAGE = 50;

/** The number of requests that listing `items` items takes, at least one. */
export function pagesOf(items: number, onAPage: number): number {
  return Math.max(1, Math.ceil(items / onAPage));
}
