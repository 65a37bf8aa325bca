import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it, vi } from 'vitest';

import type { VersionTable } from '../../src/model/function-versions.ts';
import type { VersionRow } from './make.ts';
import { versionTable } from './make.ts';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

const DAY = Date.parse('2026-01-01T00:00:00Z');

function numbers(table: VersionTable): readonly number[] {
  return [...table.ascending()].map(({ number }) => number);
}
describe('a million versions', () => {
  const MILLION = 1_000_000;

  function* ascendingRows(): Generator<VersionRow> {
    for (let number = 1; number <= MILLION; number += 1) yield { number, modifiedAt: DAY };
  }

  /** Yields each number once, in steps that share no factor with a million. */
  function* scatteredRows(): Generator<VersionRow> {
    for (let at = 0; at < MILLION; at += 1) {
      yield { number: ((at * 7_919) % MILLION) + 1, modifiedAt: DAY };
    }
  }

  /** Returns the memory of the process after garbage collection, in bytes. */
  function heldBytes(): number {
    collectGarbage();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  }

  it('take at most 64 bytes each', () => {
    const before = heldBytes();
    const table = versionTable(ascendingRows());
    const held = heldBytes() - before;
    expect(table.length).toBe(MILLION);
    expect(held / MILLION).toBeLessThanOrEqual(64);
    // 8 for the number, 8 for the size, 8 for the date with the flag: it measures what it says.
    expect(held / MILLION).toBeGreaterThanOrEqual(24);
  });

  it('take no more when they were added in any order', () => {
    const before = heldBytes();
    const table = versionTable(scatteredRows());
    expect(table.length).toBe(MILLION);
    expect((heldBytes() - before) / MILLION).toBeLessThanOrEqual(64);
  });

  it('take no more when they belong to 50,000 functions', () => {
    const before = heldBytes();
    const tables = Array.from({ length: 50_000 }, () =>
      versionTable(Array.from({ length: 20 }, (_, at) => ({ number: at + 1, modifiedAt: DAY }))),
    );
    const held = heldBytes() - before;
    expect(tables).toHaveLength(50_000);
    expect(held / MILLION).toBeLessThanOrEqual(64);
  });

  it('are not sorted when they were added in order, and otherwise only once for any number of reads', () => {
    const sort = vi.spyOn(Uint32Array.prototype, 'sort');
    try {
      const inOrder = versionTable(ascendingRows());
      expect([inOrder.length, inOrder.packageBytes()]).toEqual([MILLION, MILLION]);
      expect(sort).not.toHaveBeenCalled();
      const backwards = versionTable([3, 2, 1].map((number) => ({ number })));
      for (let time = 0; time < 10; time += 1) {
        expect(numbers(backwards)).toEqual([1, 2, 3]);
        expect(backwards.packageBytes()).toBe(3);
      }
      expect(sort).toHaveBeenCalledTimes(1);
    } finally {
      sort.mockRestore();
    }
  });
});
