import { describe, expect, it } from 'vitest';

import type { RunTime } from '../../../src/limits/remembered/memory.ts';
import { AccountMemory, RegionMemory } from '../../../src/limits/remembered/memory.ts';
import { NO_READINGS } from '../../../src/limits/remembered/format.ts';
import type { RegionReadings } from '../../../src/limits/remembered/format.ts';
import { HOUR_MS, instant, MINUTE_MS, SECOND_MS } from '../../../src/model/time.ts';

const START = Date.UTC(2026, 10, 22, 0, 30);
const at = (ms: number): RunTime => ({
  runAt: instant(START + ms),
  clock: { now: () => instant(START + ms) },
});
const LIVE = [{ name: 'live', versions: [4], revision: 'a' }];
const QUOTA = { ServiceCode: 's3', QuotaCode: 'L-DC2B2D3D' };

/** Returns the readings that a run at START stored. */
function readingsAfter(change: (memory: RegionMemory) => void): RegionReadings {
  const memory = new RegionMemory(NO_READINGS, at(0));
  change(memory);
  expect(memory.hasChanged).toBe(true);
  return memory.readings();
}

const aliases = readingsAfter((memory) => memory.keepAliases('pay', 'v1', LIVE));

describe('a reading of aliases', () => {
  it.each([
    ['6 hours later', at(6 * HOUR_MS), 'pay', 'v1', true],
    ['18 hours later', at(18 * HOUR_MS), 'pay', 'v1', true],
    ['a second after 18 hours', at(18 * HOUR_MS + SECOND_MS), 'pay', 'v1', false],
    ['before it was made', at(-SECOND_MS), 'pay', 'v1', false],
    ['of another function', at(HOUR_MS), 'ship', 'v1', false],
    ['whose versions are others', at(HOUR_MS), 'pay', 'v2', false],
    ['whose versions cannot be compared', at(HOUR_MS), 'pay', undefined, false],
  ])('counts as it should: %s', (_, time, name, versions, counts) => {
    const found = new RegionMemory(aliases, time).aliasesOf(name, versions);
    expect(found).toEqual(counts ? { readAt: START, versions: 'v1', aliases: LIVE } : undefined);
  });

  it('of the day before is not used, however recent it is', () => {
    const late = new RegionMemory(NO_READINGS, at(23 * HOUR_MS));
    late.keepAliases('pay', 'v1', LIVE);
    const readings = late.readings();
    const found = (hours: number) =>
      new RegionMemory(readings, at(hours * HOUR_MS)).aliasesOf('pay', 'v1');
    expect([found(23.25), found(23.5)]).toEqual([expect.anything(), undefined]);
  });

  it.each([
    ['as they were', 'v1', LIVE, true],
    ['other versions', 'v2', LIVE, false],
    ['versions that cannot be compared', undefined, LIVE, false],
    ['another target', 'v1', [{ ...LIVE[0]!, versions: [5] }], false],
    ['another revision', 'v1', [{ ...LIVE[0]!, revision: 'b' }], false],
    ['one more', 'v1', [...LIVE, { name: 'beta', versions: [] }], false],
    ['none left', 'v1', [], false],
  ])('is kept again unless it differs from the one before: %s', (_, versions, read, isKept) => {
    const memory = new RegionMemory(aliases, at(HOUR_MS));
    memory.keepAliases('pay', versions, read);
    expect(memory.readings().aliases.has('pay')).toBe(isKept);
  });
});

describe('the reading of a quota', () => {
  const readings = readingsAfter((memory) => {
    memory.keepQuota(QUOTA, { ...QUOTA, Value: 100 });
    memory.keepNoIncrease(QUOTA);
  });

  it.each([
    ['a day later', 24 * HOUR_MS, true],
    ['a second after a day', 24 * HOUR_MS + SECOND_MS, false],
    ['before it was made', -MINUTE_MS, false],
  ])('counts for a day: %s', (_, ms, counts) => {
    const memory = new RegionMemory(readings, at(ms));
    expect(memory.quota(QUOTA)?.quota.Value).toBe(counts ? 100 : undefined);
    expect(memory.noIncreaseAt(QUOTA)).toBe(counts ? START : undefined);
    expect(memory.rememberedSince(QUOTA)).toBe(counts ? START : undefined);
    expect(memory.isIncreaseRemembered(QUOTA)).toBe(counts);
  });

  it('is not remembered any more once this run has read the quota again', () => {
    const memory = new RegionMemory(readings, at(HOUR_MS));
    memory.forgetQuota(QUOTA);
    expect([memory.quota(QUOTA), memory.noIncreaseAt(QUOTA)]).toEqual([undefined, undefined]);
    memory.keepQuota(QUOTA, { ...QUOTA, Value: 100 });
    memory.keepNoIncrease(QUOTA);
    expect([memory.rememberedSince(QUOTA), memory.isIncreaseRemembered(QUOTA)]).toEqual([
      undefined,
      false,
    ]);
  });

  it('of another quota of the same service is not used', () => {
    const other = { ...QUOTA, QuotaCode: 'L-00000000' };
    expect(new RegionMemory(readings, at(0)).quota(other)).toBeUndefined();
  });
});

describe('the memory of an account', () => {
  it('keeps recent readings of Regions that a run did not measure, and drops older ones', () => {
    const before = new Map([
      ['eu-west-1', aliases],
      ['us-east-1', aliases],
    ]);
    const soon = new AccountMemory(before, at(HOUR_MS));
    soon.in('eu-west-1').keepAliases('ship', 'v1', LIVE);
    expect([...soon.readings().values()].map((one) => [...one.aliases.keys()])).toEqual([
      ['pay', 'ship'],
      ['pay'],
    ]);
    const late = new AccountMemory(before, at(20 * HOUR_MS));
    expect(late.hasChanged).toBe(false);
    expect([...late.readings().values()].map((one) => one.aliases.size)).toEqual([0, 0]);
  });
});
