import { evidenceCollector } from '../../prune/evidence/collect/collector.ts';
import { stateStore } from '../../alerts/state/store.ts';
import type { ConfigurationFile } from '../../model/configuration.ts';
import type { PlanEnvironment } from './plan-handler.ts';

/** How the plan function reads: with the read role, and with what watch runs remember of aliases. */
export function planCollector(configuration: ConfigurationFile): PlanEnvironment['collector'] {
  const { deployment, role, state, tooling } = configuration;
  return (connection, runId) =>
    evidenceCollector(connection, {
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
        // Whatever stands in the way of the record, CloudTrail is asked instead.
        const loaded = await memory.load();
        return loaded.kind === 'found' ? loaded.state : undefined;
      },
    });
}
