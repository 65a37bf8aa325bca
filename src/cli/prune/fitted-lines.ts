import { displayWidth } from '../../text/display-width.ts';

const INDENT = '  ';

/**
 * Lines of at most `columns` cells, broken at spaces, what follows indented. A word that is longer, such
 * as the address of a plan, stays whole, so that it can be copied. Unchanged without `columns`: the lines
 * go to no terminal.
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
