import { displayWidth as cellsOf } from '../src/text/display-width.ts';

/** What a program of this repository shows on a terminal: progress on stderr, results on stdout. */

/** How the cells of a column are aligned: text to the left, figures to the right. */
export type Alignment = 'left' | 'right';

export interface Column {
  readonly title: string;
  readonly align?: Alignment;
}

/** Where lines go: `process.stdout`, `process.stderr`, or a test's own. */
export interface LineSink {
  write(text: string): unknown;
}

const escapeSequence =
  // oxlint-disable-next-line no-control-regex -- control characters are what this is about
  /(?:\u001B\]|\u009D)[^\u0007\u001B\u009C]*(?:\u0007|\u001B\\|\u009C)|(?:\u001B\[|\u009B)[0-?]*[ -/]*[@-~]|\u001B[ -/]*[0-~]/g;
// Besides C0 and C1, what turns the direction of text or breaks lines: both can make a line lie.
const control = /[\p{Cc}\u2028\u2029\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/gu;

/**
 * The text as one harmless line: terminal sequences gone as a whole, tabs and line ends as a space,
 * every other control character gone. Names of accounts and functions come from elsewhere.
 */
export function plain(text: string): string {
  return text
    .replace(escapeSequence, '')
    .replace(/[\t\r\n\u2028\u2029]+/g, ' ')
    .replace(control, '');
}

/** How many cells of a terminal the text takes: two for wide characters and emoji, none for marks. */
export function displayWidth(text: string): number {
  return cellsOf(plain(text));
}

/**
 * The rows below their titles, columns two spaces apart and padded by display width, as lines
 * without a trailing space. Cells become harmless; a row may leave cells out at its end.
 */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): readonly string[] {
  const lines = [columns.map(({ title }) => title), ...rows].map((cells) =>
    columns.map((_, index) => plain(cells[index] ?? '')),
  );
  const widths = columns.map((_, index) =>
    Math.max(...lines.map((cells) => displayWidth(cells[index] ?? ''))),
  );
  return lines.map((cells) =>
    cells
      .map((cell, index) => pad(cell, widths[index] ?? 0, columns[index]?.align ?? 'left'))
      .join('  ')
      .trimEnd(),
  );
}

/** Writes the table of the rows, one line each, to standard output by default. */
export function printTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  sink: LineSink = process.stdout,
): void {
  for (const line of table(columns, rows)) sink.write(`${line}\n`);
}

/** Writes one line about what is going on, to standard error by default, where it spoils no result. */
export function progress(text: string, sink: LineSink = process.stderr): void {
  sink.write(`${plain(text)}\n`);
}

function pad(cell: string, width: number, align: Alignment): string {
  const space = ' '.repeat(width - displayWidth(cell));
  return align === 'right' ? space + cell : cell + space;
}
