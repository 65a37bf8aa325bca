import type { DeleteObjectOutput, DeleteObjectRequest } from '@aws-sdk/client-s3';
import { operation } from '../../service.ts';
import { NotSimulated } from '../../wire/failure.ts';
import { absent, bucketOf, isNamed, objectNeed, preconditionFailed } from './bucket-access.ts';

/**
 * Deletes an object; in a versioned bucket it adds a delete marker. A version that the request names by its id is
 * deleted permanently. A key that does not exist gets the same answer, 204.
 *
 * `If-Match` is compared with the current version and needs s3:GetObject too, except for `*`. Basis: S3 User Guide,
 * "How to perform conditional deletes", "Enforce conditional deletes on Amazon S3 buckets".
 */
export const deleteObject = operation<DeleteObjectRequest, DeleteObjectOutput>({
  validate({ IfMatchLastModifiedTime, IfMatchSize, MFA }) {
    if (IfMatchLastModifiedTime !== undefined || IfMatchSize !== undefined || MFA !== undefined) {
      throw new NotSimulated('S3 deletes by time, size or MFA');
    }
  },
  needs({ Bucket, Key, VersionId, IfMatch }, context) {
    const target = { Bucket, Key };
    const action = VersionId === undefined ? 's3:DeleteObject' : 's3:DeleteObjectVersion';
    const deletes = objectNeed(action, target, context);
    const keys = { ...deletes.keys, 's3:if-match': IfMatch, 's3:versionid': VersionId };
    const reads = IfMatch !== undefined && IfMatch !== '*';
    return [{ ...deletes, keys }, ...(reads ? [objectNeed('s3:GetObject', target, context)] : [])];
  },
  handle({ Bucket, Key, VersionId, IfMatch }, context) {
    const bucket = bucketOf(Bucket, context);
    if (IfMatch !== undefined) {
      const current = bucket.current(Key);
      if (current === undefined) throw absent({ Bucket, Key }, context);
      if (!isNamed(IfMatch, current)) throw preconditionFailed('If-Match');
    }
    if (VersionId !== undefined) {
      const removed = bucket.removeVersion(Key, VersionId);
      return { VersionId, ...(removed?.isDeleteMarker === true ? { DeleteMarker: true } : {}) };
    }
    const marker = bucket.hide(Key, context.now);
    return marker === undefined ? {} : { DeleteMarker: true, VersionId: marker.versionId };
  },
});
