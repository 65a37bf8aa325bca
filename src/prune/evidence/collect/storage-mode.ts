import type { Reading, StorageMode } from '../../model/inventory.ts';
import type { VersionRef } from '../../model/version.ts';
import { required } from '../../../aws/pages.ts';
import { reading } from './read.ts';
import type { EvidenceReads, Grant } from '../caller.ts';
import { UNUSED_NAME } from '../../../aws/probe.ts';
import { NO_SUCH_RESOURCE } from '../caller.ts';

export const GET_FUNCTION = 'lambda:GetFunction';

export const STORAGE_GRANTS: Readonly<Record<typeof GET_FUNCTION, Grant>> = {
  [GET_FUNCTION]: {
    reason:
      'Whether code is stored by reference and so does not count. The answer also holds environment variables and a link to the code, which are dropped.',
    // 100 a second: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
    pace: { name: 'code', perSecond: 50 },
    probe: ({ call }) => call(GET_FUNCTION, { FunctionName: UNUSED_NAME }),
    grantedBy: NO_SUCH_RESOURCE,
  },
};

/** Reads how Lambda stores the code of a version, which no listing shows. https://docs.aws.amazon.com/lambda/latest/api/API_GetFunction.html (Code) */
export function readStorageMode(
  { call }: Pick<EvidenceReads<typeof GET_FUNCTION>, 'call'>,
  { functionName, version }: VersionRef,
): Promise<Reading<StorageMode>> {
  return reading(GET_FUNCTION, async () => {
    const { Code } = await call(GET_FUNCTION, { FunctionName: functionName, Qualifier: version });
    const { ImageUri, ResolvedS3Object } = required(Code, 'Code');
    if (ImageUri !== undefined) return 'image';
    return ResolvedS3Object === undefined ? 'copy' : 'reference';
  });
}
