import { displayWidth as cellsOf } from '../src/text/display-width.ts';

/** The terminal output of this repository's programs: progress on stderr, results on stdout. */

export type Alignment = 'left' | 'right';

export interface Column {
  readonly title: string;
  readonly align?: Alignment;
}

export interface LineSink {
  write(text: string): unknown;
}

const escapeSequence =
  // oxlint-disable-next-line no-control-regex -- control characters are what this is about
  /(?:\u001B\]|\u009D)[^\u0007\u001B\u009C]*(?:\u0007|\u001B\\|\u009C)|(?:\u001B\[|\u009B)[0-?]*[ -/]*[@-~]|\u001B[ -/]*[0-~]/g;
// C0 and C1 controls, and characters that change the text's direction or break lines, by which text
// could mislead.
const control = /[\p{Cc}\u2028\u2029\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/gu;

/**
 * Returns the text as one harmless line. Terminal sequences and control characters are removed; tabs and line
 * ends become a space. Names of accounts and functions are not trusted.
 */
export function plain(text: string): string {
  return text
    .replace(escapeSequence, '')
    .replace(/[\t\r\n\u2028\u2029]+/g, ' ')
    .replace(control, '');
}

/** Returns the number of terminal cells of the text: two for wide characters and emoji, none for combining marks. */
export function displayWidth(text: string): number {
  return cellsOf(plain(text));
}

/**
 * Returns the table as lines. Columns are padded by display width with two spaces between them; lines have no
 * trailing space. Cells are made harmless, and a row may omit cells at its end.
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

/** Writes the table to standard output by default. */
export function printTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  sink: LineSink = process.stdout,
): void {
  for (const line of table(columns, rows)) sink.write(`${line}\n`);
}

/** Writes a line about progress, by default to standard error, so that it is not part of the result. */
export function progress(text: string, sink: LineSink = process.stderr): void {
  sink.write(`${plain(text)}\n`);
}

function pad(cell: string, width: number, align: Alignment): string {
  const space = ' '.repeat(width - displayWidth(cell));
  return align === 'right' ? space + cell : cell + space;
}
