/** An item with its costs. Each cost counts against the cap at the same index of `caps`. */
export interface Piece<Item> {
  readonly item: Item;
  readonly costs: readonly number[];
}

/** Splits items, in order, into as few parts as possible, each within `caps` in sum. An item beyond `caps` is alone. */
export function splitIntoParts<Item>(
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
