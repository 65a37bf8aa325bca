import { expect } from 'vitest';

import type { FunctionWorld } from '../../sandbox/world.ts';
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

/** The requests a second of one Region; GetPolicy has a rate of its own. */
const RATE = 8;

/** Plans and prunes all old versions, and checks the rules for every prune, however long. */
export async function pruned(functions: readonly FunctionWorld[], regions: readonly string[]) {
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

export function functions(many: number, versions: string): readonly FunctionWorld[] {
  return Array.from({ length: many }, (_, at) => ({ name: `fn-${at}`, versions }));
}
