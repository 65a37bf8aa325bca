import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { sideBySide } from '../../src/aws/side-by-side.ts';

/** Returns work items that the test finishes in any order. */
function controlled() {
  const begun: number[] = [];
  const ends = new Map<number, { resolve: (value: string) => void; reject: (e: Error) => void }>();
  return {
    begun,
    underWay: () => ends.size,
    work: (item: number) => {
      begun.push(item);
      return new Promise<string>((resolve, reject) => ends.set(item, { resolve, reject }));
    },
    end: async (item: number, failure?: Error): Promise<void> => {
      if (failure === undefined) ends.get(item)?.resolve(`result of ${item}`);
      else ends.get(item)?.reject(failure);
      ends.delete(item);
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

describe('sideBySide', () => {
  it('returns the results in the order of the items, and never exceeds the number of items at a time', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(), { maxLength: 12 }),
        fc.integer({ min: 1, max: 5 }),
        fc.infiniteStream(fc.nat()),
        async (values, atOnce, choices) => {
          const items = values.map((_, place) => place);
          const { begun, underWay, work, end } = controlled();
          const all = sideBySide(items, atOnce, work);
          const ended = new Set<number>();
          while (ended.size < items.length) {
            expect(underWay()).toBe(Math.min(atOnce, items.length - ended.size));
            const open = begun.filter((item) => !ended.has(item));
            const chosen = open[(choices.next().value ?? 0) % open.length] ?? -1;
            ended.add(chosen);
            await end(chosen);
          }
          expect(await all).toEqual(items.map((item) => `result of ${item}`));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('starts no item after a failure, and rejects when the items in progress have ended', async () => {
    const { begun, work, end } = controlled();
    let ended: unknown;
    void sideBySide([1, 2, 3, 4, 5], 2, work).catch((error: unknown) => (ended = error));
    await end(1, new Error('the first'));
    expect(ended).toBeUndefined();
    await end(2, new Error('the second'));
    expect(ended).toEqual(new Error('the first'));
    expect(begun).toEqual([1, 2]);
  });

  it('returns no results for no items', async () => {
    expect(await sideBySide([], 3, async () => 1)).toEqual([]);
  });
});
