import { GetRoleCommand, type IAMClient } from '@aws-sdk/client-iam';
import { GetFunctionCommand, type LambdaClient } from '@aws-sdk/client-lambda';

import type { CreatedResource } from './model.ts';
import { withOperation, AwsCallError } from '../../../src/aws/failures.ts';

/** Returns the tags of a function or role; undefined when it does not exist. */
export async function tagsOfResource(
  { lambda, iam }: { readonly lambda: LambdaClient; readonly iam: IAMClient },
  { kind, name }: CreatedResource,
): Promise<Readonly<Record<string, string>> | undefined> {
  if (kind === 'function') {
    const found = await unlessAbsent('lambda:GetFunction', () =>
      lambda.send(new GetFunctionCommand({ FunctionName: name })),
    );
    return found && (found.Tags ?? {});
  }
  const found = await unlessAbsent('iam:GetRole', () =>
    iam.send(new GetRoleCommand({ RoleName: name })),
  );
  return (
    found &&
    Object.fromEntries((found.Role?.Tags ?? []).map(({ Key, Value }) => [Key, Value ?? '']))
  );
}

/** Returns AWS's answer; undefined when AWS answers that the resource does not exist. */
export async function unlessAbsent<Found>(
  operation: string,
  ask: () => Promise<Found>,
): Promise<Found | undefined> {
  try {
    return await withOperation(operation, ask);
  } catch (error) {
    if (error instanceof AwsCallError && error.failure.reason === 'absent') return undefined;
    throw error;
  }
}
