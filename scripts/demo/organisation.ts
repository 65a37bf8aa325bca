import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { isComplete } from '../../src/model/configuration.ts';
import type { Configuration } from '../../src/model/configuration.ts';
import type { Clock, VirtualClock } from '../../test/sandbox/clock.ts';
import { realClock, virtualClock } from '../../test/sandbox/clock.ts';
import { loadSets } from '../../test/sandbox/fixtures/load-sets.ts';
import type { Sandbox } from '../../test/sandbox/sandbox.ts';
import { createSandbox } from '../../test/sandbox/sandbox.ts';
import { readConfiguration } from '../bundle/read-configuration.ts';
import { deployInProcess } from './in-process.ts';
import { HOME_REGION } from './places.ts';
import { prunedAt } from './services.ts';
import { demoWorld } from './world.ts';

/** The path of the demo's configuration. */
export const CONFIGURATION_FILE = fileURLToPath(new URL('./watchdog.yml', import.meta.url));

/** The request of yesterday's prune. */
const PRUNED = {
  account: 'dev',
  functions: ['orders-*'],
  regions: [HOME_REGION],
  olderThanDays: 80,
  requestedBy: 'maria',
};

/** A simulated organisation with the four functions, in which dev was pruned yesterday. */
export interface DemoOrganisation {
  readonly sandbox: Sandbox;
  readonly configuration: Configuration;
  /** Invokes a function in this process. */
  readonly invoke: ReturnType<typeof deployInProcess>;
}

/**
 * Creates the organisation and runs yesterday's prune through the functions, on a clock that takes no real
 * time. Then the clock is set to `now`. It runs as usual afterwards or, with `isStill`, only moves while
 * functions wait.
 */
export async function demoOrganisation(now: number, isStill: boolean): Promise<DemoOrganisation> {
  const clock = passingClock(new Date(prunedAt(now)).toISOString());
  const sandbox = createSandbox(demoWorld(now), { clock });
  const configuration = await demoConfiguration();
  if (isStill) await loadSets();
  const invoke = deployInProcess(sandbox, configuration);
  await pruneYesterday(invoke);
  await clock.reach(now);
  if (!isStill) clock.follow();
  return { sandbox, configuration, invoke };
}

type Answer = Readonly<Record<string, unknown>>;

/** @throws when the prune does not finish */
async function pruneYesterday(invoke: ReturnType<typeof deployInProcess>): Promise<void> {
  let planned = answerOf(await invoke('plan', PRUNED));
  while (planned['state'] === 'unfinished') {
    planned = answerOf(await invoke('plan', { continue: planned['continueWith'] }));
  }
  const { account: confirm, requestedBy } = PRUNED;
  const order = { planId: planned['planId'], confirm, requestedBy };
  let pruned = answerOf(await invoke('prune', order));
  while (pruned['state'] === 'goes-on') pruned = answerOf(await invoke('prune', order));
  if (pruned['state'] !== 'finished') {
    throw new Error(`the prune of yesterday did not finish: ${JSON.stringify(pruned)}`);
  }
}

function answerOf(answer: unknown): Answer {
  return Object.fromEntries(Object.entries(Object(answer)));
}

/** @throws when the configuration has a fault */
async function demoConfiguration(): Promise<Configuration> {
  const text = await readFile(CONFIGURATION_FILE, 'utf8');
  const read = await readConfiguration(text, CONFIGURATION_FILE);
  if (!read.ok) throw new Error(read.message);
  if (!isComplete(read.configuration)) throw new Error('the demo lists its accounts');
  return read.configuration;
}

interface PassingClock extends Clock {
  /** Moves the clock to `now` without waiting. */
  reach(now: number): Promise<void>;
  /** Makes the clock follow the clock of this machine from now on. */
  follow(): void;
}

function passingClock(startIso: string): PassingClock {
  const past: VirtualClock = virtualClock(startIso);
  let current: Clock = past;
  return {
    now: () => current.now(),
    sleep: (ms, signal) => current.sleep(ms, signal),
    reach: (now) => past.advance(now - past.now()),
    follow: () => {
      current = realClock;
    },
  };
}
