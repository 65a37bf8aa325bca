import { displayWidth } from '../../text/display-width.ts';

const INDENT = '  ';

/**
 * Wraps lines at `columns` cells and indents continuations; longer words, such as S3 addresses, stay whole to be
 * copied. Unchanged without `columns`, as for output that is not a terminal.
 */
export function fittedLines(
  lines: readonly string[],
  columns: number | undefined,
): readonly string[] {
  return columns === undefined ? lines : lines.flatMap((line) => fitted(line, columns));
}

function fitted(line: string, columns: number): readonly string[] {
  const indent = line.startsWith(INDENT) ? INDENT : '';
  const found: string[] = [];
  let current = '';
  for (const word of line.slice(indent.length).split(' ')) {
    const longer = current === '' ? `${indent}${word}` : `${current} ${word}`;
    if (current === '' || displayWidth(longer) <= columns) {
      current = longer;
      continue;
    }
    found.push(current);
    current = `${indent}${INDENT}${word}`;
  }
  return [...found, current];
}
