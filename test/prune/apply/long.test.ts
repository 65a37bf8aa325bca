import { describe, expect, it } from 'vitest';

import { functions, pruned } from './long-prune.ts';

describe('a long prune', () => {
  it('of one function with 1,500 versions goes through slice by slice, without a gap', async () => {
    const { slices, deleted } = await pruned(functions(1, '1-1500'), ['eu-west-1']);
    expect(deleted).toBe(1_350);
    expect(slices).toBe(4);
  }, 60_000);
});
