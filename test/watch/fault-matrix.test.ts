import { beforeAll, describe, expect, it } from 'vitest';

import { sized } from '../size.ts';
import type { Outcome } from './fault-matrix.ts';
import { CASES, outcomeOf, READS, verdictOf, WITNESSES } from './fault-matrix.ts';

describe('a failed read is named with its reason, and nothing else changes', () => {
  let baseline: Outcome;

  beforeAll(async () => {
    ({ findings: baseline } = await outcomeOf([]));
  });

  it('starts from a run that measured everything', () => {
    expect(Object.fromEntries(baseline)).toMatchInlineSnapshot(`
      {
        "222222222222 eu-west-1 lambda-code-storage": "ok 20000/322122547200",
        "222222222222 eu-west-1 lambda-old-versions": "ok 12/1000",
        "222222222222 global s3-buckets": "warn 100/10000",
        "222222222222 us-west-2 lambda-code-storage": "ok 10000/322122547200",
        "222222222222 us-west-2 lambda-old-versions": "ok 6/1000",
        "333333333333 eu-west-1 lambda-code-storage": "ok 10000/322122547200",
        "333333333333 eu-west-1 lambda-old-versions": "ok 6/1000",
        "333333333333 global s3-buckets": "ok 3/10000",
        "333333333333 us-west-2 lambda-code-storage": "ok 0/322122547200",
        "333333333333 us-west-2 lambda-old-versions": "ok 0/1000",
      }
    `);
  });

  it('makes every one of the reads in that run, so that no case passes because its read is not made', async () => {
    for (const applied of [10_000, null]) {
      const { calls } = await outcomeOf([], applied);
      const notMade = READS.map(({ match }) => match.operation ?? '').filter(
        (operation) => !calls.some((call) => call.endsWith(`:${operation}`)),
      );
      expect(notMade).toEqual(applied === null ? [] : ['GetAWSDefaultServiceQuota']);
    }
  });

  for (const { operation } of READS) {
    const cases = sized(WITNESSES, CASES).filter(({ read }) => read.operation === operation);
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
