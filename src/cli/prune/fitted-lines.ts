import stringWidth from 'string-width';

const INDENT = '  ';

/** Wraps lines at `columns` character cells; not at all if undefined. Longer words, such as S3 addresses, stay whole. */
export function fittedLines(
  lines: readonly string[],
  columns: number | undefined,
): readonly string[] {
  return columns === undefined ? lines : lines.flatMap((line) => fitLine(line, columns));
}

function fitLine(line: string, columns: number): readonly string[] {
  const indent = line.startsWith(INDENT) ? INDENT : '';
  const fitted: string[] = [];
  let current = '';
  for (const word of line.slice(indent.length).split(' ')) {
    const longer = current === '' ? `${indent}${word}` : `${current} ${word}`;
    if (current === '' || stringWidth(longer) <= columns) {
      current = longer;
      continue;
    }
    fitted.push(current);
    current = `${indent}${INDENT}${word}`;
  }
  return [...fitted, current];
}
