import stringWidth from 'string-width';

import type { Paint, Tone } from './paint.ts';
import { unpainted } from './paint.ts';
import { plain } from './plain.ts';

export interface Column {
  readonly title: string;
  /** Default: left. */
  readonly align?: 'right';
  /** Whether cells may be wrapped when the table is too wide. */
  readonly wraps?: true;
  /** The minimum width of a column that wraps, in terminal cells. Default: 12. */
  readonly atLeast?: number;
}

export type Cell = string | { readonly text: string; readonly tone: Tone };

export interface TableRoom {
  /** The maximum width of a line in terminal cells; unlimited when absent. */
  readonly width?: number | undefined;
  readonly paint?: Paint;
}

const GAP = 2;
/** The default minimum width of a column. Narrower columns are harder to read than a list. */
const MINIMUM_WIDTH = 12;

/**
 * The lines of a table, without trailing spaces. In a table that is too wide, the columns that wrap become
 * narrower. If that is not enough, each row becomes a list of its cells.
 */
export function tableLines(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  room: TableRoom = {},
): readonly string[] {
  const { titles, rows: lines } = tableParts(columns, rows, room);
  return [...titles, ...lines.flat()];
}

/** The lines of the titles (none if rows become lists) and of each row, so that lines can be inserted between rows. */
export function tableParts(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  { width, paint = unpainted }: TableRoom = {},
): { readonly titles: readonly string[]; readonly rows: readonly (readonly string[])[] } {
  const cells = rows.map((row) => columns.map((_, at) => cellOf(row[at] ?? '')));
  const natural = columns.map(({ title }, at) =>
    Math.max(stringWidth(title), ...cells.map((row) => stringWidth(row[at]?.text ?? ''))),
  );
  const widths = width === undefined ? natural : fittedWidths(columns, natural, width);
  if (widths === undefined) {
    return { titles: [], rows: cells.map((row) => rowAsList(columns, row, width ?? 0, paint)) };
  }
  const titles = columns.map(({ title }) => ({ text: title }));
  return {
    titles: rowLines(columns, titles, widths, paint),
    rows: cells.map((row) => rowLines(columns, row, widths, paint)),
  };
}

interface HarmlessCell {
  readonly text: string;
  readonly tone?: Tone;
}

function cellOf(cell: Cell): HarmlessCell {
  return typeof cell === 'string' ? { text: plain(cell) } : { ...cell, text: plain(cell.text) };
}

/** The width of each column; undefined when the columns cannot be narrow enough. */
function fittedWidths(
  columns: readonly Column[],
  natural: readonly number[],
  width: number,
): readonly number[] | undefined {
  const widths = [...natural];
  const total = () => widths.reduce((sum, one) => sum + one, GAP * (widths.length - 1));
  while (total() > width) {
    const canShrink = (at: number) =>
      columns[at]?.wraps === true && (widths[at] ?? 0) > (columns[at].atLeast ?? MINIMUM_WIDTH);
    const widest = Math.max(...widths.filter((_, at) => canShrink(at)));
    const at = widths.findIndex((one, place) => one === widest && canShrink(place));
    if (at === -1) return undefined;
    widths[at] = widest - 1;
  }
  return widths;
}

function rowLines(
  columns: readonly Column[],
  row: readonly HarmlessCell[],
  widths: readonly number[],
  paint: Paint,
): readonly string[] {
  const parts = row.map(({ text }, at) => wrappedLines(text, widths[at] ?? 0));
  const height = Math.max(1, ...parts.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    row
      .map(({ tone }, at) => {
        const text = parts[at]?.[line] ?? '';
        const space = ' '.repeat(Math.max(0, (widths[at] ?? 0) - stringWidth(text)));
        const shown = tone === undefined || text === '' ? text : paint(tone, text);
        return columns[at]?.align === 'right' ? space + shown : shown + space;
      })
      .join(' '.repeat(GAP))
      .trimEnd(),
  );
}

/** A row as a list: the first cell and, below it, the other cells with their titles. */
function rowAsList(
  columns: readonly Column[],
  row: readonly HarmlessCell[],
  width: number,
  paint: Paint,
): readonly string[] {
  return row.flatMap(({ text, tone }, at) => {
    if (text === '') return [];
    const indent = at === 0 ? '' : '  ';
    const title = at === 0 ? '' : `${columns[at]?.title.toLowerCase() ?? ''}: `;
    const lines = wrappedLines(`${title}${text}`, Math.max(1, width - indent.length));
    return lines.map((line) => `${indent}${tone === undefined ? line : paint(tone, line)}`);
  });
}

/** `text` in lines of at most `width` cells, broken at spaces; longer words are broken too. */
export function wrappedLines(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((one) => wordPieces(one, width))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (stringWidth(longer) <= width) line = longer;
    else {
      if (line !== '') lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
}

function wordPieces(word: string, width: number): readonly string[] {
  if (stringWidth(word) <= width) return [word];
  const done: string[] = [];
  let piece = '';
  // wrap-ansi is not used: it normalises text, so a name could differ from the same name in AWS.
  for (const { segment: one } of new Intl.Segmenter().segment(word)) {
    if (piece !== '' && stringWidth(piece + one) > width) {
      done.push(piece);
      piece = '';
    }
    piece += one;
  }
  return [...done, piece];
}
