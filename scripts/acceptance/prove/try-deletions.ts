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

/** The shortest that STS gives. https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const SESSION_SECONDS = 900;
/** A policy that has begun to count may still be unknown elsewhere for a moment. */
const UNTIL_ALLOWED = { everyMs: 5_000, tries: 6 };

/**
 * A client of the run's own role, ready when its policy has begun to count for `functionName`.
 * @throws AwsCallError when that does not come about, such as where an organisation's rule denies it
 */
export async function deletingRole(
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

/** The answer to a deletion, sent again for half a minute while it is denied. */
export async function persistently(
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

/** IAM knows new roles and policies only after a while, and denies until then. */
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
