import { beforeAll, describe, expect, it } from 'vitest';

import type { Outcome } from './fault-matrix.ts';
import { CASES, outcomeOf, READS, verdictOf } from './fault-matrix.ts';

describe('a read that fails is named with its reason, and nothing else changes', () => {
  let baseline: Outcome;

  beforeAll(async () => {
    const { findings, error } = await outcomeOf([]);
    expect(error).toBe('none');
    baseline = findings;
  });

  it('starts from a run that measured everything', () => {
    expect(Object.fromEntries(baseline)).toMatchInlineSnapshot();
  });

  for (const { operation } of READS) {
    const cases = CASES.filter(({ read }) => read.operation === operation);
    it(`${operation}, in ${cases.length} ways`, { timeout: 120_000 }, async () => {
      const wrong: string[] = [];
      for (const one of cases) {
        const verdict = await verdictOf(one, baseline);
        wrong.push(...verdict.wrong.map((text) => `${one.failure.name} × ${one.times}: ${text}`));
      }
      expect(wrong).toEqual([]);
    });
  }
});
