import { IncompleteAnswer } from './failures.ts';

/**
 * Every page of a listing, empty ones included, until AWS gives no further token.
 * @throws IncompleteAnswer when a token leads back to itself, which would never end.
 */
export async function* pages<Page>(
  read: (token: string | undefined) => Promise<Page>,
  nextToken: (page: Page) => string | null | undefined,
): AsyncGenerator<Page> {
  let token: string | undefined;
  do {
    const page = await read(token);
    yield page;
    const next = nextToken(page) ?? undefined;
    if (next !== undefined && next !== '' && next === token) {
      throw new IncompleteAnswer('the listing repeats a page token');
    }
    token = next === '' ? undefined : next;
  } while (token !== undefined);
}

/** @returns the list. @throws IncompleteAnswer when the answer has none, which is not an empty list. */
export function present<Value>(value: Value | undefined, name: string): Value {
  if (value === undefined || value === null) {
    throw new IncompleteAnswer(`the answer holds no ${name}`);
  }
  return value;
}
