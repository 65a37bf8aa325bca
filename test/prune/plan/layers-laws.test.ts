import { beforeAll, describe, expect, it } from 'vitest';

import { drawn, layerLaws, layersPlanned } from './layers-plan-laws.ts';
import { SEED, TIME_MS, WORLDS } from './runs.ts';
import type { TriedLaws } from './try-laws.ts';
import { tryLaws } from './try-laws.ts';

describe(`a plan with layers, over ${WORLDS} worlds`, () => {
  let found: TriedLaws;

  beforeAll(() => {
    found = tryLaws(drawn, layersPlanned, layerLaws, { numRuns: WORLDS, seed: SEED });
    process.stdout.write(
      `${layerLaws.size} laws of layers over ${found.tried} worlds each, LAWS_SEED=${SEED}\n`,
    );
  }, TIME_MS);

  it.each([...layerLaws.keys()])('%s', (name) => {
    expect(() => found.retell(name)).not.toThrow();
    expect(found.tried).toBe(WORLDS);
  });
});
