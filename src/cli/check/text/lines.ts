import { displayWidth } from '../../../text/display-width.ts';
import { wrapped } from '../../../text/table.ts';

const INDENT = '  ';

/** A text in lines of at most `width` cells, all but the first indented; one line without a width. */
export function hangingLines(text: string, width: number | undefined): readonly string[] {
  if (width === undefined || displayWidth(text) <= width) return [text];
  const [first = '', ...others] = wrapped(text, Math.max(1, width - INDENT.length));
  return [first, ...others.map((line) => `${INDENT}${line}`)].map((line) => line.trimEnd());
}

/** The same lines with an empty one after them, or none. */
export function separateLines(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [...lines, ''];
}

/** A text in lines of at most `width` cells, all of them indented. */
export function indentedLines(text: string, width: number | undefined): readonly string[] {
  const lines = hangingLines(
    text,
    width === undefined ? undefined : Math.max(1, width - INDENT.length),
  );
  return lines.map((line) => `${INDENT}${line}`);
}
