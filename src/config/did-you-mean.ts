const MOST_EDITS = 2;
const SHORTEST_BEGINNING = 3;

/** The candidate with the fewest typos (1 in 3 letters, at most 2), else the first that begins or extends `written`. */
export function didYouMean(written: string, candidates: readonly string[]): string | undefined {
  const text = written.toLowerCase();
  const mostEdits = Math.min(MOST_EDITS, Math.floor(text.length / 3));
  let best: { candidate: string; edits: number } | undefined;
  for (const candidate of candidates) {
    const edits = editDistance(text, candidate.toLowerCase());
    if (edits <= mostEdits && (best === undefined || edits < best.edits)) {
      best = { candidate, edits };
    }
  }
  return best?.candidate ?? candidates.find((candidate) => haveSameBeginning(text, candidate));
}

function haveSameBeginning(text: string, candidate: string): boolean {
  const other = candidate.toLowerCase();
  const shorter = Math.min(text.length, other.length);
  return shorter >= SHORTEST_BEGINNING && (text.startsWith(other) || other.startsWith(text));
}

/** The optimal string alignment distance (missing, extra, wrong, swapped letters). Exact only up to `MOST_EDITS`. */
function editDistance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > MOST_EDITS) return MOST_EDITS + 1;
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const wrong = a[row - 1] === b[column - 1] ? 0 : 1;
      let edits = Math.min(
        (previous[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (previous[column - 1] ?? 0) + wrong,
      );
      const swapped = row > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped) edits = Math.min(edits, (before[column - 2] ?? 0) + 1);
      current.push(edits);
    }
    before = previous;
    previous = current;
  }
  return previous[b.length] ?? 0;
}
