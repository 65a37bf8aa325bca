import type { Region } from '../../../src/model/aws-ids.ts';
import type { ProveLab } from './ports.ts';
import type { Connection } from '../../../src/aws/clients.ts';
import { Pacer } from '../../../src/aws/pacing.ts';
import { set } from './experiment.ts';
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
import { removeMade } from './remove.ts';
import { Workshop } from './workshop.ts';

/** Of the 15 requests a second that AWS gives an account and Region. */
export const PROVE_REQUESTS_PER_SECOND = 4;

/** The connections of a run: experiments end with Ctrl-C, the removal does not. */
export interface LabConnections {
  readonly work: Connection;
  /** Made when the removal begins, so that it has time of its own. */
  readonly removal: () => Connection;
}

export interface LabOptions {
  /** Whether it may try what AWS bills. */
  readonly triesProvisioned: boolean;
}

/** A run's experiments, ready to be done one after the other, and the removal of all that they make. */
export function openLab(
  connections: LabConnections,
  run: ProveRun,
  { triesProvisioned }: LabOptions,
): ProveLab {
  const { work } = connections;
  const settings = settingsOf(work, run.region);
  const clients = clientsOf(work, run);
  const shop = new Workshop(run, clients, { clock: work.clock, signal: work.signal });
  const bench = { shop, connection: work, settings };
  return {
    // Storage first: nothing else of this run changes it meanwhile.
    experiments: [
      set(storage, bench),
      set(lastModified, bench),
      set(deleteScope, bench),
      set(weightedAlias, bench),
      ...(triesProvisioned ? [set(provisionedVersion, bench)] : []),
      set(absentVersion, bench),
      set(missingPolicy, bench),
      set(closedRegion, bench),
    ],
    remove: () => {
      const removal = connections.removal();
      return removeMade({ ...toolsOf(removal, run), run: run.id }, shop.attempted);
    },
  };
}

/** Clients for one run's things, and the time that they have. */
export function toolsOf(connection: Connection, run: Pick<ProveRun, 'id' | 'region'>) {
  const { clock, signal } = connection;
  return { ...clientsOf(connection, run), clock, ...(signal !== undefined && { signal }) };
}

/** Clients that touch nothing but the things of one run. */
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
