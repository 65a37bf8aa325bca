import { beforeAll, describe, expect, it } from 'vitest';

import { drawn, laws, planned } from './plan-laws.ts';
import { SEED, TIME_MS, WORLDS } from './runs.ts';
import type { TriedLaws } from './try-laws.ts';
import { tryLaws } from './try-laws.ts';

describe(`a plan, over ${WORLDS} worlds`, () => {
  let found: TriedLaws;

  beforeAll(() => {
    found = tryLaws(drawn, planned, laws, { numRuns: WORLDS, seed: SEED });
    process.stdout.write(
      `${laws.size} laws of planning over ${found.tried} worlds each, LAWS_SEED=${SEED}\n`,
    );
  }, TIME_MS);

  it.each([...laws.keys()])('%s', (name) => {
    expect(() => found.retell(name)).not.toThrow();
    expect(found.tried).toBe(WORLDS);
  });
});
