import type { Connection } from '../aws/clients.ts';
import type { KeptConfiguration } from '../accounts/list.ts';
import { accountListStore, keptConfiguration } from '../accounts/list.ts';
import type { ConfigurationFile } from '../model/configuration.ts';
import { isComplete } from '../model/configuration.ts';

/**
 * The accounts of the last watch run's list, where the file has rules. Planning and pruning may not list the
 * organisation.
 */
export async function keptAccounts(
  file: ConfigurationFile,
  connection: Connection,
): Promise<KeptConfiguration> {
  if (isComplete(file)) return { configuration: file };
  const kept = await accountListStore(connection, file).load();
  return keptConfiguration(file, kept, connection.clock.now());
}
