import type { Column } from '../../src/text/table.ts';
import type { Figure } from './figures.ts';
import { meetsTarget, ratioOf } from './figures.ts';

/** The columns of each table of figures, on a terminal and in the document. */
export const FIGURE_COLUMNS: readonly Column[] = [
  { title: 'what' },
  { title: 'measured', align: 'right' },
  { title: 'floor', align: 'right' },
  { title: 'ratio', align: 'right' },
  { title: 'target' },
  { title: '' },
];

/** Returns the cells of a figure's row. */
export function figureCells(figure: Figure): readonly string[] {
  const { name, measured, unit, floor, target } = figure;
  const ratio = ratioOf(figure);
  return [
    name,
    amount(measured, unit),
    floor === undefined ? '' : amount(floor, unit),
    ratio === undefined ? '' : times(ratio),
    target === undefined
      ? ''
      : `≤ ${target.of === 'ratio' ? times(target.most) : amount(target.most, unit)}`,
    MET[String(meetsTarget(figure))] ?? '',
  ];
}

const MET: Readonly<Record<string, string>> = { true: 'met', false: 'MISSED' };

/** Rounds a ratio up, so that it never looks better than it is. */
function times(ratio: number): string {
  return `${(Math.ceil(ratio * 100 - 1e-6) / 100).toFixed(2)} ×`;
}

/** Rounds a value up, so that it never looks smaller than it is. */
function amount(value: number, unit: string): string {
  const digits = Number.isInteger(value) || value >= 1_000 ? 0 : value >= 100 ? 1 : 2;
  const scale = 10 ** digits;
  const shown = new Intl.NumberFormat('en', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(Math.max(0, Math.ceil(value * scale - 1e-6)) / scale);
  return `${shown} ${unit}`;
}
