import { currentAccountReader } from '../accounts/directory.ts';
import type { Connection } from '../aws/clients.ts';
import type { ConfigurationFile } from '../model/configuration.ts';
import type { Discovery } from '../model/discovery.ts';
import type { ReadCurrentAccount } from '../accounts/ports.ts';

/**
 * Makes the function that reads an account from AWS Organizations before a plan or prune. Only bundles of
 * configurations with discovery rules contain this file, because it needs the Organizations client.
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
