import { OrganizationsClient } from '@aws-sdk/client-organizations';

import { listingNeeds, needsTags, selectAccounts } from './select.ts';
import type { AccountRef, Configuration, ConfigurationFile } from '../model/configuration.ts';
import type { CurrentAccount, Discovery, OrganisationAccount } from '../model/discovery.ts';
import type { Region } from '../model/aws-ids.ts';
import type { Instant } from '../model/time.ts';
import { globalRegionOf, partitionOf } from '../model/regions.ts';
import type { ListOrganisation, ReadCurrentAccount } from './ports.ts';
import { accountCredentials, stsClient } from '../aws/account-session.ts';
import type { ClientSettings, Connection } from '../aws/clients.ts';
import { makeClient } from '../aws/clients.ts';
import { catchFailure } from '../aws/failures.ts';
import { readOrganisationAccount } from './organization-account.ts';
import {
  ACCOUNT_ACTIONS,
  LISTING_ACTIONS,
  LISTING_REQUESTS_PER_SECOND,
  listOrganisation,
} from './organizations.ts';
import { Pacer } from '../aws/pacing.ts';

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeAccount.html (Errors) */
const NOT_IN_ORGANISATION = 'AccountNotFoundException';

export interface DirectoryAccess extends Pick<Configuration, 'tooling' | 'role'> {
  readonly sessionName: string;
}

/** Lists the organisation with the role of the function, or with `listingRole` of the configuration. */
export function organisationLister(
  connection: Connection,
  access: DirectoryAccess,
  discovery: Discovery,
  listed: ConfigurationFile['accounts'],
): ListOrganisation {
  return () =>
    catchFailure<Awaited<ReturnType<ListOrganisation>>>(
      async () => {
        const accounts = await listOrganisation(
          organizationsClient(connection, access, discovery, LISTING_ACTIONS),
          listingNeeds(discovery),
          (account) => needsTags(account, discovery, listed),
        );
        return { kind: 'listed', accounts };
      },
      (failure) => ({ kind: 'failed', failure }),
    );
}

/** Reads one account of the organisation, with the same role as `organisationLister`. */
export function currentAccountReader(
  connection: Connection,
  access: DirectoryAccess,
  discovery: Discovery,
  listed: ConfigurationFile['accounts'],
): ReadCurrentAccount {
  return (id) =>
    catchFailure<CurrentAccount>(
      async () => {
        const account = await readOrganisationAccount(
          organizationsClient(connection, access, discovery, ACCOUNT_ACTIONS),
          id,
          listingNeeds(discovery),
          (one) => needsTags(one, discovery, listed),
        );
        return currentAccount(account, discovery, listed, connection.clock.now());
      },
      (failure) =>
        failure.errorName === NOT_IN_ORGANISATION
          ? { kind: 'not-selected', reason: 'account left the organisation' }
          : { kind: 'not-read', failure },
    );
}

function currentAccount(
  account: OrganisationAccount,
  discovery: Discovery,
  listed: readonly Pick<AccountRef, 'id' | 'name'>[],
  readAt: Instant,
): CurrentAccount {
  const { list, unselected } = selectAccounts([account], discovery, listed, readAt);
  const [selected] = list.accounts;
  // The name in the organisation: the name in the list may have the id appended.
  if (selected !== undefined) {
    return { kind: 'selected', name: account.name, stage: selected.stage };
  }
  const reason = unselected[account.id] ?? 'account no longer selected';
  return { kind: 'not-selected', reason };
}

/**
 * A client of AWS Organizations, with the credentials of `connection` unless `settings` has others. The service has
 * one endpoint in each partition, such as us-east-1 in the commercial one.
 * https://docs.aws.amazon.com/general/latest/gr/ao.html
 */
export function organizationsClientAt(
  connection: Connection,
  region: Region,
  settings: Pick<ClientSettings, 'credentials'> = {},
): OrganizationsClient {
  const pacer = new Pacer(connection.clock, LISTING_REQUESTS_PER_SECOND, connection.signal);
  return makeClient(OrganizationsClient, connection, {
    ...settings,
    region: globalRegionOf(partitionOf(region)),
    pacer,
  });
}

function organizationsClient(
  connection: Connection,
  { tooling, role, sessionName }: DirectoryAccess,
  { listingRole }: Pick<Discovery, 'listingRole'>,
  actions: readonly string[],
): OrganizationsClient {
  if (listingRole === undefined) return organizationsClientAt(connection, tooling.region);
  const credentials = accountCredentials(stsClient(connection, tooling.region), connection.clock, {
    role: listingRole,
    externalId: role.externalId,
    sessionName,
    actions,
  });
  return organizationsClientAt(connection, tooling.region, { credentials });
}
