import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

import { costOfOrganisation } from '../../scale/reckoning.ts';
import type { BenchContext } from '../context.ts';
import type { Figure, PartResult } from '../figures.ts';
import { sum } from '../floors/watch.ts';
import { BENCH_ENTRIES, bundlesFor, nodeOnCore, runCold } from '../processes/functions.ts';
import { startSandbox } from '../processes/start-sandbox.ts';
import { organisation, SEVENTEEN_REGIONS } from '../worlds/organisation.ts';
import { LATENCY_MS, ONE_CORE_MB, SLOW_MS } from './organisation.ts';

const MIB = 1024 ** 2;
const SETS = { none: {}, deployments: { watch: [{ limits: ['deployments'] }] } };
const RUNS = ['in the first run of a day', 'in a later run'];

/** Measures two runs over the organisation with the set `deployments`, and computes a month's cost. */
export async function deploymentsPart(context: BenchContext): Promise<PartResult> {
  const { isQuick, now, directory, tell } = context;
  const size = isQuick
    ? { accounts: 50, versions: 50_000 }
    : { accounts: 500, versions: 1_000_000 };
  const setting = organisation({ ...size, watchesDeployments: true }, now);
  tell(`${size.accounts} accounts with the set deployments …`);
  const folder = join(directory, 'deployments');
  const [bundle] = await bundlesFor(setting, [BENCH_ENTRIES.watch], folder);
  if (bundle === undefined) throw new Error('the build made no watch function');
  const hasCores = availableParallelism() > 1 && existsSync('/usr/bin/taskset');
  const sandbox = await startSandbox(setting, {
    latencyMs: LATENCY_MS,
    slow: { accounts: setting.slow, ms: SLOW_MS },
    ...(hasCores && { core: 1 }),
  });
  const figures: Figure[] = [];
  try {
    const nodePath = hasCores ? await nodeOnCore(0, directory) : undefined;
    for (const when of RUNS) {
      await sandbox.clear();
      const run = await runCold(
        {
          name: 'watch',
          bundle,
          sandbox,
          memoryMb: ONE_CORE_MB,
          ...(nodePath !== undefined && { nodePath }),
        },
        {},
      );
      const { operations } = await sandbox.calls();
      const { usage, wallMs, result, findings } = run;
      if (usage === undefined) throw new Error('the function did not say what it took');
      const outcome = result.ok ? 'complete' : result.errorType;
      if (outcome !== 'RunIncomplete') throw new Error(`the run ended as ${outcome}`);
      const toAccounts = Object.entries(operations).filter(
        ([name]) => !/^(sns:|s3:[GP])/.test(name),
      );
      figures.push(
        {
          name: `calls to the accounts ${when}`,
          measured: sum(Object.fromEntries(toAccounts)),
          unit: 'calls',
        },
        { name: `wall ${when}`, measured: wallMs / 1_000, unit: 's' },
        { name: `processor time ${when}`, measured: usage.cpuMs / 1_000, unit: 's' },
        { name: `the most memory held ${when}`, measured: usage.maxRssBytes / MIB, unit: 'MiB' },
        { name: `findings ${when}`, measured: findings.length, unit: 'findings' },
      );
    }
  } finally {
    await sandbox.close();
  }
  const place = { accounts: size.accounts, regions: SEVENTEEN_REGIONS.length };
  for (const [name, settings] of Object.entries(SETS)) {
    const { usd, events } = costOfOrganisation(place, settings);
    const set = name === 'none' ? 'without sets' : 'with deployments';
    figures.push(
      { name: `a month, four runs a day, ${set}`, measured: usd, unit: 'USD' },
      { name: `CloudTrail events a month, ${set}`, measured: events, unit: 'events' },
    );
  }
  return {
    part: 'deployments',
    figures,
    notes: [
      `${size.accounts} accounts × ${SEVENTEEN_REGIONS.length} Regions and eight limits a Region, three an account, beside the usual ones; ${LATENCY_MS} ms latency; one run each.`,
      `The organisation without sets is the part before this one.`,
    ],
  };
}
