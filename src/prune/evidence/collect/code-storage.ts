import { GetAccountSettingsCommand } from '@aws-sdk/client-lambda';

import { accountCredentials, stsClient } from '../../../aws/account-session.ts';
import type { Connection } from '../../../aws/clients.ts';
import { readAccountSettings } from '../../../limits/account-settings.ts';
import { roleArn } from '../../../model/aws-ids.ts';
import { partitionOf } from '../../../model/regions.ts';
import type { CodeStorage, ReadCodeStorage } from '../../ports.ts';
import type { PlanAccess } from './collector.ts';
import { pruneReads } from './rates.ts';
import { reading } from './read.ts';

const GET_ACCOUNT_SETTINGS = 'lambda:GetAccountSettings';

/**
 * Returns a function that reads the code storage of an account's Regions, with a session that allows nothing else.
 * https://docs.aws.amazon.com/lambda/latest/api/API_GetAccountSettings.html
 */
export function codeStorageReader(
  connection: Connection,
  { toolingRegion, role, sessionName }: Pick<PlanAccess, 'toolingRegion' | 'role' | 'sessionName'>,
): ReadCodeStorage {
  const sts = stsClient(connection, toolingRegion);
  return (account, regions) => {
    const credentials = accountCredentials(sts, connection.clock, {
      role: roleArn(partitionOf(toolingRegion), account, role.name, role.path),
      externalId: role.externalId,
      sessionName,
      actions: [GET_ACCOUNT_SETTINGS],
    });
    return Promise.all(
      regions.map(async (region) => {
        const at = connection.clock.now();
        const { lambda } = pruneReads(connection, { account, region, startedAt: at, credentials });
        const storage = await reading(GET_ACCOUNT_SETTINGS, async (): Promise<CodeStorage> => {
          const { codeStorageUsed, codeStorageLimit } = await readAccountSettings(() =>
            lambda.send(new GetAccountSettingsCommand({})),
          );
          return {
            used: codeStorageUsed,
            ...(codeStorageLimit !== undefined && { limit: codeStorageLimit }),
          };
        });
        return { region, at, storage };
      }),
    );
  };
}
