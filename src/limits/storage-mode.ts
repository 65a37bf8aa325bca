import type { CodeInventory, FunctionHolding, StorageMode } from '../model/code-inventory.ts';
import { catchFailure, withOperation } from '../aws/failures.ts';
import type { AwsOperations } from '../aws/operations.ts';
import { UNUSED_NAME } from '../aws/probe.ts';
import type { LimitAction } from './limit.ts';

const GET_FUNCTION = 'lambda:GetFunction';

/** The number of functions, the largest first, whose storage mode is read with one request each. */
const FUNCTIONS_READ = 5;

export const STORAGE_MODE: LimitAction = {
  action: GET_FUNCTION,
  reason:
    'Whether code is stored by reference and so does not count. The answer also holds environment variables and a link to the code, which are dropped.',
  onlyForStorageMode: true,
  // The test names a function that does not exist, so that no environment variables are read.
  probe: {
    ask: ({ aws }) => aws[GET_FUNCTION]({ FunctionName: UNUSED_NAME }),
    grantedBy: ['ResourceNotFoundException'],
  },
  callsPerRun: ({ functions }) => Math.min(functions, FUNCTIONS_READ),
};

type Reads = Pick<AwsOperations, typeof GET_FUNCTION>;

/** The inventory with the storage mode of the largest functions, except container images: they use no code storage. */
export async function withStorageModes(
  aws: Reads,
  inventory: CodeInventory,
): Promise<CodeInventory> {
  const largest = await Promise.all(
    inventory.largest.map(async (holding, rank): Promise<FunctionHolding> => {
      if (rank >= FUNCTIONS_READ || holding.packageBytes === 0) return holding;
      return { ...holding, storage: await readStorageMode(aws, holding.name) };
    }),
  );
  return { ...inventory, largest };
}

/**
 * The storage mode of `$LATEST`; `unknown` when the read fails. Environment variables, tags and the code link of
 * the answer are dropped, and so is the text of a failure.
 * https://docs.aws.amazon.com/lambda/latest/api/API_GetFunction.html
 */
export function readStorageMode(aws: Reads, functionName: string): Promise<StorageMode> {
  return catchFailure<StorageMode>(
    async () => {
      const { Code: code } = await withOperation(GET_FUNCTION, () =>
        aws[GET_FUNCTION]({ FunctionName: functionName }),
      );
      if (code?.ResolvedS3Object !== undefined) return 'reference';
      return code?.Location === undefined ? 'unknown' : 'copy';
    },
    () => 'unknown',
  );
}
