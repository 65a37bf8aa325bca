export type AppliedChange =
  | { readonly ok: true; readonly files: ReadonlyMap<string, string> }
  | { readonly ok: false; readonly why: string };

/**
 * Applies a `diff` block of a page, and returns the changed files. `+++ path` begins a file and `@@` another
 * place in it. Lines without a sign and with `-` must occur there exactly once; those with `-` are removed.
 * There are no line numbers, which would become outdated.
 */
export function applyChange(
  change: string,
  read: (path: string) => string | undefined,
): AppliedChange {
  const files = new Map<string, string>();
  for (const part of change.split(/^\+\+\+ /m).slice(1)) {
    const [path = '', ...lines] = part.trimEnd().split('\n');
    let text = read(path);
    if (text === undefined) return { ok: false, why: `there is no file ${path}` };
    for (const place of lines.join('\n').split(/^@@.*\n/m)) {
      if (place.trim() === '') continue;
      const before = linesWith(place, ' -');
      const parts: readonly string[] = text.split(before);
      if (before === '' || parts.length !== 2) {
        return { ok: false, why: `${path} does not hold this once:\n${before}` };
      }
      text = parts.join(linesWith(place, ' +'));
    }
    files.set(path, text);
  }
  return files.size === 0 ? { ok: false, why: 'no line begins with +++' } : { ok: true, files };
}

/** Returns the lines with one of these signs, without the sign, each with a line break. */
function linesWith(place: string, signs: string): string {
  return place
    .trimEnd()
    .split('\n')
    .filter((line) => signs.includes(line.charAt(0) || ' '))
    .map((line) => `${line.slice(1)}\n`)
    .join('');
}
