import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Law } from './try-laws.ts';
import { tryLaws } from './try-laws.ts';

const never = (): never => {
  throw new Error('broken');
};
const laws = new Map<string, Law<{ readonly number: number }>>([
  ['below a thousand', ({ number }) => void (number < 1000 || never())],
  ['a number', ({ number }) => void (Number.isInteger(number) || never())],
  ['even', ({ number }) => void (number % 2 === 0 || never())],
]);
const numbers = fc.integer({ min: 0, max: 100_000 });
const runs = { numRuns: 200, seed: 7 };

describe('laws that are tested together', () => {
  it('are each tested with every value, which is prepared once', () => {
    let prepared = 0;
    const asked = new Map<string, number[]>();
    const both = ['a', 'b'].map((name): [string, Law<number>] => {
      asked.set(name, []);
      return [name, (value) => void asked.get(name)?.push(value)];
    });
    const { tried, broken } = tryLaws(
      numbers,
      (number) => {
        prepared += 1;
        return number;
      },
      new Map(both),
      runs,
    );
    expect({ tried, broken, prepared }).toEqual({ tried: 200, broken: [], prepared: 200 });
    expect(asked.get('a')).toHaveLength(200);
    expect(asked.get('b')).toEqual(asked.get('a'));
  });

  it('are reported one by one when some are broken', () => {
    const found = tryLaws(numbers, (number) => ({ number }), laws, runs);
    expect(found.broken.toSorted()).toEqual(['below a thousand', 'even']);
    expect(() => found.retell('a number')).not.toThrow();
  });

  it('are reported with a seed and a path, and the smallest value that breaks them', () => {
    const { retell } = tryLaws(numbers, (number) => ({ number }), laws, runs);
    const told = (name: string): string => {
      try {
        retell(name);
      } catch (error) {
        return String(error);
      }
      return '';
    };
    expect(told('below a thousand')).toMatch(/\{ seed: 7, path: "[\d:]+"/);
    expect(told('below a thousand')).toContain('Counterexample: [1000]');
    expect(told('even')).toContain('Counterexample: [');
  });

  it('count as broken also when they hold if tested alone', () => {
    let asked = 0;
    const disturbed = new Map([
      ['once', () => void ((asked += 1) < 200 || asked > 200 || never())],
    ]);
    const { retell } = tryLaws(numbers, () => 0, disturbed, runs);
    expect(() => retell('once')).toThrow('broken');
  });
});
