import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

import { DEFAULTS } from '../../../src/config/defaults.ts';
import type { BenchContext } from '../context.ts';
import type { PartResult } from '../figures.ts';
import { expectedFindings, wrongFindings } from '../floors/organisation.ts';
import { sum, watchCalls, type WatchedPlaces } from '../floors/watch.ts';
import { BENCH_ENTRIES, bundlesFor, nodeOnCore, runCold } from '../processes/functions.ts';
import { startSandbox } from '../processes/start-sandbox.ts';
import { TOOLING } from '../worlds/accounts.ts';
import { organisation, SEVENTEEN_REGIONS } from '../worlds/organisation.ts';

const MIB = 1024 ** 2;
/** A function with this much memory has one processor core. https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
export const ONE_CORE_MB = 1_769;
/** The target for the duration of the run: half of the longest timeout of a Lambda function. */
const MOST_SECONDS = 450;
export const LATENCY_MS = 60;
export const SLOW_MS = 2_000;

/** Measures one run over an organisation of the size that one function is designed for. */
export async function organisationPart(context: BenchContext): Promise<PartResult> {
  const { isQuick, now, directory, tell } = context;
  const size = isQuick
    ? { accounts: 50, versions: 50_000 }
    : { accounts: 500, versions: 1_000_000 };
  const setting = organisation(size, now);
  const targets = size.accounts * SEVENTEEN_REGIONS.length;
  tell(`an organisation of ${targets.toLocaleString('en')} targets …`);
  const watched: WatchedPlaces = {
    world: setting.world,
    regions: SEVENTEEN_REGIONS,
    tooling: TOOLING,
    kept: DEFAULTS,
    now,
  };
  const [bundle] = await bundlesFor(
    setting,
    [BENCH_ENTRIES.watch],
    join(directory, 'organisation'),
  );
  if (bundle === undefined) throw new Error('the build made no watch function');
  const hasCores = availableParallelism() > 1 && existsSync('/usr/bin/taskset');
  const slow = { accounts: setting.slow, ms: SLOW_MS };
  const sandbox = await startSandbox(setting, {
    latencyMs: LATENCY_MS,
    slow,
    ...(hasCores && { core: 1 }),
  });
  try {
    const run = await runCold(
      {
        name: 'watch',
        bundle,
        sandbox,
        memoryMb: ONE_CORE_MB,
        ...(hasCores && { nodePath: await nodeOnCore(0, directory) }),
      },
      {},
    );
    const { operations, refused, delivered } = await sandbox.calls();
    const { usage, findings, wallMs, result } = run;
    if (usage === undefined) throw new Error('the function did not say what it took');
    const outcome = result.ok ? 'complete' : result.errorType;
    if (outcome !== 'RunIncomplete') throw new Error(`the run ended as ${outcome}`);
    const expected = expectedFindings(watched);
    const wrong = wrongFindings(expected, findings);
    const toAccounts = Object.entries(operations).filter(([name]) => !/^(sns:|s3:[GP])/.test(name));
    const floor = Object.entries(watchCalls(watched)).filter(([name]) => !/^s3:[GP]/.test(name));
    return {
      part: 'organisation',
      figures: [
        {
          name: 'calls to the accounts',
          measured: sum(Object.fromEntries(toAccounts)),
          unit: 'calls',
          floor: sum(Object.fromEntries(floor)),
          target: { most: 1, of: 'ratio' },
        },
        {
          name: 'wall',
          measured: wallMs / 1_000,
          unit: 's',
          target: { most: MOST_SECONDS, of: 'measured' },
        },
        { name: 'processor time', measured: usage.cpuMs / 1_000, unit: 's' },
        {
          name: 'the most memory held',
          measured: usage.maxRssBytes / MIB,
          unit: 'MiB',
          target: { most: ONE_CORE_MB, of: 'measured' },
        },
        {
          name: 'findings that are wrong or missing',
          measured: wrong.length,
          unit: 'findings',
          target: { most: 0, of: 'measured' },
        },
      ],
      notes: [
        `${size.accounts} accounts × ${SEVENTEEN_REGIONS.length} Regions, ${size.versions.toLocaleString('en')} versions, ${setting.denied.length} accounts denied, ${setting.slow.length} with ${SLOW_MS / 1_000} s added to every answer; ${LATENCY_MS} ms latency; one run.`,
        hasCores
          ? `${ONE_CORE_MB} MB, which is one core: the function's process is kept on one, the simulated AWS on another.`
          : 'There was no way to keep the function on one core.',
        `${findings.length.toLocaleString('en')} findings, ${expected.length.toLocaleString('en')} expected.`,
        ...wrong.slice(0, 5).map((one) => `wrong: ${one}`),
        `${run.run?.retries ?? 'An unknown number of'} requests were sent again, ${run.run?.throttles ?? 'an unknown number'} were throttled.`,
        `Told in ${operations['sns:Publish'] ?? 0} messages, the largest ${Math.max(0, ...delivered).toLocaleString('en')} bytes; the memory was written ${operations['s3:PutObject'] ?? 0} times.`,
        ...Object.entries(refused).map(([what, amount]) => `refused: ${amount} × ${what}`),
      ],
    };
  } finally {
    await sandbox.close();
  }
}
