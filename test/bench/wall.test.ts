import { describe, expect, it } from 'vitest';

import { DEFAULTS } from '../../src/config/defaults.ts';
import {
  applyBuckets,
  applyChain,
  planBuckets,
  planCalls,
  planChain,
  type PrunedAccount,
} from '../../scripts/bench/floors/prune.ts';
import { wallFloor } from '../../scripts/bench/floors/wall.ts';
import {
  sum,
  watchBuckets,
  watchCalls,
  watchChain,
  type WatchedPlaces,
} from '../../scripts/bench/floors/watch.ts';
import { TOOLING } from '../../scripts/bench/worlds/accounts.ts';
import { oneAccount } from '../../scripts/bench/worlds/one-account.ts';
import { SOME_REGIONS, someAccounts } from '../../scripts/bench/worlds/some-accounts.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { sized } from '../size.ts';
import { START, virtualRuns } from './virtual-runs.ts';

const now = Date.parse(START);
/** A timeout for busy machines; it is not measured. */
const TIMEOUT_MS = 180_000;

/** A day later the run reads everything, as the first run of a day does. */
function forgetReadings({ organisation, clock }: Sandbox): void {
  const buckets = organisation.account(TOOLING).buckets;
  for (const account of organisation.accounts.keys()) {
    const key = `limits-watchdog/readings/${account}.json`;
    for (const bucket of buckets) bucket.hide(key, clock.now());
  }
}

/*
 * The virtual clock moves only by waiting, so the measured time is the same on every machine. The worlds are
 * smaller than those of the benchmark.
 */
describe('a watch run', () => {
  const near = { latencyMs: 60, most: 1.05 };
  it.each(sized([near], [{ latencyMs: 0, most: 1.01 }, near, { latencyMs: 200, most: 1.15 }]))(
    'at $latencyMs ms takes at most $most × its floor',
    async ({ latencyMs, most }) => {
      const setting = someAccounts({ functions: 16, versions: 90 }, now);
      const watched: WatchedPlaces = {
        world: setting.world,
        regions: SOME_REGIONS,
        tooling: TOOLING,
        kept: DEFAULTS,
        now,
      };
      const runs = virtualRuns(setting, latencyMs);
      await runs.watch();
      forgetReadings(runs.sandbox);
      runs.sandbox.calls.clear();
      const ms = await runs.watch();
      const floor = wallFloor(latencyMs, watchChain(watched), watchBuckets(watched));
      expect(ms / floor.ms).toBeGreaterThanOrEqual(1);
      expect(ms / floor.ms).toBeLessThanOrEqual(most);
      expect(runs.sandbox.calls.tally()).toEqual(watchCalls(watched));
    },
    TIMEOUT_MS,
  );
});

describe('a plan and its prune', () => {
  const near = { latencyMs: 60, plan: 1.15, apply: 1.1, versions: 23 };
  const far = { latencyMs: 200, plan: 1.35, apply: 1.35, versions: 23 };
  it.each(sized([near], [near, { ...near, versions: 18 }, { ...near, versions: 33 }, far]))(
    'of $versions versions a function at $latencyMs ms take little more than their floors',
    async ({ latencyMs, plan, apply, versions }) => {
      const setting = oneAccount(8, versions, now);
      const account = setting.world.accounts[1];
      if (account === undefined) throw new Error('the world has no account to prune');
      const pruned: PrunedAccount = { account, region: 'eu-west-1', kept: DEFAULTS, now };
      const runs = virtualRuns(setting, latencyMs);
      await runs.watch();
      runs.sandbox.calls.clear();
      const planned = await runs.plan();
      const planFloor = wallFloor(latencyMs, planChain(pruned), planBuckets(pruned));
      expect(planned.ms / planFloor.ms).toBeGreaterThanOrEqual(1);
      expect(planned.ms / planFloor.ms).toBeLessThanOrEqual(plan);
      const calls = runs.sandbox.calls.list().filter(({ service }) => service !== 's3');
      expect(calls).toHaveLength(sum(planCalls(pruned)));
      const applied = await runs.apply(planned.toApply);
      const applyFloor = wallFloor(latencyMs, applyChain(pruned), applyBuckets(pruned));
      expect(applied / applyFloor.ms).toBeGreaterThanOrEqual(1);
      expect(applied / applyFloor.ms).toBeLessThanOrEqual(apply);
    },
    TIMEOUT_MS,
  );
});
