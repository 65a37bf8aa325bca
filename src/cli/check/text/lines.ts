import { displayWidth } from '../../../text/display-width.ts';
import { wrapped } from '../../../text/table.ts';

const INDENT = '  ';

/** Wraps a text at `width` cells and indents all lines but the first. */
export function hangingLines(text: string, width: number | undefined): readonly string[] {
  if (width === undefined || displayWidth(text) <= width) return [text];
  const [first = '', ...others] = wrapped(text, Math.max(1, width - INDENT.length));
  return [first, ...others.map((line) => `${INDENT}${line}`)].map((line) => line.trimEnd());
}

/** The lines and an empty one, or none. */
export function separateLines(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [...lines, ''];
}

/** Wraps a text at `width` cells and indents every line. */
export function indentedLines(text: string, width: number | undefined): readonly string[] {
  const lines = hangingLines(
    text,
    width === undefined ? undefined : Math.max(1, width - INDENT.length),
  );
  return lines.map((line) => `${INDENT}${line}`);
}
