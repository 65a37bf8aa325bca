import {
  DeleteFunctionCommand,
  GetAccountSettingsCommand,
  GetFunctionCommand,
  GetPolicyCommand,
  type LambdaClient,
} from '@aws-sdk/client-lambda';

import type { Answer, Presence } from './model.ts';
import type { Instant } from '../../../src/model/time.ts';
import { readAccountSettings } from '../../../src/limits/account-settings.ts';
import {
  withOperation,
  AwsCallError,
  IncompleteAnswer,
  readFailure,
} from '../../../src/aws/failures.ts';
import { lastModified } from '../../../src/limits/list-functions.ts';
import { poll } from './poll.ts';
import { unlessAbsent } from './tags-of-made.ts';
import type { Workshop } from './workshop.ts';

const UNTIL_GONE = { everyMs: 5_000, tries: 3 };

/** Returns LastModified of a version, by default of `$LATEST`. @throws AwsCallError when it is no date */
export async function modifiedAt(
  { lambda }: Workshop,
  FunctionName: string,
  Qualifier?: string,
): Promise<Instant> {
  return withOperation('lambda:GetFunction', async () => {
    const { Configuration } = await lambda.send(
      new GetFunctionCommand({ FunctionName, ...(Qualifier !== undefined && { Qualifier }) }),
    );
    const at = lastModified(Configuration?.LastModified);
    if (at === undefined) throw new IncompleteAnswer('the answer holds no LastModified');
    return at;
  });
}

/** Returns the code storage used in the Region, in bytes. */
export async function codeStorage({ lambda }: Workshop): Promise<number> {
  return (await readAccountSettings(() => lambda.send(new GetAccountSettingsCommand({}))))
    .codeStorageUsed;
}

/** Deletes a version, or without a qualifier the whole function, through the client `by`. Returns AWS's answer. */
export async function tryDeletion(
  by: LambdaClient,
  FunctionName: string,
  Qualifier?: string,
): Promise<Answer> {
  return answerOf('lambda:DeleteFunction', () =>
    by.send(
      new DeleteFunctionCommand({ FunctionName, ...(Qualifier !== undefined && { Qualifier }) }),
    ),
  );
}

/** Returns AWS's answer to GetPolicy for a version. */
export async function policyAnswer(
  { lambda }: Workshop,
  FunctionName: string,
  Qualifier: string,
): Promise<Answer> {
  return answerOf('lambda:GetPolicy', async () => {
    const { Policy } = await lambda.send(new GetPolicyCommand({ FunctionName, Qualifier }));
    return Policy;
  });
}

/** Returns the text of a resource policy; empty when there is none. */
export async function policyText(
  { lambda }: Workshop,
  FunctionName: string,
  Qualifier?: string,
): Promise<string> {
  const answer = await unlessAbsent('lambda:GetPolicy', () =>
    lambda.send(
      new GetPolicyCommand({ FunctionName, ...(Qualifier !== undefined && { Qualifier }) }),
    ),
  );
  return answer?.Policy ?? '';
}

/** Returns whether a function or version exists. Where it is expected to be gone, it is read up to three times. */
export async function presenceOf(
  { lambda, time }: Workshop,
  FunctionName: string,
  Qualifier?: string,
  expected: Presence = 'gone',
): Promise<Presence> {
  const gone = await poll(
    expected === 'gone' ? UNTIL_GONE : { everyMs: 0, tries: 1 },
    time,
    async () => {
      try {
        await withOperation('lambda:GetFunction', () =>
          lambda.send(
            new GetFunctionCommand({
              FunctionName,
              ...(Qualifier !== undefined && { Qualifier }),
            }),
          ),
        );
        return undefined;
      } catch (error) {
        if (error instanceof AwsCallError && error.failure.reason === 'absent') return true;
        throw error;
      }
    },
  );
  return gone === true ? 'gone' : 'there';
}

/** Words of AWS's denials by a policy that is not the role's own. https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
const OTHER_POLICY = /(?:service|resource) control policy|permissions boundary|VPC endpoint/i;

/** Failures that do not answer the question: AWS did not evaluate the request, or it is unknown whether it did. */
const NO_ANSWER: ReadonlySet<string> = new Set([
  'throttled',
  'unavailable',
  'no-answer',
  'malformed',
  'out-of-time',
  'credentials',
  'not-enabled',
]);

/** @throws AwsCallError when AWS neither accepted nor refused the request */
async function answerOf(operation: string, send: () => Promise<unknown>): Promise<Answer> {
  try {
    await send();
    return { kind: 'accepted' };
  } catch (error) {
    const failure = readFailure(error, operation);
    if (NO_ANSWER.has(failure.reason)) throw new AwsCallError(failure, error);
    const isElsewhere = failure.reason === 'denied' && OTHER_POLICY.test(sentenceOf(error));
    return { kind: 'refused', failure, ...(isElsewhere && { deniedElsewhere: true }) };
  }
}

/** Returns the full message: AWS names the denying policy at its end. */
function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : '';
}
