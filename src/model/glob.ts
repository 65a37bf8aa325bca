/** Whether `text` matches `glob`, where `*` matches any number of characters and `?` matches one. */
export function matchesGlob(text: string, glob: string): boolean {
  // After a mismatch only the last star is tried again, so that the time is bounded by both lengths.
  let at = 0;
  let inGlob = 0;
  let star = -1;
  let starAt = 0;
  while (at < text.length) {
    const expected = glob[inGlob];
    if (expected === '*') {
      star = inGlob++;
      starAt = at;
    } else if (expected !== undefined && (expected === '?' || expected === text[at])) {
      at += 1;
      inGlob += 1;
    } else if (star >= 0) {
      inGlob = star + 1;
      at = ++starAt;
    } else {
      return false;
    }
  }
  while (glob[inGlob] === '*') inGlob += 1;
  return inGlob === glob.length;
}

/** Whether one of the globs matches one of the names. True when there are no globs. */
export function matchesSome(names: readonly string[], globs: readonly string[]): boolean {
  return globs.length === 0 || globs.some((glob) => names.some((name) => matchesGlob(name, glob)));
}

export function matchesAccount(
  { id, name }: { readonly id: string; readonly name: string },
  globs: readonly string[],
): boolean {
  return matchesSome([id, name], globs);
}

/** Whether globs select everything, also what is not known: there are none, or one consists of wildcards alone. */
export function matchEverything(globs: readonly string[]): boolean {
  return globs.length === 0 || globs.some((glob) => /^[*?]+$/.test(glob));
}
