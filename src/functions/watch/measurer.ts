import type { Connection } from '../../aws/clients.ts';
import type { Limit } from '../../limits/limit.ts';
import type { Access } from '../../watch/measure-target.ts';
import { targetMeasurer } from '../../watch/measure-target.ts';
import type { Configuration } from '../../model/configuration.ts';
import type { MeasureTarget } from '../../limits/ports.ts';

/** Measures these limits as the configuration says, with the read role of each account. */
export function measurerOf(
  configuration: Configuration,
  connection: Connection,
  limits: readonly Limit[],
  sessionName: Access['sessionName'],
  otherwise: Pick<Access, 'own' | 'requestsPerSecond'> = {},
): MeasureTarget {
  const { tooling, role, versions, readStorageMode } = configuration;
  return targetMeasurer(connection, {
    limits,
    toolingRegion: tooling.region,
    role,
    retention: versions,
    readStorageMode,
    sessionName,
    ...otherwise,
  });
}
