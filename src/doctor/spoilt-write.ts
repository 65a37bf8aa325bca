import type { S3Client } from '@aws-sdk/client-s3';
import { PutObjectCommand } from '@aws-sdk/client-s3';

import type { WriteAttempt } from './model.ts';
import { catchFailure, withOperation } from '../aws/failures.ts';
import { PUT_OBJECT } from '../aws/state-object.ts';

const CONTENT = 'doctor of limits-watchdog';
/** All zeros, which is not the MD5 of `CONTENT`. */
const WRONG_DIGEST = 'AAAAAAAAAAAAAAAAAAAAAA==';
/** How S3 refuses a body that is not the one of its digest. */
const BAD_DIGEST = 'BadDigest';

/**
 * Tries to write an object whose content seems to be spoilt on its way: S3 answers 400 to who may
 * write, once it has the content, and 403 to who may not, for which it needs no content. For where a
 * role may write and not read: a condition, as `MemoryAccess` tries it, needs s3:GetObject too.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html (Content-MD5)
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html (BadDigest)
 */
export async function spoiltWrite(
  s3: S3Client,
  { bucket, key }: { readonly bucket: string; readonly key: string },
): Promise<WriteAttempt> {
  const object = { Bucket: bucket, Key: key, Body: CONTENT, ContentMD5: WRONG_DIGEST };
  return catchFailure<WriteAttempt>(
    async () => {
      await withOperation(PUT_OBJECT, () => s3.send(new PutObjectCommand(object)));
      return { kind: 'written', key };
    },
    (failure) =>
      failure.errorName === BAD_DIGEST ? { kind: 'allowed' } : { kind: 'refused', failure },
  );
}
