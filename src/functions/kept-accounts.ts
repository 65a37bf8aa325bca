import type { Connection } from '../aws/clients.ts';
import type { KeptConfiguration } from '../accounts/list.ts';
import { accountListStore, keptConfiguration } from '../accounts/list.ts';
import type { ConfigurationFile } from '../model/configuration.ts';
import { isComplete } from '../model/configuration.ts';

/**
 * The accounts as planning and pruning know them: the list of the last watch run where the file has
 * rules. These functions do not list the organisation themselves, and have no right to.
 */
export async function keptAccounts(
  file: ConfigurationFile,
  connection: Connection,
): Promise<KeptConfiguration> {
  if (isComplete(file)) return { configuration: file };
  const kept = await accountListStore(connection, file).load();
  return keptConfiguration(file, kept, connection.clock.now());
}
