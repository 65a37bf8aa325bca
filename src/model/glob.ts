/** Whether `text` matches `glob`, where `*` stands for any characters, `?` for one, and all else for itself. */
export function matchesGlob(text: string, glob: string): boolean {
  // Walks both at once and goes back to the last star on a mismatch: no backtracking to blow up.
  let at = 0;
  let inGlob = 0;
  let star = -1;
  let starAt = 0;
  while (at < text.length) {
    const wanted = glob[inGlob];
    if (wanted === '*') {
      star = inGlob++;
      starAt = at;
    } else if (wanted !== undefined && (wanted === '?' || wanted === text[at])) {
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
