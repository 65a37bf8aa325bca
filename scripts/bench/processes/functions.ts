import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { buildBundles, type Bundle } from '../../bundle/build-bundles.ts';
import type { BundleEntry } from '../../bundle/entries.ts';
import { startFunction, type InvocationResult } from '../../lambda/run-function.ts';
import type { Setting } from '../worlds/accounts.ts';
import { readLogLines, type ReadLines } from './log-lines.ts';
import type { BenchSandbox, FunctionName } from './start-sandbox.ts';

/** The memory of each function, as in serverless.yml. */
const MEMORY_MB: Readonly<Record<FunctionName, number>> = { watch: 512, plan: 1_024, prune: 512 };
const TIMEOUT_MS: Readonly<Record<FunctionName, number>> = {
  watch: 900_000,
  plan: 90_000,
  prune: 75_000,
};

/** The product's functions, and wrappers of the watch function that also log their memory and processor time. */
export const BENCH_ENTRIES = {
  watch: { name: 'watch', source: 'scripts/bench/entries/watch.ts' },
  unpaced: { name: 'unpaced', source: 'scripts/bench/entries/watch-unpaced.ts' },
  plan: { name: 'plan', source: 'src/functions/plan.ts' },
  prune: { name: 'prune', source: 'src/functions/prune.ts' },
} as const satisfies Readonly<Record<string, BundleEntry>>;

/** @returns the bundles in the order of `entries` @throws when the configuration or a bundle has a fault */
export async function bundlesFor(
  { configurationText }: Pick<Setting, 'configurationText'>,
  entries: readonly BundleEntry[],
  outDir: string,
): Promise<readonly Bundle[]> {
  const built = await buildBundles({
    configurationText,
    configurationName: "the benchmark's configuration",
    outDir,
    entries,
  });
  if (!built.ok) throw new Error(built.message);
  return built.bundles;
}

export interface RunSettings {
  readonly name: FunctionName;
  readonly bundle: Bundle;
  readonly sandbox: BenchSandbox;
  readonly memoryMb?: number;
  /** The path of the Node.js to run on; this process's own by default. */
  readonly nodePath?: string;
}

/** The result of one invocation in a new process. */
export interface ColdRun extends ReadLines {
  readonly result: InvocationResult;
  /** The time from event to answer, without the start of the process. */
  readonly wallMs: number;
}

/** Invokes a function once in a new process, since a schedule of hours never finds a warm one. */
export async function runCold(settings: RunSettings, event: unknown): Promise<ColdRun> {
  const lambda = functionOf(settings);
  try {
    const result = await lambda.invoke(event);
    return { result, wallMs: result.durationMs, ...readLogLines(lambda.logs) };
  } finally {
    await lambda.close();
  }
}

export function functionOf({ name, bundle, sandbox, memoryMb, nodePath }: RunSettings) {
  return startFunction({
    bundleDir: bundle.directory,
    env: sandbox.environmentOf(name),
    memoryMb: memoryMb ?? MEMORY_MB[name],
    timeoutMs: TIMEOUT_MS[name],
    functionName: `limits-watchdog-${name}`,
    accountId: '111111111111',
    ...(nodePath !== undefined && { nodePath }),
  });
}

/** Writes a script that runs Node.js on one processor core, and returns its path. It takes Node's own arguments. */
export async function nodeOnCore(core: number, directory: string): Promise<string> {
  const path = join(directory, `node-on-core-${core}`);
  await writeFile(path, `#!/bin/sh\nexec taskset --cpu-list ${core} '${process.execPath}' "$@"\n`, {
    mode: 0o755,
  });
  return path;
}
