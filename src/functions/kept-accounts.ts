import type { Connection } from '../aws/clients.ts';
import type { KeptConfiguration } from '../accounts/list.ts';
import { accountListStore, keptConfiguration } from '../accounts/list.ts';
import type { ConfigurationFile } from '../model/configuration.ts';
import { isComplete } from '../model/configuration.ts';

/**
 * The accounts of the configuration and, with discovery rules, of the last watch run's list: these functions may not
 * list the organisation themselves.
 */
export async function keptAccounts(
  file: ConfigurationFile,
  connection: Connection,
): Promise<KeptConfiguration> {
  if (isComplete(file)) return { configuration: file };
  const kept = await accountListStore(connection, file).load();
  return keptConfiguration(file, kept, connection.clock.now());
}
