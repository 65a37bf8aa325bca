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
import { accountId, configurationText } from '../worlds/accounts.ts';
import { oneAccount } from '../worlds/one-account.ts';
import { SEVENTEEN_REGIONS } from '../worlds/organisation.ts';

const WATCH = 'src/functions/watch.ts';
const MOST_OF_CLIENTS = 1.15;
/** The number of listed accounts in a large configuration. Each is watched in seventeen Regions. */
const LISTED = 500;
const LARGE = `${LISTED} listed accounts × ${SEVENTEEN_REGIONS.length} Regions`;
/** A folder outside version control from which imports of packages resolve. */
const GENERATED = fileURLToPath(
  new URL('../../../node_modules/.cache/limits-watchdog-bench/', import.meta.url),
);

/** Measures the size of the watch bundle, and how long a new process takes until it requests its first event. */
export async function coldStartPart(context: BenchContext): Promise<PartResult> {
  const { directory, now, isQuick, tell } = context;
  const [empty, clients, watch] = await bundlesFor(
    oneAccount(1, 1, now),
    [
      { name: 'empty', source: await writeEmpty(GENERATED) },
      { name: 'clients', source: await writeClientsOnly(WATCH, GENERATED) },
      { name: 'watch', source: WATCH },
    ],
    join(directory, 'cold-start'),
  );
  const [large] = await bundlesFor(
    { configurationText: largeConfiguration() },
    [{ name: 'large', source: WATCH }],
    join(directory, 'cold-start'),
  );
  if (!empty || !clients || !watch || !large) throw new Error('the build made too few functions');
  const figures: Figure[] = [
    { name: 'watch bundle', measured: watch.bytes, unit: 'bytes', floor: clients.bytes },
    { name: `watch bundle, ${LARGE}`, measured: large.bytes, unit: 'bytes' },
  ];
  const { versions, missing } = await nodeVersions();
  const times = isQuick ? 7 : 21;
  for (const node of versions) {
    tell(`${times} cold starts of each on ${node.name} …`);
    figures.push(...(await initFigures(node, { empty, clients, watch, large }, times)));
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

type MeasuredBundle = 'empty' | 'clients' | 'watch' | 'large';

async function initFigures(
  node: NodeVersion,
  bundles: Readonly<Record<MeasuredBundle, Bundle>>,
  times: number,
): Promise<readonly Figure[]> {
  const initMs: Record<MeasuredBundle, number[]> = { empty: [], clients: [], watch: [], large: [] };
  for (let at = 0; at < times; at += 1) {
    initMs.empty.push(await initOf(bundles.empty, node));
    initMs.clients.push(await initOf(bundles.clients, node));
    initMs.watch.push(await initOf(bundles.watch, node));
    initMs.large.push(await initOf(bundles.large, node));
  }
  const clients = median(initMs.clients);
  const of = (what: string): string => `init on ${node.name}, ${what}`;
  return [
    { name: of('empty'), measured: median(initMs.empty), unit: 'ms' },
    { name: of('the same clients alone'), measured: clients, unit: 'ms' },
    {
      name: of('watch'),
      measured: median(initMs.watch),
      unit: 'ms',
      floor: clients,
      target: { most: MOST_OF_CLIENTS, of: 'ratio' },
    },
    { name: of(`watch, ${LARGE}`), measured: median(initMs.large), unit: 'ms', floor: clients },
  ];
}

function largeConfiguration(): string {
  const accounts = Array.from({ length: LISTED }, (_, at) => ({
    id: accountId(at),
    name: `team-${at}`,
  }));
  return configurationText(accounts, SEVENTEEN_REGIONS);
}

/** @throws when the bundle does not load, since its time would be that of a failure */
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
