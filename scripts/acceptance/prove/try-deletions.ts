import { GetFunctionCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';

import type { Answer } from './model.ts';
import type { ClientSettings, Connection } from '../../../src/aws/clients.ts';
import { makeClient } from '../../../src/aws/clients.ts';
import { withOperation, AwsCallError, IncompleteAnswer } from '../../../src/aws/failures.ts';
import { ownLambda } from './own-clients.ts';
import { poll } from './poll.ts';
import { roleArnOf } from './run-calls.ts';
import type { Workshop } from './workshop.ts';
import { UNTIL_IAM_KNOWS } from './workshop.ts';

/** The shortest session that STS offers. https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const SESSION_SECONDS = 900;
/** A policy that is in effect on one AWS host may still be unknown on another for a moment. */
const UNTIL_ALLOWED = { everyMs: 5_000, tries: 6 };

/**
 * Returns a client with the run's own role, once the role's policy is in effect for `functionName`.
 * @throws AwsCallError when it never is, for example because a service control policy denies it
 */
export async function deletingClient(
  shop: Workshop,
  connection: Connection,
  { region, pacer }: ClientSettings,
  functionName: string,
): Promise<LambdaClient> {
  const sts = makeClient(STSClient, connection, { region });
  const credentials = await untilAllowed(shop, 'sts:AssumeRole', async () => {
    const { Credentials } = await sts.send(
      new AssumeRoleCommand({
        RoleArn: roleArnOf(shop.run),
        RoleSessionName: `limits-watchdog-prove-${shop.run.id}`,
        ExternalId: shop.run.id,
        DurationSeconds: SESSION_SECONDS,
      }),
    );
    const { AccessKeyId, SecretAccessKey, SessionToken } = Credentials ?? {};
    if (AccessKeyId === undefined || SecretAccessKey === undefined || SessionToken === undefined)
      throw new IncompleteAnswer('the answer holds no complete credentials');
    return {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
    };
  });
  const settings = { region, credentials: async () => credentials, ...(pacer && { pacer }) };
  const lambda = ownLambda(connection, settings, shop.run.id);
  await untilAllowed(shop, 'lambda:GetFunction', () =>
    lambda.send(new GetFunctionCommand({ FunctionName: functionName })),
  );
  return lambda;
}

/** Sends a deletion again for half a minute while it is denied, and returns the last answer. */
export async function retryWhileDenied(
  shop: Workshop,
  attempt: () => Promise<Answer>,
): Promise<Answer> {
  let last: Answer | undefined;
  const answered = await poll(UNTIL_ALLOWED, shop.time, async () => {
    last = await attempt();
    return last.kind === 'refused' && last.failure.reason === 'denied' ? undefined : last;
  });
  return answered ?? last ?? attempt();
}

/** Repeats a request while it is denied: IAM takes up to a minute to know new roles and policies. */
async function untilAllowed<Found>(
  shop: Workshop,
  operation: string,
  ask: () => Promise<Found>,
): Promise<Found> {
  let denial: AwsCallError | undefined;
  const found = await poll(UNTIL_IAM_KNOWS, shop.time, async () => {
    try {
      return { answer: await withOperation(operation, ask) };
    } catch (error) {
      if (!(error instanceof AwsCallError) || error.failure.reason !== 'denied') throw error;
      denial = error;
      return undefined;
    }
  });
  if (found !== undefined) return found.answer;
  throw denial ?? new Error(`${operation} was never sent`);
}
