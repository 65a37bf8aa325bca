import type { ServiceFailure } from '../wire/failure.ts';
import { isMembers } from '../wire/message.ts';

/** Pages of lists that go on with a token, as most services but Lambda have them. */

export interface TokenRequest {
  readonly token: string | undefined;
  /** Most items of a page. */
  readonly size: number;
  /** What the token belongs to: with other parameters it is refused. */
  readonly query: object;
  /** How the service refuses a token that is not its own. */
  readonly invalid: () => ServiceFailure;
}

export interface TokenPage<Item> {
  readonly items: readonly Item[];
  readonly next: string | undefined;
}

/**
 * @param keyOf places an item in the list's order; it stays in its place whatever else comes or goes
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

/** A key for lists that show the latest first. */
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
