import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { IncompleteAnswer } from '../../src/aws/failures.ts';
import { pages, required } from '../../src/aws/pages.ts';

interface Page {
  readonly items: readonly number[];
  readonly next?: string | null;
}

/** Reads all pages of `book`; gives up after many pages. */
async function readAll(book: (token: string | undefined) => Page): Promise<readonly number[]> {
  const items: number[] = [];
  let read = 0;
  const all = pages(
    (token) => {
      read += 1;
      if (read > 1_000) throw new Error('this would never end');
      return Promise.resolve(book(token));
    },
    ({ next }) => next,
  );
  for await (const page of all) items.push(...page.items);
  return items;
}

describe('the pages of a listing', () => {
  it.each<[string, string | null | undefined]>([
    ['no token', undefined],
    ['a null token', null],
    ['an empty token', ''],
  ])('end with %s', async (_what, next) => {
    const page = next === undefined ? { items: [1] } : { items: [1], next };
    await expect(readAll(() => page)).resolves.toEqual([1]);
  });

  it('are read to the last one, even after empty pages', async () => {
    const book: Readonly<Record<string, Page>> = {
      start: { items: [], next: 'b' },
      b: { items: [2, 3], next: 'c' },
      c: { items: [], next: 'd' },
      d: { items: [4] },
    };
    await expect(readAll((token) => book[token ?? 'start'] ?? { items: [] })).resolves.toEqual([
      2, 3, 4,
    ]);
  });

  it('fail when their tokens form a circle of any length, which may begin later', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(40), fc.integer({ min: 1, max: 40 }), async (before, circle) => {
        const reading = readAll((token) => {
          const at = token === undefined ? 0 : Number(token);
          const next = at + 1 < before + circle ? at + 1 : before;
          return { items: [at], next: String(next) };
        });
        await expect(reading).rejects.toThrow(IncompleteAnswer);
      }),
    );
  });

  it('may be a hundred with different tokens', async () => {
    const items = await readAll((token) => {
      const at = Number(token ?? '0');
      return at < 99 ? { items: [at], next: String(at + 1) } : { items: [at] };
    });
    expect(items).toHaveLength(100);
  });

  it('fail as a whole when one page cannot be read', async () => {
    const reading = readAll((token) => {
      if (token !== undefined) throw new Error('denied');
      return { items: [1], next: 'b' };
    });
    await expect(reading).rejects.toThrow('denied');
  });
});

describe('a required member of an answer', () => {
  it.each([0, '', false, []])('may be %j', (value) => {
    expect(required(value, 'CodeSize')).toBe(value);
  });

  it.each([undefined, null])('may not be %s', (value) => {
    expect(() => required(value, 'CodeSize')).toThrow('the answer holds no CodeSize');
  });
});
