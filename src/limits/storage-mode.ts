import type { LambdaClient } from '@aws-sdk/client-lambda';
import { GetFunctionCommand } from '@aws-sdk/client-lambda';

import type { CodeInventory, FunctionHolding, StorageMode } from '../model/code-inventory.ts';
import { asked, AwsCallError } from '../aws/failures.ts';

export const GET_FUNCTION = 'lambda:GetFunction';

/** The functions of an inventory that are asked: one request each. */
export const FUNCTIONS_ASKED = 5;

/**
 * The same inventory, with how the code of its largest functions is stored. Container images, which
 * take no code storage, are not asked.
 */
export async function withStorageModes(
  lambda: LambdaClient,
  inventory: CodeInventory,
): Promise<CodeInventory> {
  const largest = await Promise.all(
    inventory.largest.map(async (holding, rank): Promise<FunctionHolding> => {
      if (rank >= FUNCTIONS_ASKED || holding.packageBytes === 0) return holding;
      return { ...holding, storage: await readStorageMode(lambda, holding.name) };
    }),
  );
  return { ...inventory, largest };
}

/**
 * How the code of a function's `$LATEST` is stored; no List call shows it. The answer holds a link to
 * download the code, environment variables and tags as well: none of it leaves this function, and
 * neither does the text of a failure.
 * https://docs.aws.amazon.com/lambda/latest/api/API_GetFunction.html
 */
export async function readStorageMode(
  lambda: LambdaClient,
  functionName: string,
): Promise<StorageMode> {
  try {
    const { Code: code } = await asked(GET_FUNCTION, () =>
      lambda.send(new GetFunctionCommand({ FunctionName: functionName })),
    );
    if (code?.ResolvedS3Object !== undefined) return 'reference';
    // Without a package to download, such as after an error of Lambda's own, nothing is said.
    return code?.Location === undefined ? 'unknown' : 'copy';
  } catch (error) {
    if (error instanceof AwsCallError) return 'unknown';
    throw error;
  }
}
