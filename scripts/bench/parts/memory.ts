import { join } from 'node:path';

import type { BenchContext } from '../context.ts';
import type { Figure, PartResult } from '../figures.ts';
import { BENCH_ENTRIES, bundlesFor, runCold } from '../processes/functions.ts';
import { startSandbox } from '../processes/start-sandbox.ts';
import { oneAccount } from '../worlds/one-account.ts';

const MIB = 1024 ** 2;
const VERSIONS_A_FUNCTION = 500;
const MOST_MIB = 256;
const MOST_BYTES_A_VERSION = 64;

/** Measures the peak memory of the watch function, by the number of versions in one account and Region. */
export async function memoryPart(context: BenchContext): Promise<PartResult> {
  const sizes = context.isQuick ? [10_000, 100_000] : [10_000, 100_000, 1_000_000];
  const figures: Figure[] = [];
  const notes: string[] = [
    'The pace is lifted, and the simulated AWS has no rates: the handler is put together for this in scripts/bench/entries/watch-unpaced.ts. 512 MiB, as deployed.',
  ];
  const held: { readonly versions: number; readonly bytes: number }[] = [];
  for (const versions of sizes) {
    const { maxRssBytes, seconds } = await measureMemory(context, versions);
    held.push({ versions, bytes: maxRssBytes });
    figures.push({
      name: `${versions.toLocaleString('en')} versions`,
      measured: maxRssBytes / MIB,
      unit: 'MiB',
      target: { most: MOST_MIB, of: 'measured' },
    });
    notes.push(`${versions.toLocaleString('en')} versions were listed in ${seconds} s.`);
  }
  const [first, last] = held.slice(-2);
  if (first !== undefined && last !== undefined) {
    figures.push({
      name: `each version more, from ${first.versions.toLocaleString('en')} to ${last.versions.toLocaleString('en')}`,
      measured: Math.max(0, (last.bytes - first.bytes) / (last.versions - first.versions)),
      unit: 'bytes',
      target: { most: MOST_BYTES_A_VERSION, of: 'measured' },
    });
  }
  return { part: 'memory', figures, notes };
}

async function measureMemory(
  { directory, now, tell }: BenchContext,
  versions: number,
): Promise<{ readonly maxRssBytes: number; readonly seconds: number }> {
  tell(`memory with ${versions.toLocaleString('en')} versions …`);
  const setting = oneAccount(versions / VERSIONS_A_FUNCTION, VERSIONS_A_FUNCTION, now);
  const [bundle] = await bundlesFor(setting, [BENCH_ENTRIES.unpaced], join(directory, 'memory'));
  if (bundle === undefined) throw new Error('the build made no watch function');
  const sandbox = await startSandbox(setting, { latencyMs: 0, hasRates: false });
  try {
    const { result, usage, findings, wallMs } = await runCold(
      { name: 'watch', bundle, sandbox },
      {},
    );
    if (!result.ok) throw new Error(`${result.errorType}: ${result.errorMessage}`);
    const old = findings.find(({ limit }) => limit === 'lambda-old-versions')?.used;
    // All but the newest three of each function are old; its alias points at one of those.
    const expected = versions - (3 * versions) / VERSIONS_A_FUNCTION;
    if (old !== expected) throw new Error(`${old} old versions were counted, not ${expected}`);
    if (usage === undefined) throw new Error('the function did not say what it took');
    return { maxRssBytes: usage.maxRssBytes, seconds: Math.ceil(wallMs / 1_000) };
  } finally {
    await sandbox.close();
  }
}
