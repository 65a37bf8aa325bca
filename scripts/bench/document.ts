import { fileURLToPath } from 'node:url';

import { withMarkedPart } from '../marked-part.ts';
import { FIGURE_COLUMNS, figureCells } from './figure-table.ts';
import type { BenchResult, PartResult } from './figures.ts';

const MARKS = {
  begin: '<!-- figures: written by npm run bench -- --write-docs -->',
  end: '<!-- end of figures -->',
};

export const PERFORMANCE_PAGE = fileURLToPath(
  new URL('../../docs/performance.md', import.meta.url),
);
export const PERFORMANCE_JSON = fileURLToPath(
  new URL('../../docs/performance.json', import.meta.url),
);

/** Returns the page with the figures of this result between its marks. @throws when a mark is missing */
export function documentOf(page: string, result: BenchResult): Promise<string> {
  return withMarkedPart(PERFORMANCE_PAGE, page, MARKS, figuresMarkdown(result));
}

function figuresMarkdown({ size, at, node, cores, parts }: BenchResult): string {
  const day = at.slice(0, 10);
  const sizeText =
    size === 'full' ? '' : ' These are of `--quick`: smaller worlds and fewer repetitions.';
  const head = `Measured on ${day} with Node.js ${node} on ${cores} cores.${sizeText} Rounded up.`;
  return [head, ...parts.map(partMarkdown)].join('\n\n');
}

function partMarkdown({ part, figures, notes, notRun }: PartResult): string {
  const rows = [FIGURE_COLUMNS.map(({ title }) => title), ...figures.map(figureCells)];
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rule = FIGURE_COLUMNS.map(({ align }) => (align === 'right' ? '--:' : '---'));
  const [head = [], ...body] = rows;
  return [
    `### ${part}`,
    ...(notRun === undefined ? [] : [`Not run: ${notRun}`]),
    ...(figures.length === 0 ? [] : [[line(head), line(rule), ...body.map(line)].join('\n')]),
    ...(notes.length === 0 ? [] : [notes.map((note) => `- ${escaped(note)}`).join('\n')]),
  ].join('\n\n');
}

/** Escapes characters of function names that Markdown would interpret. */
function escaped(note: string): string {
  return note.replace(/[*_<>]/g, '\\$&');
}
