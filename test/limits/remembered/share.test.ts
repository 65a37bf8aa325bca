import { describe, expect, it } from 'vitest';

import { RegionMemory, shareOfRuns } from '../../../src/limits/remembered/memory.ts';
import { NO_READINGS } from '../../../src/limits/remembered/format.ts';
import { DAY_MS, instant } from '../../../src/model/time.ts';

const QUOTA = { ServiceCode: 's3', QuotaCode: 'L-DC2B2D3D' };

/**
 * Returns the shares of runs that read aliases and quotas, over a number of runs after which both cycles start
 * again.
 */
function shareRead(runsPerDay: number): { readonly aliases: number; readonly quotas: number } {
  const runs = runsPerDay * (runsPerDay + 1);
  let readings = NO_READINGS;
  let [aliases, quotas] = [0, 0];
  for (let run = 0; run < runs; run += 1) {
    const runAt = instant(Date.UTC(2026, 10, 22) + (run * DAY_MS) / runsPerDay);
    // Answers come a second after the run has begun.
    const clock = { now: () => instant(runAt + 1_000) };
    const memory = new RegionMemory(readings, { clock, runAt });
    if (memory.aliasesOf('pay', 'v1') === undefined) {
      memory.keepAliases('pay', 'v1', []);
      aliases += 1;
    }
    if (memory.quota(QUOTA) === undefined) {
      memory.keepQuota(QUOTA, { Value: 1 });
      quotas += 1;
    }
    readings = memory.readings();
  }
  return { aliases: aliases / runs, quotas: quotas / runs };
}

describe('the fraction of runs that read what runs remember', () => {
  it.each([1, 2, 3, 4, 6, 8, 12, 24])('is as it is computed, with %i runs a day', (runsPerDay) => {
    const read = shareRead(runsPerDay);
    expect(shareOfRuns('aliases', runsPerDay)).toBeCloseTo(read.aliases, 9);
    expect(shareOfRuns('quotas', runsPerDay)).toBeCloseTo(read.quotas, 9);
  });

  it('is a quarter for aliases and a fifth for quotas with the default schedule', () => {
    expect([shareOfRuns('aliases', 4), shareOfRuns('quotas', 4)]).toEqual([1 / 4, 1 / 5]);
  });
});
