import { stripVTControlCharacters } from 'node:util';

import type { Cell, Column } from '../src/text/table.ts';
import { tableLines } from '../src/text/table.ts';

/** The terminal output of this repository's programs: progress on stderr, results on stdout. */

export interface LineSink {
  write(text: string): unknown;
}

// C0 and C1 controls, and marks that change the direction of text or break lines.
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
