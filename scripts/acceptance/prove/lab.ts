import type { Region } from '../../../src/model/aws-ids.ts';
import type { ProveLab } from './ports.ts';
import type { Connection } from '../../../src/aws/clients.ts';
import { Pacer } from '../../../src/aws/pacing.ts';
import { bindExperiment } from './experiment.ts';
import { absentVersion } from './experiments/absent-version.ts';
import { closedRegion } from './experiments/closed-region.ts';
import { deleteScope } from './experiments/delete-scope.ts';
import { lastModified } from './experiments/last-modified.ts';
import { missingPolicy } from './experiments/missing-policy.ts';
import { provisionedVersion } from './experiments/provisioned-version.ts';
import { storage } from './experiments/storage.ts';
import { weightedAlias } from './experiments/weighted-alias.ts';
import { ownIam, ownLambda } from './own-clients.ts';
import type { ProveRun } from './run-calls.ts';
import { removeCreated } from './remove.ts';
import { Workshop } from './workshop.ts';

/** The request rate of a run, out of the 15 requests a second that AWS allows an account and Region. */
export const PROVE_REQUESTS_PER_SECOND = 4;

/** The AWS connections of a run: Ctrl-C ends the experiments, but not the removal. */
export interface LabConnections {
  readonly work: Connection;
  /** Opens the connection of the removal when the removal begins, so that it has its own time limit. */
  readonly removal: () => Connection;
}

export interface LabOptions {
  /** Whether the run includes the experiment with provisioned concurrency, which AWS bills. */
  readonly triesProvisioned: boolean;
}

/** Returns a run's experiments, in the order in which they run, and the removal of everything they create. */
export function openLab(
  connections: LabConnections,
  run: ProveRun,
  { triesProvisioned }: LabOptions,
): ProveLab {
  const { work } = connections;
  const settings = settingsOf(work, run.region);
  const clients = clientsOf(work, run);
  const shop = new Workshop(run, clients, { clock: work.clock, signal: work.signal });
  const tools = { shop, connection: work, settings };
  return {
    // Storage is first, before other experiments change it.
    experiments: [
      bindExperiment(storage, tools),
      bindExperiment(lastModified, tools),
      bindExperiment(deleteScope, tools),
      bindExperiment(weightedAlias, tools),
      ...(triesProvisioned ? [bindExperiment(provisionedVersion, tools)] : []),
      bindExperiment(absentVersion, tools),
      bindExperiment(missingPolicy, tools),
      bindExperiment(closedRegion, tools),
    ],
    remove: () => {
      const removal = connections.removal();
      return removeCreated({ ...toolsOf(removal, run), run: run.id }, shop.attempted);
    },
  };
}

/** The clients and the clock that the removal of one run's resources uses. */
export function toolsOf(connection: Connection, run: Pick<ProveRun, 'id' | 'region'>) {
  const { clock, signal } = connection;
  return { ...clientsOf(connection, run), clock, ...(signal !== undefined && { signal }) };
}

/** Clients that refuse requests for anything but one run's functions and role. */
export function clientsOf(connection: Connection, { id, region }: Pick<ProveRun, 'id' | 'region'>) {
  const settings = settingsOf(connection, region);
  return {
    lambda: ownLambda(connection, settings, id),
    iam: ownIam(connection, settingsOf(connection, region), id),
  };
}

function settingsOf(connection: Connection, region: Region) {
  const pacer = new Pacer(connection.clock, PROVE_REQUESTS_PER_SECOND, connection.signal);
  return { region, pacer };
}
