import { currentAccountReader } from '../accounts/directory.ts';
import type { Connection } from '../aws/clients.ts';
import type { ConfigurationFile } from '../model/configuration.ts';
import type { Discovery } from '../model/discovery.ts';
import type { ReadCurrentAccount } from '../accounts/ports.ts';

/**
 * Reads one account of the organisation, for planning and pruning. Only in bundles of configurations with
 * rules for accounts, which need the client of Organizations.
 */
export type OrganisationAsker = (
  file: ConfigurationFile & { readonly discovery: Discovery },
  connection: Connection,
  sessionName: string,
) => ReadCurrentAccount;

export const organisationAsker: OrganisationAsker = (
  { tooling, role, discovery, accounts },
  connection,
  sessionName,
) => currentAccountReader(connection, { tooling, role, sessionName }, discovery, accounts);
