import { muteStore } from '../../src/alerts/mutes/mute-store.ts';
import { readState } from '../../src/alerts/state/store.ts';
import type { Connection } from '../../src/aws/clients.ts';
import { TrafficMeter } from '../../src/aws/clients.ts';
import { targetMeasurer } from '../../src/watch/measure-target.ts';
import { endedPrunes } from '../../src/functions/watch/reports.ts';
import { watchedLimits } from '../../src/limits/watched-limits.ts';
import type { RunReport } from '../../src/model/run-report.ts';
import { instant } from '../../src/model/time.ts';
import { check } from '../../src/watch/check.ts';
import type { DemoOrganisation } from './organisation.ts';
import { FUNCTION_ROLES, TOOLING } from './places.ts';
import { typeCommand } from './typed-command.ts';

/** The time of the demo in documents and pictures, so that they are the same whenever they are written. */
export const DEMO_NOW = Date.parse('2026-11-22T06:00:00Z');
const RUN_ID = 'demo-2026-11-22';
/** A mute that the documents show, but that `npm start` does not have. */
const MUTE = [
  'mute',
  'staging',
  '--limit',
  's3-buckets',
  '--until',
  '2026-12-24',
  '--owner',
  'platform-team',
  '--reason',
  'moving to one bucket per team',
];

/** Returns the report of the organisation, measured as by `check`, with the stored history of three months. */
export async function demoReport(organisation: DemoOrganisation): Promise<RunReport> {
  const muted = await typeCommand(organisation, MUTE);
  if (muted.exitCode !== 0) throw new Error(muted.err.join(' '));
  const { sandbox, configuration } = organisation;
  const { deployment, tooling, state } = configuration;
  const { clock } = sandbox;
  const connection: Connection = {
    clock: {
      now: () => instant(clock.now()),
      sleep: (ms, signal) => clock.sleep(ms, signal),
    },
    http: sandbox.requestHandler(),
    chance: () => 0.5,
    credentials: async () =>
      sandbox.credentialsOf({ account: TOOLING, role: FUNCTION_ROLES.watch }),
    traffic: new TrafficMeter(),
  };
  const watched = watchedLimits(configuration);
  const limits = watched.map(({ definition }) => definition);
  return check(configuration, limits, RUN_ID, {
    clock: { ...connection.clock, now: () => instant(DEMO_NOW) },
    measure: targetMeasurer(connection, {
      ...configuration,
      limits: watched,
      sessionName: `${deployment}-check`,
    }),
    load: () => readState(connection, { region: tooling.region, ...state, deployment }),
    mutes: () => muteStore(connection, configuration).load(),
    prunes: endedPrunes(configuration, connection),
  });
}
