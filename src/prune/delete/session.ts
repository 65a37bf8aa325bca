import type { STSClient } from '@aws-sdk/client-sts';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { AwsCredentialIdentity, Provider } from '@smithy/types';

import type { AccountId, ExternalId, Partition, Region, RoleArn } from '../../model/aws-ids.ts';
import { ACCOUNT_ID, accountId } from '../../model/aws-ids.ts';
import type { CallerIdentity } from '../model/recheck.ts';
import { ASSUME_ROLE, assumeRole } from '../../aws/account-session.ts';
import { DELETE_LAYER_VERSION } from './delete-layer-version.ts';
import { LIST_EVENT_INVOKE_CONFIGS } from '../evidence/event-invoke-configs.ts';
import { withOperation, AwsCallError, IncompleteAnswer, readFailure } from '../../aws/failures.ts';
import { GET_LAYER_VERSION_POLICY, LIST_LAYER_VERSIONS } from '../evidence/layer-versions.ts';

/** The shortest session that STS allows. https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const SESSION_SECONDS = 900;

/** Actions to read functions before their versions are deleted. */
const READS = [
  'lambda:GetAccountSettings',
  'lambda:GetPolicy',
  'lambda:ListAliases',
  'lambda:ListEventSourceMappings',
  LIST_EVENT_INVOKE_CONFIGS,
  'lambda:ListFunctions',
  'lambda:ListProvisionedConcurrencyConfigs',
  'lambda:ListTags',
  'lambda:ListVersionsByFunction',
];

/** Further actions to read layers, allowed only when layer versions are deleted. */
const LAYER_READS = [GET_LAYER_VERSION_POLICY, LIST_LAYER_VERSIONS];

export interface PruneSessionRequest {
  readonly partition: Partition;
  readonly account: AccountId;
  readonly regions: readonly Region[];
  /** Whether the session may also delete layer versions. */
  readonly layers: boolean;
  readonly role: RoleArn;
  readonly externalId: ExternalId;
  /** Recorded by CloudTrail: 2 to 64 letters, digits and `=,.@-`. */
  readonly sessionName: string;
}

/** Credentials of the prune role. AssumeRole is called once, and its failure is returned to every later call. */
export function pruneCredentials(
  sts: STSClient,
  request: PruneSessionRequest,
): Provider<AwsCredentialIdentity> {
  const { role, externalId, sessionName } = request;
  const policy = pruneSessionPolicy(request);
  let current: Promise<AwsCredentialIdentity> | undefined;
  return () => {
    const session = { role, externalId, sessionName, policy, seconds: SESSION_SECONDS };
    current ??= assumeRole(sts, session).then(
      ({ identity }) => identity,
      (error: unknown) => {
        throw new AwsCallError({ ...readFailure(error, ASSUME_ROLE), resource: role }, error);
      },
    );
    return current;
  };
}

/**
 * The session policy. It allows only reads and deletions in this account and these Regions, even if the role has more.
 * The role also restricts deletions to ARNs with a version. AWS may compare the ARN without it, which is undocumented,
 * and then deny all deletions; the parameter DeleteScope of the role's stack can lift the restriction.
 */
export function pruneSessionPolicy({
  partition,
  account,
  regions,
  layers,
}: Pick<PruneSessionRequest, 'partition' | 'account' | 'regions' | 'layers'>): string {
  const reads = layers ? [...READS, ...LAYER_READS] : READS;
  const functions = `arn:${partition}:lambda:*:${account}:function:*`;
  const Condition = { StringEquals: { 'aws:RequestedRegion': regions } };
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: reads, Resource: '*', Condition },
      // One statement for both actions: it contains every Region, and the size of a session policy is limited.
      layers
        ? {
            Effect: 'Allow',
            Action: ['lambda:DeleteFunction', DELETE_LAYER_VERSION],
            Resource: [functions, `arn:${partition}:lambda:*:${account}:layer:*:*`],
            Condition,
          }
        : { Effect: 'Allow', Action: 'lambda:DeleteFunction', Resource: functions, Condition },
    ],
  });
}

/**
 * The account to which the credentials of the STS client belong. The call needs no permission.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
export async function callerIdentity(sts: STSClient): Promise<CallerIdentity> {
  try {
    const value = await withOperation('sts:GetCallerIdentity', async () => {
      const { Account } = await sts.send(new GetCallerIdentityCommand({}));
      if (Account === undefined || !ACCOUNT_ID.test(Account)) {
        throw new IncompleteAnswer('the answer has no account');
      }
      return accountId(Account);
    });
    return { kind: 'read', value };
  } catch (error) {
    return { kind: 'failed', failure: readFailure(error, 'sts:GetCallerIdentity') };
  }
}
