import { OrganizationsClient } from '@aws-sdk/client-organizations';

import { accountNow } from './account-now.ts';
import { listingNeeds, needsTags } from './select.ts';
import type { Configuration, ConfigurationFile } from '../model/configuration.ts';
import type { Discovery } from '../model/discovery.ts';
import type { Region } from '../model/aws-ids.ts';
import { globalRegionOf, partitionOf } from '../model/regions.ts';
import type { ListOrganisation, ReadAccountNow } from './ports.ts';
import { accountCredentials, stsClient } from '../aws/account-session.ts';
import type { Connection } from '../aws/clients.ts';
import { makeClient } from '../aws/clients.ts';
import { AwsCallError, readFailure } from '../aws/failures.ts';
import { readOrganisationAccount } from './organization-account.ts';
import { ACCOUNT_ACTIONS, LISTING_ACTIONS } from './organization-actions.ts';
import { LISTING_REQUESTS_PER_SECOND, listOrganisation } from './organizations.ts';
import { Pacer } from '../aws/pacing.ts';

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeAccount.html (Errors) */
const NOT_IN_ORGANISATION = 'AccountNotFoundException';

export interface DirectoryAccess extends Pick<Configuration, 'tooling' | 'role'> {
  readonly sessionName: string;
}

/**
 * Lists the organisation with the function's own role, or with the one that the rules name. The service
 * has one endpoint a partition, us-east-1 in the commercial one.
 * https://docs.aws.amazon.com/general/latest/gr/ao.html
 */
export function organisationLister(
  connection: Connection,
  access: DirectoryAccess,
  discovery: Discovery,
  listed: ConfigurationFile['accounts'],
): ListOrganisation {
  return async () => {
    try {
      const accounts = await listOrganisation(
        organizationsClient(connection, access, discovery, LISTING_ACTIONS),
        listingNeeds(discovery),
        (account) => needsTags(account, discovery, listed),
      );
      return { kind: 'listed', accounts };
    } catch (error) {
      if (!(error instanceof AwsCallError)) throw error;
      return { kind: 'failed', failure: readFailure(error, error.failure.operation) };
    }
  };
}

/** Asks the organisation for one account, with the function's own role or the one that the rules name. */
export function accountNowReader(
  connection: Connection,
  access: DirectoryAccess,
  discovery: Discovery,
  listed: ConfigurationFile['accounts'],
): ReadAccountNow {
  return async (id) => {
    try {
      const account = await readOrganisationAccount(
        organizationsClient(connection, access, discovery, ACCOUNT_ACTIONS),
        id,
        listingNeeds(discovery),
        (one) => needsTags(one, discovery, listed),
      );
      return accountNow(account, discovery, listed, connection.clock.now());
    } catch (error) {
      if (!(error instanceof AwsCallError)) throw error;
      const failure = readFailure(error, error.failure.operation);
      return failure.errorName === NOT_IN_ORGANISATION
        ? { kind: 'not-selected', reason: 'account left the organisation' }
        : { kind: 'not-read', failure };
    }
  };
}

/** With the connection's own credentials, at the endpoint of the partition of `region`. */
export function organizationsClientAt(connection: Connection, region: Region): OrganizationsClient {
  const pacer = new Pacer(connection.clock, LISTING_REQUESTS_PER_SECOND, connection.signal);
  return makeClient(OrganizationsClient, connection, {
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
  const region = globalRegionOf(partitionOf(tooling.region));
  const pacer = new Pacer(connection.clock, LISTING_REQUESTS_PER_SECOND, connection.signal);
  const credentials = accountCredentials(stsClient(connection, tooling.region), connection.clock, {
    role: listingRole,
    externalId: role.externalId,
    sessionName,
    actions,
  });
  return makeClient(OrganizationsClient, connection, { region, credentials, pacer });
}
