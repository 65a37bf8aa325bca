import { DeleteRoleCommand, DeleteRolePolicyCommand, type IAMClient } from '@aws-sdk/client-iam';
import { DeleteFunctionCommand, type LambdaClient } from '@aws-sdk/client-lambda';

import type { Leftover, CreatedResource, Removal } from './model.ts';
import type { ProveRunId } from './run-id.ts';
import { PROVE_TAG, runOfName } from './run-id.ts';
import type { Clock } from '../../../src/model/clock.ts';
import { AwsCallError, readFailure } from '../../../src/aws/failures.ts';
import { poll } from './poll.ts';
import { endProvisioned, PROVISIONED_LABEL } from './provisioned.ts';
import { tagsOfResource, unlessAbsent } from './tags-of-made.ts';
import { DELETION_POLICY } from './workshop.ts';

/** A resource that was just created may not be visible yet. */
const UNTIL_SEEN = { everyMs: 5_000, tries: 3 };
/** A function that is being created or changed cannot be deleted yet. */
const UNTIL_FREE = { everyMs: 5_000, tries: 12 };

export interface RemovalTools {
  readonly run: ProveRunId;
  readonly lambda: LambdaClient;
  readonly iam: IAMClient;
  readonly clock: Clock;
  readonly signal?: AbortSignal;
}

/** Deletes one run's functions, then its role; each only when both its name and its tag are the run's. */
export async function removeCreated(
  tools: RemovalTools,
  candidates: readonly CreatedResource[],
): Promise<Removal> {
  const removed: CreatedResource[] = [];
  const left: Leftover[] = [];
  const ordered = ['function', 'role'].flatMap((kind) =>
    candidates.filter((candidate) => candidate.kind === kind),
  );
  for (const one of ordered) {
    try {
      const end = await removeOne(tools, one);
      if (end === 'removed') removed.push(one);
      if (end === 'foreign')
        left.push({
          ...one,
          why: `It has no tag ${PROVE_TAG} with the id of the run, so it is left alone.`,
        });
    } catch (error) {
      const { operation, errorName, message } = readFailure(error, 'its removal');
      left.push({ ...one, why: `${operation} failed with ${errorName}: ${message}` });
    }
  }
  return { removed, left };
}

type RemovalOutcome = 'removed' | 'absent' | 'foreign';

async function removeOne(tools: RemovalTools, one: CreatedResource): Promise<RemovalOutcome> {
  const tags = await poll(UNTIL_SEEN, tools, () => tagsOfResource(tools, one));
  if (tags === undefined) return 'absent';
  if (runOfName(one.name) !== tools.run || tags[PROVE_TAG] !== tools.run) return 'foreign';
  await (one.kind === 'function' ? deleteFunction(tools, one.name) : deleteRole(tools, one.name));
  return 'removed';
}

async function deleteFunction(tools: RemovalTools, FunctionName: string): Promise<void> {
  if (FunctionName.endsWith(`-${PROVISIONED_LABEL}`))
    await tryToEndProvisioned(tools, FunctionName);
  let conflict: unknown;
  const done = await poll(UNTIL_FREE, tools, async () => {
    try {
      await unlessAbsent('lambda:DeleteFunction', () =>
        tools.lambda.send(new DeleteFunctionCommand({ FunctionName })),
      );
      return true;
    } catch (error) {
      if (readFailure(error, '').reason !== 'conflict') throw error;
      conflict = error;
      return undefined;
    }
  });
  if (done === undefined) throw conflict;
}

/** Ignores failures: deleting the function ends its provisioned concurrency too, unless AWS refuses the deletion. */
async function tryToEndProvisioned({ lambda }: RemovalTools, FunctionName: string): Promise<void> {
  try {
    await endProvisioned(lambda, FunctionName);
  } catch (error) {
    if (!(error instanceof AwsCallError)) throw error;
  }
}

async function deleteRole({ iam }: RemovalTools, RoleName: string): Promise<void> {
  await unlessAbsent('iam:DeleteRolePolicy', () =>
    iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: DELETION_POLICY })),
  );
  await unlessAbsent('iam:DeleteRole', () => iam.send(new DeleteRoleCommand({ RoleName })));
}
