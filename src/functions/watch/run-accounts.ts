import type { Connection } from '../../aws/clients.ts';
import type { DiscoveredAccounts } from '../../alerts/notices/discovery.ts';
import type { Configuration, ConfigurationFile } from '../../model/configuration.ts';
import { isComplete } from '../../model/configuration.ts';
import type { DiscoveryReport } from '../../model/discovery.ts';
import type { Examined } from '../../doctor/model.ts';
import type { Discoverer } from './discover.ts';

export interface RunAccounts {
  readonly configuration: Configuration;
  readonly found?: {
    readonly report: DiscoveryReport;
    /** Stores the list for runs that cannot list. */
    readonly keep: () => Promise<DiscoveredAccounts>;
    readonly examine: (connection: Connection) => Promise<readonly Examined[]>;
  };
}

/** The accounts of one run. Nothing is written yet. */
export async function runAccounts(
  file: ConfigurationFile,
  discoverer: Discoverer | undefined,
  connection: Connection,
  runId: string,
): Promise<RunAccounts> {
  if (isComplete(file)) return { configuration: file };
  const { discovery } = file;
  if (discovery === undefined || discoverer === undefined) {
    throw new Error('the configuration has rules for accounts, and the bundle cannot find any');
  }
  const whole = { ...file, discovery };
  const accounts = await discoverer.find(whole, connection, runId);
  return {
    configuration: accounts.configuration,
    found: {
      report: accounts.report,
      keep: async () => ({ report: await accounts.keep(), decide: discoverer.decide }),
      examine: (bounded) => discoverer.examine(whole, accounts, bounded),
    },
  };
}
