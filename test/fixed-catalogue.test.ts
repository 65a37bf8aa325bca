import { describe, expect, it } from 'vitest';

import { catalogue as seen } from '../src/limits/catalogue.ts';
import { catalogue as fixed } from './fixed-catalogue.ts';

describe('the catalogue that tests see', () => {
  it('is the fixed one, so that a further limit breaks no test of others', () => {
    expect(seen).toBe(fixed);
    expect(fixed.map(({ definition }) => definition.id)).toEqual([
      'lambda-code-storage',
      'lambda-old-versions',
      's3-buckets',
    ]);
  });
});
