import type { PutObjectOutput, PutObjectRequest } from '@aws-sdk/client-s3';
import { createHash } from 'node:crypto';
import { operation } from '../../service.ts';
import { ServiceFailure } from '../../wire/failure.ts';
import { isBytes } from '../../wire/message.ts';
import { absent, bucketOf, isNamed, objectNeed, preconditionFailed } from './bucket-access.ts';

type Input = Omit<PutObjectRequest, 'Body'> & { readonly Body?: unknown };

/**
 * Writes an object; conditionally only if none exists (`If-None-Match: *`) or if it is unchanged since it was read
 * (`If-Match`). Conditional writes need s3:GetObject too.
 *
 * Requests are carried out one at a time, so two never overlap: a test must inject `ConditionalRequestConflict`
 * (409) as a fault. Basis: S3 User Guide, "How to prevent object overwrites with conditional writes".
 *
 * A body that does not match `Content-MD5` is refused with `BadDigest`, if the caller may write. Basis: API
 * Reference, PutObject (Content-MD5) and "Error responses".
 */
export const putObject = operation<Input, PutObjectOutput>({
  needs: (input, context) => {
    const isConditional = input.IfMatch !== undefined || input.IfNoneMatch !== undefined;
    const target = { Bucket: input.Bucket, Key: input.Key };
    const actions = isConditional ? ['s3:PutObject', 's3:GetObject'] : ['s3:PutObject'];
    return actions.map((action) => objectNeed(action, target, context));
  },
  handle(input, context) {
    const { Key, IfMatch, IfNoneMatch } = input;
    const bucket = bucketOf(input.Bucket, context);
    const current = bucket.current(Key);
    if (IfNoneMatch !== undefined) {
      if (IfNoneMatch !== '*') {
        throw new ServiceFailure(
          'NotImplemented',
          'A header you provided implies functionality that is not implemented',
          501,
          { Header: 'If-None-Match' },
        );
      }
      if (current !== undefined) throw preconditionFailed('If-None-Match');
    }
    if (IfMatch !== undefined) {
      if (current === undefined) throw absent({ Bucket: input.Bucket, Key }, context);
      if (!isNamed(IfMatch, current)) throw preconditionFailed('If-Match');
    }
    const body = isBytes(input.Body) ? input.Body : new Uint8Array();
    if (input.ContentMD5 !== undefined && input.ContentMD5 !== md5Of(body)) {
      throw new ServiceFailure(
        'BadDigest',
        'The Content-MD5 you specified did not match what we received.',
        400,
      );
    }
    const stored = bucket.put({
      key: Key,
      body,
      now: context.now,
      contentType: input.ContentType,
      metadata: input.Metadata ?? {},
    });
    return {
      ETag: stored.etag,
      ServerSideEncryption: 'AES256',
      ...(stored.versionId === 'null' ? {} : { VersionId: stored.versionId }),
    };
  },
});

function md5Of(body: Uint8Array): string {
  return createHash('md5').update(body).digest('base64');
}
