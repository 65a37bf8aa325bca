import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { AwsCredentialIdentity, Provider } from '@smithy/types';

import type { ExternalId, Region, RoleArn } from '../model/aws-ids.ts';
import { MINUTE_MS } from '../model/time.ts';
import type { Clock } from '../model/clock.ts';
import type { Connection } from './clients.ts';
import { makeClient } from './clients.ts';
import { withOperation, IncompleteAnswer } from './failures.ts';

/**
 * The longest that a session may last when one role assumes another.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html (role chaining)
 */
const SESSION_SECONDS = 3_600;
/** Assumed again when less than this is left. */
const REFRESH_BEFORE_MS = 5 * MINUTE_MS;

/** Makes the SDK come back to this provider for each request: freshness is judged here, by the run's clock. */
const ASK_EVERY_TIME = new Date(0);

interface AssumedSession {
  readonly role: RoleArn;
  readonly externalId: ExternalId;
  /** Shown in the account's CloudTrail: letters, digits and `=,.@-`, 2 to 64. */
  readonly sessionName: string;
  readonly seconds: number;
  /** All that the session may do, whatever else the role allows. */
  readonly policy: string;
}

export interface SessionRequest extends Omit<AssumedSession, 'seconds' | 'policy'> {
  readonly actions: readonly string[];
}

/** Sessions are asked for at the regional endpoint of the tooling account. */
export function stsClient(connection: Connection, region: Region): STSClient {
  return makeClient(STSClient, connection, { region });
}

/**
 * The credentials of one account, assumed once and shared by all of its clients; assumed again by
 * themselves shortly before they expire. What fails stays failed for this session: a denied account
 * is asked once a run, not once a Region.
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
        return { ...identity, expiration: ASK_EVERY_TIME };
      });
    }
    return current;
  };
}

export const ASSUME_ROLE = 'sts:AssumeRole';

/** @throws AwsCallError when the session is not given, or not whole. */
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

/** What the session may do is what both this and the role's own policy allow. */
export function sessionPolicy(actions: readonly string[]): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
  });
}
