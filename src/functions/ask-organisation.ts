import { accountNowReader } from '../accounts/directory.ts';
import type { Connection } from '../aws/clients.ts';
import type { ConfigurationFile } from '../model/configuration.ts';
import type { Discovery } from '../model/discovery.ts';
import type { ReadAccountNow } from '../accounts/ports.ts';

/**
 * Reads one account from AWS Organizations. Bundled only where the configuration has discovery rules, since the client
 * is large.
 */
export type OrganisationAsker = (
  file: ConfigurationFile & { readonly discovery: Discovery },
  connection: Connection,
  sessionName: string,
) => ReadAccountNow;

export const organisationAsker: OrganisationAsker = (
  { tooling, role, discovery, accounts },
  connection,
  sessionName,
) => accountNowReader(connection, { tooling, role, sessionName }, discovery, accounts);
