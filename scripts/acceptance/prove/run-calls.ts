import type { AccountId, Partition, Region } from '../../../src/model/aws-ids.ts';
import type { ProveRunId } from './run-id.ts';
import { PROVE_BEGAN_TAG, PROVE_FOR_TAG, PROVE_ROLE_PATH, PROVE_TAG, prefixOf } from './run-id.ts';
import type { Instant } from '../../../src/model/time.ts';
import { isoTime } from '../../../src/model/time.ts';

/** One run: its account and Region, and the id in the names of its resources. */
export interface ProveRun {
  readonly id: ProveRunId;
  readonly partition: Partition;
  readonly account: AccountId;
  readonly region: Region;
  readonly began: Instant;
  /** The command that creates the resources; absent for `npm run prove`. */
  readonly madeFor?: 'smoke';
}

/** The name of the run's one role. Functions run with it, and experiments delete with it. */
export function roleNameOf(run: ProveRunId): string {
  return `${prefixOf(run)}role`;
}

export function roleArnOf({ id, partition, account }: ProveRun): string {
  return `arn:${partition}:iam::${account}:role${PROVE_ROLE_PATH}${roleNameOf(id)}`;
}

export function tagsOf({ id, began, madeFor }: ProveRun): Readonly<Record<string, string>> {
  return {
    [PROVE_TAG]: id,
    [PROVE_BEGAN_TAG]: isoTime(began),
    ...(madeFor !== undefined && { [PROVE_FOR_TAG]: madeFor }),
  };
}

/** The role's trust policy: Lambda may assume it, and principals of the account with the run's id. */
export function trustOf({ id, partition, account }: ProveRun): string {
  const Action = 'sts:AssumeRole';
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action },
      {
        Effect: 'Allow',
        Principal: { AWS: `arn:${partition}:iam::${account}:root` },
        Action,
        Condition: { StringEquals: { 'sts:ExternalId': id } },
      },
    ],
  });
}

/**
 * The role's policy: the statements of `delete-versions` in member-prune-role.yml for a DeleteScope, limited
 * to this run's functions, and GetFunction, which shows when the policy is in effect.
 */
export function deletionPolicyOf(
  { id, partition, account }: ProveRun,
  scope: 'qualified' | 'any',
): string {
  const functions = `arn:${partition}:lambda:*:${account}:function:${prefixOf(id)}*`;
  const Action = 'lambda:DeleteFunction';
  const isQualified = scope === 'qualified';
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: 'lambda:GetFunction', Resource: functions },
      { Effect: 'Allow', Action, Resource: isQualified ? `${functions}:*` : functions },
      ...(isQualified ? [{ Effect: 'Deny', Action, NotResource: `${functions}:*` }] : []),
      { Effect: 'Deny', Action, Resource: `${functions}:$LATEST` },
    ],
  });
}
