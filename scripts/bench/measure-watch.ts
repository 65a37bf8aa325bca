import { join } from 'node:path';

import { DEFAULTS } from '../../src/config/defaults.ts';
import type { BenchContext } from './context.ts';
import type { Calls, WatchedPlaces } from './floors/watch.ts';
import { watchBuckets, watchCalls, watchChain } from './floors/watch.ts';
import { wallFloor, type WallFloor } from './floors/wall.ts';
import { BENCH_ENTRIES, bundlesFor, runCold, type ColdRun } from './processes/functions.ts';
import { startSandbox } from './processes/start-sandbox.ts';
import { TOOLING } from './worlds/accounts.ts';
import { SOME_REGIONS, someAccounts } from './worlds/some-accounts.ts';

/** The watch function, measured at one network latency in runs without a new alert. */
export interface WatchAtLatency {
  readonly latencyMs: number;
  readonly wallMs: readonly number[];
  readonly floor: WallFloor;
  /** The calls of the last run, from the simulated AWS's log. */
  readonly calls: Calls;
  readonly callsFloor: Calls;
}

export async function measureWatch(
  { isQuick, directory, now, tell }: BenchContext,
  latenciesMs: readonly number[],
): Promise<readonly WatchAtLatency[]> {
  const fullest = isQuick ? { functions: 12, versions: 100 } : { functions: 16, versions: 90 };
  const runs = isQuick ? 1 : 3;
  const setting = someAccounts(fullest, now);
  const watched: WatchedPlaces = {
    world: setting.world,
    regions: SOME_REGIONS,
    tooling: TOOLING,
    kept: DEFAULTS,
    now,
    isRemembered: true,
  };
  const [bundle] = await bundlesFor(setting, [BENCH_ENTRIES.watch], join(directory, 'watch-wall'));
  if (bundle === undefined) throw new Error('the build made no watch function');
  const measured: WatchAtLatency[] = [];
  for (const latencyMs of latenciesMs) {
    tell(`watch at ${latencyMs} ms …`);
    const sandbox = await startSandbox(setting, { latencyMs });
    try {
      const run = async (): Promise<ColdRun> => {
        await sandbox.clear();
        return requireComplete(await runCold({ name: 'watch', bundle, sandbox }, {}));
      };
      // The first run sends its alerts; the measured runs have none to send.
      await run();
      const wallMs: number[] = [];
      for (let at = 0; at < runs; at += 1) wallMs.push((await run()).wallMs);
      const { operations, refused } = await sandbox.calls();
      if (Object.keys(refused).length > 0) throw new Error(`refused: ${JSON.stringify(refused)}`);
      measured.push({
        latencyMs,
        wallMs,
        floor: wallFloor(latencyMs, watchChain(watched), watchBuckets(watched)),
        calls: operations,
        callsFloor: watchCalls(watched),
      });
    } finally {
      await sandbox.close();
    }
  }
  return measured;
}

/** @throws when the run was incomplete, since its time would not be comparable */
function requireComplete(run: ColdRun): ColdRun {
  const { result } = run;
  if (result.ok) return run;
  throw new Error(`the watch function failed: ${result.errorType}: ${result.errorMessage}`);
}
