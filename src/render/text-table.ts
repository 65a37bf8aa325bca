import { displayWidth } from './display-width.ts';

export interface TableLayout {
  /** Cells of a line; undefined: as wide as it needs to be. */
  readonly columns: number | undefined;
  /** By number, those whose content may lose its end. */
  readonly mayBeCut: readonly number[];
  readonly toTheRight: readonly number[];
  /** Those whose cells say nothing without their heading, where a row has lines of its own. */
  readonly named?: readonly number[];
}

const GAP = '  ';
/** What is left of a column that is cut still tells one from another. */
const LEAST = 8;

/**
 * Rows below their headings, in columns of one width. Where they do not fit, the widest of those that may be cut lose
 * their ends; where even that is not enough, each row becomes lines of its own.
 */
export function fittedTable(
  rows: readonly (readonly string[])[],
  { columns, mayBeCut, toTheRight, named = [] }: TableLayout,
): readonly string[] {
  const [headings = [], ...below] = rows;
  const widths = headings.map((_, at) =>
    // Of a column in which nothing stands its heading is left out as well.
    below.every((row) => (row[at] ?? '') === '')
      ? 0
      : rows.reduce((most, row) => Math.max(most, displayWidth(row[at] ?? '')), 0),
  );
  const room = columns ?? Number.POSITIVE_INFINITY;
  const used = () =>
    widths.reduce((sum, width) => sum + (width === 0 ? 0 : width + GAP.length), -GAP.length);
  for (let over = used() - room; over > 0; over = used() - room) {
    const [widest] = mayBeCut.toSorted((a, b) => (widths[b] ?? 0) - (widths[a] ?? 0));
    const width = widest === undefined ? 0 : (widths[widest] ?? 0);
    if (widest === undefined || width <= LEAST) return stacked(rows, room, named);
    widths[widest] = width - 1;
  }
  return rows.map((row) =>
    widths
      .flatMap((width, at) =>
        width === 0 ? [] : [padded(cut(row[at] ?? '', width), width, toTheRight.includes(at))],
      )
      .join(GAP)
      .trimEnd(),
  );
}

/** Lines of at most so many cells, broken at spaces; all but the first are indented. */
export function wrapped(
  text: string,
  columns: number | undefined,
  indent: string,
): readonly string[] {
  if (columns === undefined || displayWidth(text) <= columns) return [text];
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line.trim() !== '' && displayWidth(longer) > columns) {
      lines.push(line.trimEnd());
      line = `${indent}${word}`;
    } else line = longer;
  }
  return [...lines, line];
}

function stacked(
  [headings = [], ...rows]: readonly (readonly string[])[],
  columns: number,
  named: readonly number[],
): readonly string[] {
  const cell = (text: string, at: number) =>
    named.includes(at) && text !== '' ? `${(headings[at] ?? '').toLowerCase()} ${text}` : text;
  return rows.flatMap((row) =>
    wrapped(
      row
        .map(cell)
        .filter((text) => text !== '')
        .join(GAP),
      columns,
      GAP,
    ),
  );
}

function padded(cell: string, width: number, right: boolean): string {
  const space = ' '.repeat(width - displayWidth(cell));
  return right ? `${space}${cell}` : `${cell}${space}`;
}

/** The beginning, with an ellipsis in the last cell where something is missing. */
function cut(cell: string, width: number): string {
  if (displayWidth(cell) <= width) return cell;
  let left = '';
  for (const { segment } of new Intl.Segmenter().segment(cell)) {
    if (displayWidth(left) + displayWidth(segment) > width - 1) break;
    left += segment;
  }
  return `${left}…`;
}
