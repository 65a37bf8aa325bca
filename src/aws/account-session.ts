import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { AwsCredentialIdentity, Provider } from '@smithy/types';

import type { ExternalId, Region, RoleArn } from '../model/aws-ids.ts';
import { MINUTE_MS } from '../model/time.ts';
import type { Clock } from '../model/clock.ts';
import type { Connection } from './clients.ts';
import { makeClient } from './clients.ts';
import { withOperation, IncompleteAnswer } from './failures.ts';

/** The longest session that role chaining permits. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html */
const SESSION_SECONDS = 3_600;
/** The role is assumed again when less than this time of its session is left. */
const REFRESH_BEFORE_MS = 5 * MINUTE_MS;

/** In the past, so that the SDK calls the provider for each request and the clock of the run decides on renewal. */
const ALREADY_EXPIRED = new Date(0);

interface AssumedSession {
  readonly role: RoleArn;
  readonly externalId: ExternalId;
  /** The session name that the CloudTrail of the account shows: 2 to 64 letters, digits and `=,.@-`. */
  readonly sessionName: string;
  readonly seconds: number;
  /** The session policy, which limits the permissions of the session. */
  readonly policy: string;
}

export interface SessionRequest extends Omit<AssumedSession, 'seconds' | 'policy'> {
  readonly actions: readonly string[];
}

export function stsClient(connection: Connection, region: Region): STSClient {
  return makeClient(STSClient, connection, { region });
}

/**
 * Credentials for one account, shared by all its clients and renewed before they expire. A failed AssumeRole is not
 * repeated: a run sends one request to an account that denies it.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export function accountCredentials(
  sts: STSClient,
  clock: Clock,
  { actions, ...request }: SessionRequest,
): Provider<AwsCredentialIdentity> {
  let current: Promise<AwsCredentialIdentity> | undefined;
  let staleAt = 0;
  return () => {
    if (current === undefined || clock.now() >= staleAt) {
      staleAt = Number.POSITIVE_INFINITY;
      const session = { ...request, policy: sessionPolicy(actions), seconds: SESSION_SECONDS };
      current = assumeRole(sts, session).then(({ expiresAt, identity }) => {
        staleAt = expiresAt - REFRESH_BEFORE_MS;
        return { ...identity, expiration: ALREADY_EXPIRED };
      });
    }
    return current;
  };
}

export const ASSUME_ROLE = 'sts:AssumeRole';

/** A new session; `expiresAt` is in milliseconds since 1970. @throws AwsCallError when it is refused or incomplete. */
export function assumeRole(
  sts: STSClient,
  { role, externalId, sessionName, seconds, policy }: AssumedSession,
): Promise<{ readonly identity: AwsCredentialIdentity; readonly expiresAt: number }> {
  return withOperation(ASSUME_ROLE, async () => {
    const { Credentials: credentials } = await sts.send(
      new AssumeRoleCommand({
        RoleArn: role,
        RoleSessionName: sessionName,
        ExternalId: externalId,
        DurationSeconds: seconds,
        Policy: policy,
      }),
    );
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = credentials ?? {};
    if (
      AccessKeyId === undefined ||
      SecretAccessKey === undefined ||
      SessionToken === undefined ||
      Expiration === undefined
    ) {
      throw new IncompleteAnswer('the answer holds no complete credentials');
    }
    return {
      identity: {
        accessKeyId: AccessKeyId,
        secretAccessKey: SecretAccessKey,
        sessionToken: SessionToken,
      },
      expiresAt: Expiration.getTime(),
    };
  });
}

/** A session policy that allows `actions`, as far as the policies of the role allow them as well. */
export function sessionPolicy(actions: readonly string[]): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
  });
}
