const WIDE =
  /^(?:[\u1100-\u115F\u2E80-\u303E\u3041-\u33FF\u3400-\u4DBF\u4E00-\u9FFF\uA000-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|[\u{1B000}-\u{1B2FF}\u{1F200}-\u{1F2FF}\u{20000}-\u{3FFFD}]|\p{Emoji_Presentation}|.\uFE0F)/u;
const INVISIBLE = /^[\p{Mn}\p{Me}\p{Cf}]+$/u;

/** The characters of a text as people perceive them (grapheme clusters). https://unicode.org/reports/tr29/ */
export function characters(text: string): readonly string[] {
  return [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)].map(
    ({ segment }) => segment,
  );
}

/**
 * The number of terminal cells that a text takes: two for wide characters and emoji, none for combining marks.
 * Expects text that `plain` has made harmless.
 * https://unicode.org/reports/tr11/
 */
export function displayWidth(text: string): number {
  // The usual case; segmenting is slow.
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  return characters(text).reduce((width, one) => width + cellsOf(one), 0);
}

function cellsOf(character: string): number {
  if (INVISIBLE.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}
