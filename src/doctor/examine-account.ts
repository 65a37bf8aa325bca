import { IAMClient } from '@aws-sdk/client-iam';
import { STSClient } from '@aws-sdk/client-sts';
import type { AwsCredentialIdentity, Provider } from '@smithy/types';

import type { AccountId, ExternalId, Partition, Region, RoleName } from '../model/aws-ids.ts';
import { roleArn } from '../model/aws-ids.ts';
import type { AccountConfiguration } from '../model/configuration.ts';
import { tryCall } from './attempt.ts';
import type { Attempt } from './model.ts';
import { globalRegionOf, partitionOf } from '../model/regions.ts';
import { accountCredentials, stsClient } from '../aws/account-session.ts';
import type { Connection } from '../aws/clients.ts';
import { makeClient } from '../aws/clients.ts';
import { Pacer, WATCH_REQUESTS_PER_SECOND } from '../aws/pacing.ts';
import { rolePresence } from '../aws/prune-role.ts';
import { callerIdentity } from '../prune/delete/session.ts';
import type { CallerIdentity } from '../prune/model/recheck.ts';
import type { RolePresence } from '../model/prune-role.ts';

/** One account as the doctor tries it, with a session of the read role. Nothing rejects for what AWS answers. */
export interface AccountExaminer {
  /** Whether the role can be assumed. */
  readonly role: () => Promise<Attempt>;
  /** Whose the session is, by its own credentials. */
  readonly identity: () => Promise<CallerIdentity>;
  /** Tries one IAM action with one request. */
  readonly attempt: (action: string, region: Region) => Promise<Attempt>;
  readonly pruneRole: () => Promise<RolePresence>;
}

export type ExamineAccount = (account: AccountConfiguration) => AccountExaminer;

/** How one function tries the permissions that it has in an account. */
export interface Examining {
  /** Region of the tooling account: where sessions are asked for, and which partition this is. */
  readonly toolingRegion: Region;
  /** The read role. Its external id is sent to STS alone. */
  readonly role: {
    readonly name: RoleName;
    readonly path?: string;
    readonly externalId: ExternalId;
  };
  readonly sessionName: string;
  /** All that the session may do, whatever else the role allows. */
  readonly actions: (account: AccountConfiguration) => readonly string[];
  /** One request for one action, at the pace of the clients that are passed. */
  readonly attempts: (place: ExaminedPlace) => (action: string) => Promise<Attempt>;
  readonly pruneRole: RoleName;
}

interface ExaminedPlace {
  readonly account: AccountId;
  readonly region: Region;
  readonly credentials: Provider<AwsCredentialIdentity>;
}

/** One session an account, one set of clients for each of its Regions. Whatever AWS answers is a result. */
export function accountExaminer(connection: Connection, examining: Examining): ExamineAccount {
  const sts = stsClient(connection, examining.toolingRegion);
  const partition = partitionOf(examining.toolingRegion);
  return (account) => examinerOf(connection, examining, sts, partition, account);
}

function examinerOf(
  connection: Connection,
  examining: Examining,
  sts: STSClient,
  partition: Partition,
  account: AccountConfiguration,
): AccountExaminer {
  const { id } = account;
  const credentials = accountCredentials(sts, connection.clock, {
    role: roleArn(partition, id, examining.role.name, examining.role.path),
    externalId: examining.role.externalId,
    sessionName: examining.sessionName,
    actions: examining.actions(account),
  });
  const regions = new Map<Region, (action: string) => Promise<Attempt>>();
  return {
    role: () => tryCall(credentials),
    identity: () =>
      callerIdentity(
        makeClient(STSClient, connection, { region: examining.toolingRegion, credentials }),
      ),
    attempt: (action, region) => {
      const attempt =
        regions.get(region) ?? examining.attempts({ account: id, region, credentials });
      regions.set(region, attempt);
      return attempt(action);
    },
    pruneRole: () => {
      const region = globalRegionOf(partition);
      const pacer = new Pacer(connection.clock, WATCH_REQUESTS_PER_SECOND, connection.signal);
      const iam = makeClient(IAMClient, connection, { region, credentials, pacer });
      return rolePresence(iam, examining.pruneRole);
    },
  };
}
