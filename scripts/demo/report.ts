import { readFile } from 'node:fs/promises';

import { catalogue } from '../../src/limits/catalogue.ts';
import { targetMeasurer } from '../../src/watch/measure-target.ts';
import { TrafficMeter } from '../../src/aws/traffic.ts';
import { describeFaults } from '../../src/config/faults.ts';
import { parseConfiguration } from '../../src/config/parse.ts';
import { emptyState } from '../../src/alerts/state/format.ts';
import { check } from '../../src/watch/check.ts';
import type { Configuration } from '../../src/model/configuration.ts';
import type { RunReport } from '../../src/model/run-report.ts';
import { instant } from '../../src/model/time.ts';
import { virtualClock } from '../../test/sandbox/clock.ts';
import { createSandbox } from '../../test/sandbox/sandbox.ts';
import { pastOf, prunesOf } from './past.ts';
import { demoWorld } from './world.ts';
import { complete } from '../../test/config/complete.ts';

const NOW = '2026-11-22T06:00:00Z';
const RUN_ID = 'demo-2026-11-22';
/** What `npm start` has no need of: somebody who has said that something is known. */
const MUTES = `
  mutes:
    - accounts: [staging]
      limits: [s3-buckets]
      until: 2026-12-24
      owner: platform-team
      reason: moving to one bucket per team
`;

/**
 * The demo's organisation measured as `check` does, with the past that it would remember after three
 * months. On a clock of its own, so that it is the same whenever it is made.
 */
export async function demoReport(): Promise<RunReport> {
  const configuration = await demoConfiguration();
  const found = await checkOnce(configuration);
  return checkOnce(configuration, found);
}

async function checkOnce(configuration: Configuration, past?: RunReport): Promise<RunReport> {
  const sandbox = createSandbox(demoWorld, { clock: virtualClock(NOW) });
  const { clock } = sandbox;
  const { deployment, tooling, role, versions, readStorageMode } = configuration;
  const limits = catalogue.map(({ definition }) => definition);
  const now = () => instant(clock.now());
  return check(configuration, limits, RUN_ID, {
    clock: { now: () => instant(Date.parse(NOW)), sleep: (ms, signal) => clock.sleep(ms, signal) },
    measure: targetMeasurer(
      {
        clock: { now, sleep: (ms, signal) => clock.sleep(ms, signal) },
        http: sandbox.requestHandler(),
        chance: () => 0.5,
        credentials: async () =>
          sandbox.credentialsOf({ account: tooling.account, role: 'limits-watchdog-watch' }),
        traffic: new TrafficMeter(),
      },
      {
        limits: catalogue,
        toolingRegion: tooling.region,
        role,
        retention: versions,
        readStorageMode,
        sessionName: `${deployment}-check`,
      },
    ),
    load: async () =>
      past === undefined
        ? { kind: 'missing' }
        : {
            kind: 'found',
            tag: 'demo',
            state: { ...emptyState(deployment, past.measuredAt), samples: pastOf(past) },
          },
    prunes: async () => (past === undefined ? { kind: 'not-asked' } : prunesOf(past)),
  });
}

async function demoConfiguration(): Promise<Configuration> {
  const text = await readFile(new URL('./watchdog.yml', import.meta.url), 'utf8');
  const parsed = parseConfiguration(
    text.replace(/^(alerts:\n.*\n)/m, `$1${MUTES.slice(1)}`),
    catalogue.map(({ definition }) => definition),
  );
  if (!parsed.ok) throw new Error(describeFaults(parsed.faults, 'scripts/demo/watchdog.yml'));
  return complete(parsed.configuration);
}
