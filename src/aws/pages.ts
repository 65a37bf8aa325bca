import { IncompleteAnswer, withOperation } from './failures.ts';

/**
 * Every page of a listing, empty ones included.
 * @throws IncompleteAnswer when page tokens form a circle.
 */
export async function* pages<Page>(
  read: (token: string | undefined) => Promise<Page>,
  nextToken: (page: Page) => string | null | undefined,
): AsyncGenerator<Page> {
  let token: string | undefined;
  // Brent's algorithm: finds a circle of any length with one remembered token.
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

/**
 * The items of every page.
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

/** @throws IncompleteAnswer when the answer has no such member, which is no empty list. */
export function required<Value>(value: Value | undefined, name: string): Value {
  if (value === undefined || value === null) {
    throw new IncompleteAnswer(`the answer holds no ${name}`);
  }
  return value;
}

/**
 * Items on a page of Lambda, whatever is requested.
 * https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html
 */
export const LAMBDA_ITEMS_A_PAGE = 50;

/** Requests that list so many items, at least one. */
export function pagesOf(items: number, onAPage: number): number {
  return Math.max(1, Math.ceil(items / onAPage));
}
