import type { Connection } from '../../aws/clients.ts';
import type { PlanAccess } from '../../prune/evidence/collect/collector.ts';
import { evidenceCollector, evidenceRenewer } from '../../prune/evidence/collect/collector.ts';
import { codeStorageReader } from '../../prune/evidence/collect/code-storage.ts';
import { stateStore } from '../../alerts/state/store.ts';
import type { ConfigurationFile } from '../../model/configuration.ts';
import type { RenewEvidence } from '../../prune/ports.ts';
import type { PlanEnvironment } from './plan-handler.ts';

/** Returns the reader of evidence, which uses the read role. For a review, it reads aliases first. */
export function planCollector(configuration: ConfigurationFile): PlanEnvironment['collector'] {
  return (connection, runId, purpose = 'plan') =>
    evidenceCollector(connection, {
      ...planAccess(configuration, connection, runId),
      aliasesFirst: purpose === 'review',
    });
}

export function planRenewer(
  configuration: ConfigurationFile,
): (connection: Connection, runId: string) => RenewEvidence {
  return (connection, runId) =>
    evidenceRenewer(connection, planAccess(configuration, connection, runId));
}

export function planStorageReader(
  configuration: ConfigurationFile,
): PlanEnvironment['codeStorage'] {
  return (connection, runId) =>
    codeStorageReader(connection, planAccess(configuration, connection, runId));
}

function planAccess(
  { deployment, role, state, tooling }: ConfigurationFile,
  connection: Connection,
  runId: string,
): PlanAccess {
  return {
    toolingRegion: tooling.region,
    role,
    sessionName: `${deployment}-plan-${runId.slice(0, 8)}`,
    storageModes: false,
    aliasRecord: async () => {
      const memory = stateStore(connection, {
        region: tooling.region,
        ...state,
        deployment,
        runId,
      });
      const loaded = await memory.load();
      switch (loaded.kind) {
        case 'found':
          return { kind: 'read', value: loaded.state };
        case 'missing':
          return { kind: 'read', value: undefined };
        case 'set-aside':
          return { kind: 'read', value: loaded.restored };
        case 'unreadable':
          return { kind: 'failed', failure: loaded.failure };
      }
    },
  };
}
