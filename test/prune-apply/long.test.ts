import { describe, expect, it } from 'vitest';

import type { FunctionWorld } from '../sandbox/world.ts';
import {
  devAccount,
  deletesIn,
  last,
  prune,
  setUp,
  store,
  unqualifiedDeletes,
} from './run-prune.ts';
import { planOf } from './world-plan.ts';

/** Of all that is done in one Region but for GetPolicy, which has a rate of its own. */
const RATE = 8;

async function pruned(functions: readonly FunctionWorld[], regions: readonly string[]) {
  const world = Object.fromEntries(regions.map((region) => [region, { functions }]));
  const setting = setUp({ accounts: [devAccount(world)] });
  const planId = await store(setting, planOf(setting.sandbox, { regions }));
  const began = setting.sandbox.clock.now();
  const answers = await prune(setting, planId);
  const seconds = (setting.sandbox.clock.now() - began) / 1000;
  const calls = setting.sandbox.calls.list({ region: regions[0] ?? '', service: 'lambda' });
  const paced = calls.filter(({ operation }) => operation !== 'GetPolicy');
  const gaps = paced.map(({ time }, at) => time - (paced[at - 1]?.time ?? time));
  const shared = paced.length;
  const { counts, state } = last(answers);
  expect(state).toBe('finished');
  expect(counts).toMatchObject({ planned: counts.deleted, notAttempted: 0 });
  expect(deletesIn(setting)).toBe(counts.deleted);
  expect(unqualifiedDeletes(setting)).toEqual([]);
  expect(setting.sandbox.calls.count({ status: 429 })).toBe(0);
  expect(seconds).toBeLessThan((shared / RATE) * 1.1);
  expect(Math.max(...gaps)).toBeLessThan(1_000);
  return { slices: answers.length, deleted: counts.deleted };
}

function functions(many: number, versions: string): readonly FunctionWorld[] {
  return Array.from({ length: many }, (_, at) => ({ name: `fn-${at}`, versions }));
}

describe('a long prune', () => {
  it('of 3,000 versions goes through slice by slice, without a gap', async () => {
    const { slices, deleted } = await pruned(functions(30, '1-100'), ['eu-west-1']);
    expect(deleted).toBe(2_700);
    expect(slices).toBe(8);
  }, 60_000);

  it('of one function with 1,500 versions too', async () => {
    const { deleted } = await pruned(functions(1, '1-1500'), ['eu-west-1']);
    expect(deleted).toBe(1_350);
  }, 60_000);

  it('of 12,000 versions in two Regions too', async () => {
    const { deleted } = await pruned(functions(20, '1-300'), ['eu-west-1', 'us-east-1']);
    expect(deleted).toBe(10_800);
  }, 240_000);
});
