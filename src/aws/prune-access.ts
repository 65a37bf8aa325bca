import type { LambdaClient } from '@aws-sdk/client-lambda';
import { STSClient } from '@aws-sdk/client-sts';

import type { AccountId, Region } from '../model/aws-ids.ts';
import { roleArn } from '../model/aws-ids.ts';
import type { Configuration } from '../model/configuration.ts';
import type { Reading } from '../model/prune-inventory.ts';
import { partitionOf } from '../model/regions.ts';
import type { CodeStorage, OpenForPruning } from '../ports.ts';
import { stsClient } from './account-session.ts';
import { readAccountSettings } from './account-settings.ts';
import type { Connection } from './clients.ts';
import { makeClient } from './clients.ts';
import { deleteVersion, deletingClient } from './delete-version.ts';
import { Pacer } from './pacing.ts';
import { reading, RegionReader } from './prune-reread.ts';
import { callerIdentity, pruneCredentials } from './prune-session.ts';

/** Of the 15 requests a second that AWS gives an account and Region, shared with its own deployments. */
export const PRUNE_REQUESTS_PER_SECOND = 8;
/**
 * GetPolicy has 15 a second of its own, and as many at once: a slice that begins where another ends
 * must not go beyond.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export const POLICY_REQUESTS_PER_SECOND = 10;

export interface PruneRole {
  /** Region of the tooling account: where the session is asked for, and which partition this is. */
  readonly toolingRegion: Region;
  readonly role: Configuration['role'];
  readonly sessionName: string;
}

interface RegionClients {
  readonly deleting: LambdaClient;
  readonly reader: RegionReader;
}

/**
 * One account over the wire, for one slice: one session for all Regions, one pace per Region for all
 * that is done there, and every client one that can delete nothing but a version by its number.
 */
export function pruneOpener(connection: Connection, access: PruneRole): OpenForPruning {
  const { toolingRegion, role, sessionName } = access;
  return ({ account, regions }) => {
    const partition = partitionOf(toolingRegion);
    const credentials = pruneCredentials(stsClient(connection, toolingRegion), {
      partition,
      account,
      regions: regions.map(({ region }) => region),
      role: roleArn(partition, account, role.name, role.path),
      externalId: role.externalId,
      sessionName,
    });
    const clients = new Map(
      regions.map(({ region, listing }): [Region, RegionClients] => {
        const pacer = new Pacer(connection.clock, PRUNE_REQUESTS_PER_SECOND, connection.signal);
        const policyPacer = new Pacer(
          connection.clock,
          POLICY_REQUESTS_PER_SECOND,
          connection.signal,
        );
        const deleting = deletingClient(connection, { region, credentials, pacer });
        const policies = deletingClient(connection, { region, credentials, pacer: policyPacer });
        const reader = new RegionReader(connection.clock, region, listing, { deleting, policies });
        return [region, { deleting, reader }];
      }),
    );
    const of = (region: Region): RegionClients => {
      const found = clients.get(region);
      if (found === undefined) throw new Error(`${region} of ${account} was not opened`);
      return found;
    };
    return {
      identity: () =>
        callerIdentity(makeClient(STSClient, connection, { region: toolingRegion, credentials })),
      codeStorage: (region) => readCodeStorage(of(region).deleting),
      functionNow: (region, functionName) => of(region).reader.functionNow(functionName),
      policiesNow: async (refs) =>
        (await Promise.all(refs.map((ref) => of(ref.region).reader.policyNow(ref)))).flat(),
      deleteVersion: (ref) => deleteVersion(of(ref.region).deleting, ref),
    };
  };
}

function readCodeStorage(lambda: LambdaClient): Promise<Reading<CodeStorage>> {
  return reading('lambda:GetAccountSettings', async () => {
    const { codeStorageUsed, codeStorageLimit } = await readAccountSettings(lambda);
    return {
      used: codeStorageUsed,
      ...(codeStorageLimit !== undefined && { limit: codeStorageLimit }),
    };
  });
}

/** As it appears in CloudTrail: letters, digits and `=,.@-`, at most 64. */
export function sessionNameOf(deployment: string, account: AccountId, runId: string): string {
  return `${deployment}-prune-${account.slice(-4)}-${runId.replace(/[^\w=,.@-]/g, '').slice(0, 8)}`.slice(
    0,
    64,
  );
}
