import { stripVTControlCharacters } from 'node:util';

import type { Cell, Column } from '../src/text/table.ts';
import { tableLines } from '../src/text/table.ts';

/** What a program of this repository shows on a terminal: progress on stderr, results on stdout. */

/** Where lines go: `process.stdout`, `process.stderr`, or a test's own. */
export interface LineSink {
  write(text: string): unknown;
}

// Besides C0 and C1, marks that turn the direction of text or break lines: both can falsify a line.
const CONTROL = /[\p{Cc}\u2028\u2029\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/gu;

/**
 * Returns the text, such as a name that AWS returns, as one line that controls no terminal: without terminal
 * sequences and control characters, and with a space for tabs and line ends. Other spaces stay.
 */
export function plain(text: string): string {
  return stripVTControlCharacters(text)
    .replace(/[\t\r\n\u2028\u2029]+/g, ' ')
    .replace(CONTROL, '');
}

/** Writes a table, to standard output by default. */
export function printTable(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  sink: LineSink = process.stdout,
): void {
  for (const line of tableLines(columns, rows)) sink.write(`${line}\n`);
}

/** Writes one line of progress, to standard error by default, so that results stay alone on standard output. */
export function progress(text: string, sink: LineSink = process.stderr): void {
  sink.write(`${plain(text)}\n`);
}
