import { describe, expect, it } from 'vitest';

import { functions, pruned } from './long-prune.ts';

describe('a very long prune', () => {
  it('of 3,000 versions deletes them all, slice by slice', async () => {
    const { slices, deleted } = await pruned(functions(30, '1-100'), ['eu-west-1']);
    expect(deleted).toBe(2_700);
    expect(slices).toBe(8);
  });

  it('of 12,000 versions in two Regions deletes them all', async () => {
    const { deleted } = await pruned(functions(20, '1-300'), ['eu-west-1', 'us-east-1']);
    expect(deleted).toBe(10_800);
  }, 240_000);
});
