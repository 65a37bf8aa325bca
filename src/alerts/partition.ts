/** An item with its cost against each limit of the receiver. */
export interface Piece<Item> {
  readonly item: Item;
  readonly costs: readonly number[];
}

/**
 * The items in order, in as few parts as possible; no part exceeds `caps`, except a part of one item that
 * does alone.
 */
export function inParts<Item>(
  pieces: readonly Piece<Item>[],
  caps: readonly number[],
): readonly (readonly Item[])[] {
  const parts: Item[][] = [];
  let spent: readonly number[] = [];
  for (const { item, costs } of pieces) {
    const next = caps.map((_, at) => (spent[at] ?? 0) + (costs[at] ?? 0));
    const current = parts.at(-1);
    if (current === undefined || next.some((sum, at) => sum > (caps[at] ?? 0))) {
      parts.push([item]);
      spent = costs;
    } else {
      current.push(item);
      spent = next;
    }
  }
  return parts;
}
