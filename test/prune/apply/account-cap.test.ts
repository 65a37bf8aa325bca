import * as fc from 'fast-check';
import { expect, it } from 'vitest';

import type { CappedResource } from '../../../src/prune/apply/account-cap.ts';
import { AccountCap } from '../../../src/prune/apply/account-cap.ts';
import type { ReadFailure } from '../../../src/model/failure.ts';

/** A function with versions 1 to `versions`, of which the plan deletes the first `left`. */
interface Fn {
  readonly versions: number;
  readonly left: number;
  /** The number of versions in the plan; undefined: the actual number. */
  readonly said?: number;
}

const numbers = (versions: number) =>
  Array.from({ length: versions }, (_, at) => ({ version: String(at + 1) }));

function resourcesOf(functions: readonly Fn[], listed: string[] = []): readonly CappedResource[] {
  return functions.map(({ versions, left, said = versions }, at) => ({
    key: String(at),
    planned: { versions: said, left },
    count: (found) => ({ versions: found.length, left: Math.min(left, found.length) }),
    list: async () => {
      listed.push(String(at));
      return { kind: 'read', value: numbers(versions) };
    },
  }));
}

/** Returns the number of deleted versions when every function asks for permission, in this order. */
async function gone(functions: readonly Fn[], cap: AccountCap): Promise<number> {
  let sum = 0;
  for (const [at, { versions, left }] of functions.entries()) {
    if (left === 0) continue;
    if ((await cap.admits(String(at), numbers(versions))) === 'within') {
      sum += Math.min(left, versions);
    }
  }
  return sum;
}

const fn = fc
  .record({
    versions: fc.nat(60),
    said: fc.nat(400),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ versions, said, share }): Fn => ({ versions, said, left: Math.floor(versions * share) }));
const all = ({ versions }: Fn): number => versions;

it('never allows more than 90 % of the existing versions to be deleted, whatever the plan says exists', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fn, { maxLength: 8 }), async (functions) => {
      const published = functions.reduce((sum, one) => sum + all(one), 0);
      const cap = new AccountCap(resourcesOf(functions));
      expect(await gone(functions, cap)).toBeLessThanOrEqual(Math.floor(published * 0.9));
    }),
  );
});

it('lets a plan within the cap delete all its versions, in any order and from any point on', async () => {
  const truthful = fc.array(
    fn.map(({ versions, left }): Fn => ({ versions, left })),
    { minLength: 1, maxLength: 8 },
  );
  await fc.assert(
    fc.asyncProperty(truthful, fc.nat(), async (functions, done) => {
      const published = functions.reduce((sum, one) => sum + all(one), 0);
      const planned = functions.reduce((sum, { left }) => sum + left, 0);
      fc.pre(planned <= Math.floor((published * 90) / 100));
      // Of some functions something is deleted already.
      const rest = functions.map(({ versions, left }, at) => {
        const part = left === 0 ? 0 : (done + at) % (left + 1);
        return { versions: versions - part, left: left - part };
      });
      const left = rest.reduce((sum, one) => sum + one.left, 0);
      expect(await gone(rest, new AccountCap(resourcesOf(rest)))).toBe(left);
    }),
  );
});

it('lists no other function where a function is within the cap by itself, and otherwise only as many as needed', async () => {
  const functions = [
    { versions: 10, left: 9 },
    { versions: 100, left: 95 },
    { versions: 3, left: 0 },
    { versions: 12, left: 0 },
    { versions: 20, left: 1 },
  ];
  const listed: string[] = [];
  const cap = new AccountCap(resourcesOf(functions, listed));
  expect(await cap.admits('0', numbers(10))).toBe('within');
  expect(listed).toEqual([]);
  expect(await cap.admits('1', numbers(100))).toBe('within');
  expect(listed).toEqual(['4']);
});

it('decides nothing when a listing was aborted, and does not count a function that cannot be listed', async () => {
  const failed = (reason: ReadFailure['reason']): CappedResource => ({
    key: 'other',
    planned: { versions: 500, left: 0 },
    count: () => ({ versions: 0, left: 0 }),
    list: async () => ({
      kind: 'failed',
      failure: { reason, operation: 'o', errorName: 'E', message: 'm', attempts: 1 },
    }),
  });
  const [one] = resourcesOf([{ versions: 20, left: 19 }]);
  if (one === undefined) throw new Error('there is one');
  const cut = new AccountCap([one, failed('out-of-time')]);
  expect(await cut.admits('0', numbers(20))).toBe('out-of-time');
  const denied = new AccountCap([one, failed('denied')]);
  expect(await denied.admits('0', numbers(20))).toBe('beyond');
  expect(await denied.admits('0', numbers(20))).toBe('beyond');
});
