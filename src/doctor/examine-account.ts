import { IAMClient } from '@aws-sdk/client-iam';
import { STSClient } from '@aws-sdk/client-sts';
import type { AwsCredentialIdentity, Provider } from '@smithy/types';

import type { AccountId, ExternalId, Region, RoleName } from '../model/aws-ids.ts';
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

/** Tests one account with a session of the read role. An error of AWS is a result; no promise rejects for it. */
export interface AccountExaminer {
  readonly role: () => Promise<Attempt>;
  readonly identity: () => Promise<CallerIdentity>;
  readonly attempt: (action: string, region: Region) => Promise<Attempt>;
  readonly pruneRole: () => Promise<RolePresence>;
}

export type ExamineAccount = (account: AccountConfiguration) => AccountExaminer;

/** How accounts are tested: by which role, with which actions. */
export interface ExaminerSettings {
  /** The Region of the tooling account, in which STS is called; it also determines the partition. */
  readonly toolingRegion: Region;
  /** The read role to assume. Its external id is sent to STS and nowhere else. */
  readonly role: {
    readonly name: RoleName;
    readonly path?: string;
    readonly externalId: ExternalId;
  };
  readonly sessionName: string;
  /** The IAM actions to which the session policy restricts the session. */
  readonly actions: (account: AccountConfiguration) => readonly string[];
  /** Makes the function that tests one action with one request, in the given account and Region. */
  readonly attempts: (place: ExaminedPlace) => (action: string) => Promise<Attempt>;
  readonly pruneRole: RoleName;
}

interface ExaminedPlace {
  readonly account: AccountId;
  readonly region: Region;
  readonly credentials: Provider<AwsCredentialIdentity>;
}

/** Returns a function that makes an account's examiner, which has one session, and one set of clients per Region. */
export function accountExaminer(
  connection: Connection,
  examining: ExaminerSettings,
): ExamineAccount {
  const sts = stsClient(connection, examining.toolingRegion);
  const partition = partitionOf(examining.toolingRegion);
  return (account) => {
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
  };
}
