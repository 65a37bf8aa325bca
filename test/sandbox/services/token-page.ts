import type { ServiceFailure } from '../wire/failure.ts';
import { isMembers } from '../wire/message.ts';

/** Pages of lists that continue with a token, as in most services except Lambda. */

export interface TokenRequest {
  readonly token: string | undefined;
  /** The most items of a page. */
  readonly size: number;
  /** The request's other parameters; a token of a request with different ones is refused. */
  readonly query: object;
  /** Returns the service's error for an invalid token. */
  readonly invalid: () => ServiceFailure;
}

export interface TokenPage<Item> {
  readonly items: readonly Item[];
  readonly next: string | undefined;
}

/**
 * Returns one page of a list.
 *
 * @param keyOf returns the position of an item in the list's order, which must not change when other items are
 * added or removed
 */
export function takeTokenPage<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  { token, size, query, invalid }: TokenRequest,
): TokenPage<Item> {
  const asked = JSON.stringify(query);
  const place = token === undefined ? undefined : readToken(token);
  if (token !== undefined && place?.asked !== asked) throw invalid();
  const after = items
    .map((item) => ({ item, key: keyOf(item) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .filter(({ key }) => place === undefined || key > place.key);
  const page = after.slice(0, size);
  const last = page.at(-1);
  return {
    items: page.map(({ item }) => item),
    next:
      last === undefined || page.length === after.length
        ? undefined
        : Buffer.from(JSON.stringify({ key: last.key, asked })).toString('base64'),
  };
}

/** Returns a key that sorts later times first. */
export function latestFirst(time: number, id: string): string {
  return `${String(1e15 - time).padStart(16, '0')} ${id}`;
}

function readToken(token: string): { readonly key: string; readonly asked: string } | undefined {
  try {
    const place: unknown = JSON.parse(Buffer.from(token, 'base64').toString('utf8'));
    if (!isMembers(place)) return undefined;
    const { key, asked } = place;
    return typeof key === 'string' && typeof asked === 'string' ? { key, asked } : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
