import type { Connection } from '../../aws/clients.ts';
import type { ConfigurationFile } from '../../model/configuration.ts';
import { isComplete } from '../../model/configuration.ts';
import type { Discoverer } from './discover.ts';

/** The accounts of one run. Nothing is written yet. */
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
  const whole = { ...file, discovery };
  const accounts = await discoverer.find(whole, connection, runId);
  return {
    configuration: accounts.configuration,
    found: {
      report: accounts.report,
      /** Stores the list for runs that cannot list. */
      keep: async () => ({ report: await accounts.keep(), decide: discoverer.decide }),
      /** For the doctor. */
      examine: (bounded: Connection) => discoverer.examine(whole, accounts, bounded),
    },
  };
}
