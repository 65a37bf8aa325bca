const FARTHEST = 2;
const SHORTEST_PREFIX = 3;

/** The most similar candidate: at most two letters missing, extra, wrong or swapped, or with the same beginning. */
export function didYouMean(written: string, candidates: readonly string[]): string | undefined {
  const text = written.toLowerCase();
  let best: { candidate: string; slips: number } | undefined;
  for (const candidate of candidates) {
    const slips = slipsBetween(text, candidate.toLowerCase());
    if (slips <= farthestFor(text) && (best === undefined || slips < best.slips)) {
      best = { candidate, slips };
    }
  }
  return best?.candidate ?? candidates.find((candidate) => beginAlike(text, candidate));
}

function farthestFor(text: string): number {
  return Math.min(FARTHEST, Math.floor(text.length / 3));
}

function beginAlike(text: string, candidate: string): boolean {
  const other = candidate.toLowerCase();
  const shorter = Math.min(text.length, other.length);
  return shorter >= SHORTEST_PREFIX && (text.startsWith(other) || other.startsWith(text));
}

/** Optimal string alignment distance, exact up to `FARTHEST`. */
function slipsBetween(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > FARTHEST) return FARTHEST + 1;
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const wrong = a[row - 1] === b[column - 1] ? 0 : 1;
      let slips = Math.min(
        (previous[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (previous[column - 1] ?? 0) + wrong,
      );
      const swapped = row > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped) slips = Math.min(slips, (before[column - 2] ?? 0) + 1);
      current.push(slips);
    }
    before = previous;
    previous = current;
  }
  return previous[b.length] ?? 0;
}
