import type { Connection } from '../../aws/clients.ts';
import type { Limit } from '../../limits/limit.ts';
import type { Access, AccountReaders } from '../../watch/measure-target.ts';
import { accountReaders, targetMeasurer } from '../../watch/measure-target.ts';
import type { Configuration } from '../../model/configuration.ts';
import { memberRoleNames } from '../../model/role-names.ts';
import { earlierFigures } from '../../alerts/state/earlier-figures.ts';
import { readState } from '../../alerts/state/read-text.ts';
import type { MeasureTarget, ReadEarlierFigures } from '../../limits/ports.ts';

type Otherwise = Pick<
  Access,
  'own' | 'requestsPerSecond' | 'pruneRole' | 'readEarlier' | 'readings'
>;

/** Measures these limits as the configuration says, with the read role of each account. */
export function measurerOf(
  configuration: Configuration,
  connection: Connection,
  limits: readonly Limit[],
  sessionName: Access['sessionName'],
  otherwise: Otherwise = {},
): MeasureTarget {
  return targetMeasurer(connection, accessOf(configuration, limits, sessionName, otherwise));
}

/** The same for a watch run, which also looks for prune roles where none may be. */
export function watchReadersOf(
  configuration: Configuration,
  connection: Connection,
  limits: readonly Limit[],
  sessionName: Access['sessionName'],
  otherwise: Omit<Otherwise, 'pruneRole'> = {},
): AccountReaders {
  const watching = { ...otherwise, pruneRole: memberRoleNames(configuration.deployment).prune };
  return accountReaders(connection, accessOf(configuration, limits, sessionName, watching));
}

/** What earlier runs measured, from the state of the deployment; read only where a limit asks for it. */
export function earlierFiguresOf(
  { tooling, state, deployment }: Configuration,
  connection: Connection,
): ReadEarlierFigures {
  return earlierFigures(() =>
    readState(connection, { region: tooling.region, ...state, deployment }),
  );
}

function accessOf(
  { tooling, role, versions, readStorageMode }: Configuration,
  limits: readonly Limit[],
  sessionName: Access['sessionName'],
  otherwise: Otherwise,
): Access {
  return {
    limits,
    toolingRegion: tooling.region,
    role,
    retention: versions,
    readStorageMode,
    sessionName,
    ...otherwise,
  };
}
