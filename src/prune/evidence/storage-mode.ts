import { GetFunctionCommand } from '@aws-sdk/client-lambda';

import type { Reading, StorageMode } from '../model/inventory.ts';
import type { VersionRef } from '../model/version.ts';
import { present } from '../../aws/pages.ts';
import { reading } from './collect/read.ts';
import type { PruneReads } from './collect/rates.ts';

export const GET_FUNCTION = 'lambda:GetFunction';

/**
 * Where the package of a version lies, which no listing shows. The answer also holds environment
 * variables and a link to the code: nothing else of it is taken.
 * https://docs.aws.amazon.com/lambda/latest/api/API_GetFunction.html (Code)
 */
export function readStorageMode(
  { code }: Pick<PruneReads, 'code'>,
  { functionName, version }: VersionRef,
): Promise<Reading<StorageMode>> {
  return reading(GET_FUNCTION, async () => {
    const { Code } = await code.send(
      new GetFunctionCommand({ FunctionName: functionName, Qualifier: version }),
    );
    const { ImageUri, ResolvedS3Object } = present(Code, 'Code');
    if (ImageUri !== undefined) return 'image';
    return ResolvedS3Object === undefined ? 'copy' : 'reference';
  });
}
