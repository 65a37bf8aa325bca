import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { Bundle } from '../../bundle/build-bundles.ts';
import { startExecutionEnvironment } from '../../lambda/execution-environment.ts';
import { resolveSettings } from '../../lambda/process-environment.ts';
import { writeClientsOnly, writeEmpty } from '../clients-only.ts';
import type { BenchContext } from '../context.ts';
import { median, type Figure, type PartResult } from '../figures.ts';
import { nodeVersions, type NodeVersion } from '../node-versions.ts';
import { bundlesFor } from '../processes/functions.ts';
import { oneAccount } from '../worlds/one-account.ts';

const WATCH = 'src/entry/watch.ts';
const MOST_BYTES = 480_000;
const MOST_OF_CLIENTS = 1.15;
/** Where packages are found from, and nothing is committed. */
const GENERATED = fileURLToPath(
  new URL('../../../node_modules/.cache/limits-watchdog-bench/', import.meta.url),
);

/** Bytes of the watch bundle, and how long a new process takes until it asks for work. */
export async function coldStartPart(context: BenchContext): Promise<PartResult> {
  const { directory, now, isQuick, tell } = context;
  const maximumBytes = Number.POSITIVE_INFINITY;
  const [empty, clients, watch] = await bundlesFor(
    oneAccount(1, 1, now),
    [
      { name: 'empty', source: await writeEmpty(GENERATED), maximumBytes },
      { name: 'clients', source: await writeClientsOnly(WATCH, GENERATED), maximumBytes },
      { name: 'watch', source: WATCH, maximumBytes },
    ],
    join(directory, 'cold-start'),
  );
  if (empty === undefined || clients === undefined || watch === undefined) {
    throw new Error('the build made too few functions');
  }
  const figures: Figure[] = [
    {
      name: 'watch bundle',
      measured: watch.bytes,
      unit: 'bytes',
      floor: clients.bytes,
      target: { most: MOST_BYTES, of: 'measured' },
    },
  ];
  const { versions, missing } = await nodeVersions();
  const times = isQuick ? 7 : 21;
  for (const node of versions) {
    tell(`${times} cold starts of each on ${node.name} …`);
    figures.push(...(await initFigures(node, { empty, clients, watch }, times)));
  }
  return {
    part: 'cold-start',
    figures,
    notes: [
      `Init: from the start of the process until it asks the Runtime API for work, the median of ${times}, one after the other in turn.`,
      'The floor is a bundle that only imports the same clients and commands; "empty" imports nothing.',
      ...missing.map((one) => `Not run: ${one}`),
    ],
  };
}

async function initFigures(
  node: NodeVersion,
  bundles: { readonly empty: Bundle; readonly clients: Bundle; readonly watch: Bundle },
  times: number,
): Promise<readonly Figure[]> {
  const initMs = { empty: [] as number[], clients: [] as number[], watch: [] as number[] };
  for (let at = 0; at < times; at += 1) {
    initMs.empty.push(await initOf(bundles.empty, node));
    initMs.clients.push(await initOf(bundles.clients, node));
    initMs.watch.push(await initOf(bundles.watch, node));
  }
  const clients = median(initMs.clients);
  return [
    { name: `init on ${node.name}, empty`, measured: median(initMs.empty), unit: 'ms' },
    { name: `init on ${node.name}, the same clients alone`, measured: clients, unit: 'ms' },
    {
      name: `init on ${node.name}, watch`,
      measured: median(initMs.watch),
      unit: 'ms',
      floor: clients,
      target: { most: MOST_OF_CLIENTS, of: 'ratio' },
    },
  ];
}

/** @throws when the bundle does not load: its init would be that of a failure. */
async function initOf(bundle: Bundle, node: NodeVersion): Promise<number> {
  const lines: string[] = [];
  const environment = await startExecutionEnvironment(
    resolveSettings({
      bundleDir: bundle.directory,
      env: {},
      memoryMb: 512,
      timeoutMs: 1_000,
      nodePath: node.path,
    }),
    (line) => lines.push(line),
  );
  const isReady = environment.alive();
  await environment.stop();
  if (!isReady) throw new Error(`${bundle.name} does not load on ${node.name}: ${lines.join(' ')}`);
  return environment.initMs;
}
