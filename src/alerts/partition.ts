/** One item of a message, with its cost against each of the receiver's limits. */
export interface Piece<Item> {
  readonly item: Item;
  readonly costs: readonly number[];
}

/**
 * The items in as few parts as their order allows, so that no part costs more than `caps`. Nothing
 * is left out: an item that is over a cap by itself is a part of its own.
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
