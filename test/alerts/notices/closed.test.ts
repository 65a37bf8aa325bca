import { describe, expect, it } from 'vitest';

import { DAY_MS, instant } from '../../../src/model/time.ts';
import { hours, short } from './sent-changes.ts';
import { noticesOf, Simulation } from './simulation.ts';
import {
  accountOf,
  blind,
  BUCKETS,
  definition,
  DEV,
  judged,
  NOON,
  PROD,
  STORAGE,
} from './world.ts';

describe('an alert whose subject leaves the configuration', () => {
  const wide = {
    accounts: [accountOf(DEV, ['eu-west-1'], [STORAGE, BUCKETS]), accountOf(PROD)],
    limits: [definition(STORAGE), definition(BUCKETS)],
  };
  it.each([
    ['account removed', { ...wide, accounts: [accountOf(PROD)] }],
    ['Region removed', { ...wide, accounts: [accountOf(DEV, ['us-east-1']), accountOf(PROD)] }],
    ['limit removed', { ...wide, limits: [definition(BUCKETS)] }],
  ])('is closed once, with the reason: %s', (why, after) => {
    const simulation = new Simulation(wide);
    simulation.run([judged({ used: 950 })], NOON);
    const first = noticesOf(simulation.run([], hours(6), after));
    expect(first.map(short)).toEqual([`closed: ${why}`]);
    expect(simulation.run([], hours(12), after)).toEqual([]);
  });

  it('is not mentioned if it was not open', () => {
    const simulation = new Simulation(wide);
    simulation.run([judged({ used: 500 })], NOON);
    expect(simulation.run([], hours(6), { ...wide, accounts: [] })).toEqual([]);
  });

  it('is closed also if it is about the visibility of a target', () => {
    const simulation = new Simulation(wide);
    simulation.run([blind({})], NOON);
    const [digest] = simulation.run([], hours(6), { ...wide, accounts: [] });
    expect(digest?.notices[0]).toMatchObject({ subject: 'sight', why: 'account removed' });
  });

  it('does not reuse notice ids if the subject comes back, and is forgotten after 90 days', () => {
    const simulation = new Simulation();
    simulation.run([judged({ used: 950 })], NOON);
    simulation.run([], hours(6), { accounts: [] });
    const [back] = noticesOf(simulation.run([judged({ used: 950 })], hours(12)));
    expect(back?.id).toBe('111111111111/eu-west-1/lambda-code-storage#3');
    simulation.run([], hours(18), { accounts: [] });
    simulation.run([], instant(NOON + 89 * DAY_MS), { accounts: [] });
    expect(Object.keys(simulation.memories)).toHaveLength(1);
    simulation.run([], instant(NOON + 92 * DAY_MS), { accounts: [] });
    expect(simulation.memories).toEqual({});
  });
});

describe('a limit that is still measured', () => {
  it('keeps its notice number, however old the last notice is', () => {
    const simulation = new Simulation();
    simulation.run([blind({})], NOON);
    const both = [judged({ used: 950 }), judged({ used: 500 })];
    for (const [run, finding] of both.entries()) simulation.run([finding], hours(6 + 6 * run));
    for (let day = 1; day < 200; day += 10) {
      simulation.run([judged({ used: 500 })], instant(NOON + day * DAY_MS));
    }
    const later = instant(NOON + 200 * DAY_MS);
    const [raised] = noticesOf(simulation.run([judged({ used: 950 })], later));
    expect(raised?.id).toBe('111111111111/eu-west-1/lambda-code-storage#3');
    expect(simulation.memories).toHaveProperty(['111111111111/eu-west-1/blind', 'sequence'], 2);
  });
});
