import type { Connection } from '../../aws/clients.ts';
import type { ConfigurationFile } from '../../model/configuration.ts';
import { isComplete } from '../../model/configuration.ts';
import type { Discoverer } from './discover.ts';

/** Returns the configuration with all accounts. `found` is the result of discovery; undefined without rules. */
export async function runAccounts(
  file: ConfigurationFile,
  discoverer: Discoverer | undefined,
  connection: Connection,
  runId: string,
) {
  if (isComplete(file)) return { configuration: file, found: undefined };
  const { discovery } = file;
  if (discovery === undefined || discoverer === undefined) {
    throw new Error('the configuration has rules for accounts, and the bundle cannot find any');
  }
  const discovering = { ...file, discovery };
  const accounts = await discoverer.find(discovering, connection, runId);
  return {
    configuration: accounts.configuration,
    found: {
      report: accounts.report,
      /** Stores the list of accounts for later runs that cannot list the organisation. */
      keep: async () => ({ report: await accounts.keep(), decide: discoverer.decide }),
      /** Returns the doctor's findings about the discovery. */
      examine: (bounded: Connection) => discoverer.examine(discovering, accounts, bounded),
    },
  };
}
