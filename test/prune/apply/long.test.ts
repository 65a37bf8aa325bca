import { describe, expect, it } from 'vitest';

import { functions, pruned } from './long-prune.ts';

describe('a long prune', () => {
  it('of one function with 800 versions deletes them all, slice by slice', async () => {
    const { slices, deleted } = await pruned(functions(1, '1-800'), ['eu-west-1']);
    expect(deleted).toBe(720);
    expect(slices).toBe(2);
  }, 60_000);
});
