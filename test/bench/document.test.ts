import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';

import { documentOf, PERFORMANCE_JSON, PERFORMANCE_PAGE } from '../../scripts/bench/document.ts';
import { figureCells } from '../../scripts/bench/figure-table.ts';
import { benchSchema, median, meetsTarget, PARTS } from '../../scripts/bench/figures.ts';
import { SCALE_PAGE, scaleDocument } from '../../scripts/scale/document.ts';

const result = benchSchema.parse(JSON.parse(await readFile(PERFORMANCE_JSON, 'utf8')));

describe('docs/performance.md', () => {
  it('contains the figures of docs/performance.json; else run npm run bench -- --write-docs', async () => {
    const page = await readFile(PERFORMANCE_PAGE, 'utf8');
    expect(await documentOf(page, result)).toBe(page);
  });

  it('lists every part, also one that was not run', () => {
    expect(result.parts.map(({ part }) => part)).toEqual([...PARTS]);
    for (const { figures, notRun } of result.parts) {
      expect(figures.length > 0 || notRun !== undefined).toBe(true);
    }
  });
});

it('docs/scale.md follows from the same figures; else run tsx scripts/scale.ts', async () => {
  const page = await readFile(SCALE_PAGE, 'utf8');
  expect(await scaleDocument(page, result)).toBe(page);
});

describe('a figure', () => {
  it.each([
    { measured: 11.5, floor: 10, most: 1.15, cells: ['11.50 s', '10 s', '1.15 ×'], met: true },
    // Rounded up, so that it never looks better than it is.
    { measured: 11.501, floor: 10, most: 1.15, cells: ['11.51 s', '10 s', '1.16 ×'], met: false },
    { measured: 10, floor: 10, most: 1, cells: ['10 s', '10 s', '1.00 ×'], met: true },
    { measured: 1234.1, floor: 1000, most: 2, cells: ['1,235 s', '1,000 s', '1.24 ×'], met: true },
  ])('of $measured against $floor is shown and not rounded in its favour', (of) => {
    const { measured, floor, most, cells, met } = of;
    const target = { most, of: 'ratio' } as const;
    const figure = { name: 'it', measured, unit: 's', floor, target };
    expect(figureCells(figure).slice(1, 4)).toEqual(cells);
    expect(meetsTarget(figure)).toBe(met);
  });

  it('without a floor is compared with its target itself', () => {
    const figure = { name: 'it', measured: 300, unit: 'MiB' };
    expect(meetsTarget({ ...figure, target: { most: 256, of: 'measured' } })).toBe(false);
    expect(meetsTarget(figure)).toBeUndefined();
  });
});

it('the median is one of the values, the lower of two in the middle', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2);
  expect(() => median([])).toThrow(RangeError);
});
