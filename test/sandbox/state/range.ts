/** Returns the numbers of a text such as `1-3, 7`: whole numbers from 1, ascending, without duplicates. */
export function numbersIn(text: string): readonly number[] {
  const numbers = new Set<number>();
  for (const part of text.split(',').map((piece) => piece.trim())) {
    if (part === '') continue;
    const found = /^([1-9]\d*)(?:\s*-\s*([1-9]\d*))?$/.exec(part);
    const from = Number(found?.[1]);
    const to = Number(found?.[2] ?? from);
    if (found === null || to < from) throw new RangeError(`not a range of versions: ${part}`);
    for (let n = from; n <= to; n += 1) numbers.add(n);
  }
  return [...numbers].sort((a, b) => a - b);
}
